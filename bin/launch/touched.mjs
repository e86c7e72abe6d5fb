// Has anyone touched the sources since all was last found fresh? Asks the disk for times and sizes alone: reading and hashing
// everything, which freshness.mjs does, takes 35 ms of a command that takes 300.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./root.mjs";

const RECORD = "build/stamps/untouched";
/** What programs and their set-up come from, and what the set-up makes. */
const WATCHED = [
  ...[
    "bin",
    "lib",
    "prisma/schema.prisma",
    "prisma.config.ts",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    ".npmrc",
  ],
  ...["node_modules/.annulus-installed", "lib/database/generated/client.ts"],
  ...[
    "build/annulus.mjs",
    "build/compute-thread.mjs",
    "build/difference-compare-thread.mjs",
    "build/difference-stamp-thread.mjs",
    "build/platform.mjs",
    "build/kernels.code",
  ],
];
/** The generated client is watched by name; what tests are made of goes into no program. */
const SKIPPED_FOLDERS = new Set(["node_modules", "generated", "testing"]);
/** Some file systems keep whole seconds: a file changed so lately could change again and keep its time. */
const SETTLED_MS = 2000;

/**
 * Runs a check whose outcome depends on the watched files alone, unless none of them was touched since it last passed.
 *
 * @param {() => Promise<void>} check
 * @param {string} root folder of package.json
 */
export async function unlessUntouched(check, root = ROOT) {
  const record = path.join(root, RECORD);
  const before = recordOf(root);
  if (existsSync(record) && readFileSync(record, "utf8") === before.text) return;
  await check();
  // what changed while the check ran, be it by its own hand, is for the next one to see
  const isSettled = Date.now() - before.newestMs > SETTLED_MS && recordOf(root).text === before.text;
  if (isSettled) save(record, before.text);
}

/** Inode, time of the last change of content or state, and size of every file; the version of Node. */
function recordOf(root) {
  const lines = [`node ${process.versions.node}`];
  let newestMs = 0;
  const add = (name) => {
    const found = statSync(path.join(root, name), { throwIfNoEntry: false });
    if (found?.isDirectory()) return addFolder(name);
    if (found) newestMs = Math.max(newestMs, found.ctimeMs);
    lines.push(found ? `${name} ${found.ino} ${found.ctimeMs} ${found.size}` : `${name} -`);
  };
  const addFolder = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (!entry.isDirectory()) add(`${folder}/${entry.name}`);
      else if (!SKIPPED_FOLDERS.has(entry.name)) addFolder(`${folder}/${entry.name}`);
    }
  };
  for (const name of WATCHED) add(name);
  return { text: lines.join("\n"), newestMs };
}

function save(record, text) {
  try {
    mkdirSync(path.dirname(record), { recursive: true });
    writeFileSync(record, text);
  } catch (error) {
    // a folder of somebody else: the next start checks again
    if (
      !(error instanceof Error && "code" in error && ["EACCES", "EPERM", "EROFS", "ENOSPC"].includes(`${error.code}`))
    )
      throw error;
  }
}
