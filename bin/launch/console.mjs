// What the launcher says: one line a step that does something, one line for what went wrong.

import { existsSync, statfsSync } from "node:fs";
import path from "node:path";

/** Something the person at the terminal can mend: printed as one line, without a stack. */
export class Problem extends Error {
  /** @param {string} message @param {number} exitCode 1 it did not work, 2 wrong usage */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Progress goes to stderr: stdout belongs to what was asked for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}

/**
 * Runs one step and says how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const start = performance.now();
  say(`  ${title} …`);
  const result = await work();
  say(`  ${title}: ${seconds(start)}`);
  return result;
}

/** Stops before a full disk does, which would leave things half made. */
export function requireDisk(folder, neededBytes, what) {
  const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : path.dirname(folder));
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const [free, needed] = [freeBytes, neededBytes].map((bytes) => `${Math.round(bytes / 1e6)} MB`);
  throw new Problem(`not enough disk for ${what}: ${free} free at ${folder}, expected ${needed}`);
}

/** One line for any error: the known causes in plain words, the message of the rest. */
export function oneLine(error) {
  if (!(error instanceof Error)) return String(error);
  const where = "path" in error && error.path ? ` (${error.path})` : "";
  if ("code" in error && error.code === "ENOSPC") return `no space left on the disk${where}`;
  if ("code" in error && (error.code === "EACCES" || error.code === "EPERM")) {
    return `no permission${where}: run as the owner of this folder, or set ANNULUS_HOME to a folder of your own`;
  }
  if ("code" in error && error.code === "EROFS") return `the disk is read-only${where}`;
  return error.message.split("\n")[0] || error.name;
}
