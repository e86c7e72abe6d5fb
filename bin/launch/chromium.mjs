// The browser of the browser tests: CHROMIUM_PATH, one that is installed, or Debian's package.

import { accessSync, constants, existsSync } from "node:fs";
import path from "node:path";
import { Problem, step } from "./console.mjs";
import { run } from "./programs.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PACKAGES = ["chromium", "fonts-dejavu-core"];
const APT = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];

/**
 * Path of a Chromium, installed now where that is possible.
 *
 * @throws Problem when there is none and it may not be installed
 */
export async function findChromium() {
  const wished = process.env.CHROMIUM_PATH;
  if (wished && !existsSync(wished)) throw new Problem(`CHROMIUM_PATH: no file ${wished}`);
  const found = wished || onPath();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get"))
    await step("Chromium (Debian package)", installPackage);
  const installed = onPath();
  if (installed) return installed;
  throw new Problem(
    "no Chromium for the browser tests: install one (apt-get install chromium), or set CHROMIUM_PATH to it",
  );
}

async function installPackage() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const install = () => run("apt-get", [...APT, "install", "-y", "--no-install-recommends", ...PACKAGES], { env });
  if ((await install()).code === 0) return;
  await run("apt-get", [...APT, "update"], { env });
  await install();
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
