// Is something made from sources still what they would make? Stamps in build/stamps hold hashes of contents. Two
// launchers in one folder make a thing once: the second waits for the first.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./console.mjs";
import { identityOf, isAlive } from "./processes.mjs";
import { ROOT } from "./programs.mjs";

const STAMPS = path.join(ROOT, "build/stamps");
const LOCK_POLL_MS = 200;
const SKIPPED_FOLDERS = new Set(["node_modules", "generated", "testing"]);
const SKIPPED_FILES = /\.test\.tsx?$|\.golden\.py$|\.md$/;

/**
 * Makes something again when its sources changed or it is gone.
 *
 * @param {{ name: string, sources: string[], products: string[], make: () => Promise<void>, extra?: string }} thing
 *   sources and products relative to the project; `extra` is anything else that the product depends on
 */
export async function keepFresh({ name, sources, products, make, extra = "" }) {
  const stamp = path.join(STAMPS, name);
  const wanted = `${hashFiles(sources)} ${extra} node ${process.versions.node}`;
  const isFresh = () =>
    products.every((product) => existsSync(path.join(ROOT, product))) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === wanted;
  if (isFresh()) return;
  await alone(name, async () => {
    if (isFresh()) return;
    rmSync(stamp, { force: true });
    await make();
    writeFileSync(stamp, wanted);
  });
}

/**
 * Runs work that no other launcher in this folder may do at the same time.
 *
 * @param {string} name
 * @param {() => Promise<void>} work
 */
export async function alone(name, work) {
  mkdirSync(STAMPS, { recursive: true });
  const lock = path.join(STAMPS, `${name}.lock`);
  while (!takeLock(lock)) await sleep(LOCK_POLL_MS);
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock) {
  try {
    writeFileSync(lock, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }), { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const holder = readHolder(lock);
  if (holder === null || !isAlive(holder)) rmSync(lock, { force: true });
  else if (!waitedFor.has(holder.pid)) {
    waitedFor.add(holder.pid);
    say(`  waiting for another set-up in this folder (process ${holder.pid})`);
  }
  return false;
}

/** @type {Set<number>} */
const waitedFor = new Set();

function readHolder(lock) {
  try {
    return JSON.parse(readFileSync(lock, "utf8"));
  } catch (error) {
    // released just now, or written by a process that was killed in the middle
    if (error instanceof Error) return null;
    throw error;
  }
}

/** Hash of names and contents of files and folders, without tests and what is generated. */
export function hashFiles(paths) {
  const hash = createHash("sha256");
  for (const name of paths.flatMap((entry) => listFiles(entry))) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(path.join(ROOT, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 24);
}

/** @returns {string[]} files under a file or folder, sorted; none when it is not there */
function listFiles(name) {
  const full = path.join(ROOT, name);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [name];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => (entry.isDirectory() ? !SKIPPED_FOLDERS.has(entry.name) : !SKIPPED_FILES.test(entry.name)))
    .map((entry) => path.join(name, entry.name))
    .sort()
    .flatMap(listFiles);
}
