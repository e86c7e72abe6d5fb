// Makes plotly.gen.js, the panel's own plotly bundle (scattergl, heatmap, bar, histogram, contour): Turbopack cannot
// bundle plotly's sources, and the full distribution is three times as large. Skips when it is newer than what it is made of.
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const outfile = join(here, "plotly.gen.js");
const entry = join(here, "plotly.entry.js");
const library = join(here, "../../node_modules/plotly.js/package.json");

const madeAt = existsSync(outfile) ? statSync(outfile).mtimeMs : 0;
const isFresh = [entry, library, fileURLToPath(import.meta.url)].every((path) => statSync(path).mtimeMs < madeAt);
if (!isFresh) {
  const result = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    define: { global: "globalThis" },
    legalComments: "inline",
    loader: { ".css": "empty" }, // the style of maps, which are not drawn here
    metafile: true,
    logLevel: "warning",
  });
  const bytes = Object.values(result.metafile.outputs)[0]?.bytes ?? 0;
  console.log(`plotly: ${(bytes / 1e6).toFixed(2)} MB`);
}
