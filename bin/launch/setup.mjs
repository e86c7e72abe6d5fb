// The set-up: everything that start and test need, and nothing that is there already.

import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildPages, buildPrograms } from "./build.mjs";
import { say, seconds } from "./console.mjs";
import { installDependencies } from "./install.mjs";
import { ROOT } from "./programs.mjs";

/** Set-up for programs: dependencies, client, kernels, bundles. */
export async function setUpPrograms() {
  process.env.ANNULUS_PROJECT_ROOT = ROOT;
  await installDependencies();
  await buildPrograms();
}

/** The whole set-up, pages included. */
export async function setUp() {
  const start = performance.now();
  await setUpPrograms();
  await buildPages();
  say(`set up: ${seconds(start)}`);
}

/** @returns {Promise<typeof import("./platform.ts")>} the bundled part of the sources; after setUpPrograms() */
export function platform() {
  return import(pathToFileURL(path.join(ROOT, "build/platform.mjs")).href);
}
