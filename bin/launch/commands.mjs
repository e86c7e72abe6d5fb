// Commands that run one program of the project from its source: benchmarks and fuzzers.

import { readdirSync } from "node:fs";
import path from "node:path";
import { Problem } from "./console.mjs";
import { packageScript, ROOT } from "./programs.mjs";
import { setUpPrograms } from "./setup.mjs";

/** `npm run bench -- NAME`: bench/NAME.ts. */
export const bench = (args) => script("bench", args);

/** `npm run fuzz -- NAME`: fuzz/NAME.ts. */
export const fuzz = (args) => script("fuzz", args);

/** Runs one of the programs of a folder from its source. */
async function script(folder, [name = "", ...args]) {
  const known = readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -3));
  if (!known.includes(name)) throw new Problem(`usage: npm run ${folder} -- ${known.join("|")}`, 2);
  await setUpPrograms();
  const program = [packageScript("tsx/dist/cli.mjs"), path.join(ROOT, folder, `${name}.ts`), ...args];
  const { spawnSync } = await import("node:child_process");
  process.exitCode = spawnSync(process.execPath, program, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
}
