// <data home>/server.json: which launcher, pages, worker and database belong to this data home. Other programs read
// the addresses, the next start reads the processes.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./console.mjs";
import { identityOf, isAlive, stopGroup } from "./processes.mjs";

const ORPHAN_GRACE_MS = 5000;
const STOPPING_POLL_MS = 100;

/** @typedef {import("./processes.mjs").RecordedProcess} RecordedProcess */
/** @typedef {{ pid: number, identity: string, url: string | null, databaseUrl: string | null, isStopping: boolean, processes: RecordedProcess[] }} ServerFile */

/** @returns {ServerFile | null} */
function readServerFile(home) {
  const file = path.join(home, "server.json");
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    // half a file of a machine that lost power: as good as none
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The launcher that serves this data home now; null when none does. */
export function findRunningLauncher(home) {
  const known = readServerFile(home);
  return known && known.pid !== process.pid && isAlive(known) ? known : null;
}

/** The same, once one that is about to end has ended. */
export async function waitForStoppingLauncher(home) {
  const known = findRunningLauncher(home);
  if (!known?.isStopping) return known;
  say(`  waiting for a server that is stopping (process ${known.pid})`);
  while (isAlive(known)) await sleep(STOPPING_POLL_MS);
  return findRunningLauncher(home);
}

/**
 * Stops what a killed launcher left running, the database apart: that is taken over.
 *
 * @returns {Promise<string[]>} roles of the processes stopped
 */
export async function stopOrphans(home) {
  const orphans = (readServerFile(home)?.processes ?? []).filter(isAlive);
  await Promise.all(orphans.map((orphan) => stopGroup(orphan, ORPHAN_GRACE_MS)));
  return orphans.map(({ role }) => role);
}

/** @param {string} home @param {Omit<ServerFile, "pid" | "identity">} content */
export function writeServerFile(home, content) {
  mkdirSync(home, { recursive: true });
  const file = path.join(home, "server.json");
  const whole = { pid: process.pid, identity: identityOf(process.pid) ?? "", ...content };
  // it holds the database's password
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

export function removeServerFile(home) {
  rmSync(path.join(home, "server.json"), { force: true });
}
