// What runs behind bin/annulus. Loads nothing but the program itself when nobody touched its sources.

import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./root.mjs";
import { unlessUntouched } from "./touched.mjs";

/** The command line; `annulus start` is `npm start`. Runs in this process: a second one would cost 50 ms. */
export async function annulus(args) {
  if (args[0] === "start") return (await import("./start.mjs")).start(args.slice(1));
  process.env.ANNULUS_PROJECT_ROOT = ROOT;
  await unlessUntouched(async () => (await import("./setup.mjs")).setUpPrograms());
  const program = path.join(ROOT, "build/annulus.mjs");
  process.argv.splice(1, process.argv.length, program, ...args);
  await import(pathToFileURL(program).href);
}
