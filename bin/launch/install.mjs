// Dependencies from the committed lock file.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { requireDisk, step } from "./console.mjs";
import { alone, hashFiles } from "./freshness.mjs";
import { mustRun, ROOT } from "./programs.mjs";

const STAMP = path.join(ROOT, "node_modules/.annulus-installed");
/** node_modules and npm's own cache, on an empty machine. */
const NEEDED_BYTES = 2.5e9;

/** Runs `npm ci` when node_modules is missing or not what the lock says. */
export async function installDependencies() {
  const wanted = `${hashFiles(["package-lock.json", ".npmrc"])} node ${process.versions.node.split(".")[0]}`;
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  await alone("dependencies", async () => {
    if (!holdsTheLock()) await step("dependencies", install);
    writeFileSync(STAMP, wanted);
  });
}

async function install() {
  requireDisk(ROOT, NEEDED_BYTES, "the dependencies");
  const flags = ["--no-audit", "--no-fund", "--loglevel=error", "--include=dev"];
  await mustRun("npm ci", "npm", ["ci", ...flags], { env: { ...process.env, NODE_ENV: "development" } });
}

/** True when each package of the lock is there in its version: `npm install` by hand leaves no stamp of ours. */
function holdsTheLock() {
  const hidden = path.join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, "utf8")).packages;
  const locked = JSON.parse(readFileSync(path.join(ROOT, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(
    ([name, entry]) => name === "" || entry.optional || installed[name]?.version === entry.version,
  );
}
