// The set-up: everything that start and test need, and nothing that is there already.

import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildPages, buildPlatform, buildPrograms } from "./build.mjs";
import { say, seconds } from "./console.mjs";
import { installDependencies } from "./install.mjs";
import { ROOT } from "./programs.mjs";

/** Set-up for a database: dependencies, Prisma's client, what the launcher needs of the sources. */
export async function setUpPlatform() {
  process.env.ANNULUS_PROJECT_ROOT = ROOT;
  await installDependencies();
  await buildPlatform();
}

/** Set-up for programs: also kernels and the command line. */
export async function setUpPrograms() {
  await setUpPlatform();
  await buildPrograms();
}

/** The whole set-up, pages included. */
export async function setUp() {
  const start = performance.now();
  await setUpPrograms();
  await buildPages();
  say(`set up: ${seconds(start)}`);
}

/** @returns {Promise<typeof import("./platform.ts")>} the bundled part of the sources; after setUpPlatform() */
export function platform() {
  return import(pathToFileURL(path.join(ROOT, "build/platform.mjs")).href);
}
