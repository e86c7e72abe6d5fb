// Compiles assembly/index.ts to WebAssembly (SIMD) and writes it as base64 into wasm.gen.ts, so that the
// kernels load in Node, in a thread, in a bundle and in the browser without looking for a file.
// Does nothing when the sources, the options and the compiler are those of the last build.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const here = import.meta.dirname;
const sourceFolder = path.join(here, "assembly");
const target = path.join(here, "wasm.gen.ts");

const OPTIONS = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--use",
  "abort=",
  "--enable",
  "simd",
  "--enable",
  "bulk-memory",
  "--importMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
];

const key = buildKey();
if (existsSync(target) && readFileSync(target, "utf8").startsWith(`// ${key}\n`)) process.exit(0);

const bytes = await compile();
const written = `${target}.${process.pid}`;
writeFileSync(
  written,
  `// ${key}\n// Made by build.mjs from assembly/; not to be edited.\nexport const WASM_BASE64 =\n  "${Buffer.from(bytes).toString("base64")}";\n`,
);
renameSync(written, target);
console.log(`kernels: ${bytes.length} bytes of WebAssembly`);

function buildKey() {
  const hash = createHash("sha256");
  const compiler = createRequire(import.meta.url)("assemblyscript/package.json").version;
  hash.update(JSON.stringify([compiler, OPTIONS]));
  for (const name of readdirSync(sourceFolder).sort()) {
    if (name.endsWith(".ts")) hash.update(`\0${name}\0`).update(readFileSync(path.join(sourceFolder, name)));
  }
  return hash.digest("hex");
}

async function compile() {
  const { default: asc } = await import("assemblyscript/asc");
  let wasm;
  const { error, stderr } = await asc.main(["index.ts", ...OPTIONS, "--outFile", "kernels.wasm"], {
    readFile: (name) => {
      const file = path.join(sourceFolder, name);
      return existsSync(file) ? readFileSync(file, "utf8") : null;
    },
    writeFile: (name, contents) => {
      if (name === "kernels.wasm") wasm = contents;
    },
    listFiles: () => [],
  });
  if (error || !wasm) {
    process.stderr.write(stderr.toString());
    console.error(`kernels: asc failed: ${error?.message ?? "no output"}`);
    process.exit(1);
  }
  const warnings = stderr.toString();
  if (warnings) process.stderr.write(warnings);
  return wasm;
}
