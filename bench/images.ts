// npm run bench -- images [--clicks N] [--flips N] [--only TEXT]: what a person waits for in the viewer, in Chromium, beside what the
// server has to read for it, in the same run. Writes bench/results/images.json.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { environment } from "@/lib/environment";
import { openTab, type Tab } from "./images/browser";
import { type BenchFiles, makeFiles } from "./images/files";
import { measureMosaic } from "./images/mosaics";
import { type Row, rowText } from "./images/report";
import { mountFolder, type Server, startServer } from "./images/server";
import { measureClicks, measureFlips, measureRestretch, measureZoom } from "./images/viewing";

const { values: options } = parseArgs({
  options: {
    clicks: { type: "string", default: "27" },
    flips: { type: "string", default: "100" },
    only: { type: "string", default: "" },
  },
});
const [clicks, flips] = [Number(options.clicks), Number(options.flips)];
const scratch = mkdtempSync(path.join(tmpdir(), "annulus-bench-"));
try {
  const files = await makeFiles(scratch, { clicks, flips });
  const server = await startServer();
  try {
    const tab = await openTab();
    await benchImages(tab, server, files).finally(() => tab.browser.close());
  } finally {
    await server.stop();
  }
} finally {
  rmSync(scratch, { recursive: true });
}

async function benchImages(tab: Tab, server: Server, files: BenchFiles): Promise<void> {
  const load = loadavg()[0] ?? 0;
  const sources = await mountFolder(server, files.clickFolder);
  await mountFolder(server, files.flipFolder);
  await mountFolder(server, files.smallFolder);
  const browser = tab.browser.version();
  console.log(`Chromium ${browser}, 1440 x 900, load ${load.toFixed(1)}; best (median)\n`);
  const steps: [string, () => Promise<Row[]>][] = [
    ["clicks", () => measureClicks(tab, server.url, files, sources)],
    ["zoom", () => measureZoom(tab, server.url, files, sources)],
    ["restretch", () => measureRestretch(tab, server.url, sources.get(files.clicks[0] ?? "") ?? "")],
    ["mosaic", () => measureMosaic(tab, server, files)],
    ["flips", () => measureFlips(tab, server.url, flips)],
  ];
  const rows: Row[] = [];
  for (const [name, measure] of steps) {
    if (!name.includes(options.only)) continue;
    for (const row of await measure()) {
      rows.push(row);
      console.log(rowText(row));
    }
  }
  if (options.only !== "") return;
  const machine = { processor: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load };
  const versions = { node: process.version, chromium: browser };
  saveResults({ date: new Date().toISOString(), machine, versions, clicks, flips, rows });
}

function saveResults(results: unknown): void {
  const target = path.join(environment().projectRoot, "bench/results");
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "images.json"), `${JSON.stringify(results, null, 2)}\n`);
}
