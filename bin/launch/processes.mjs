// Long-lived processes: started as groups of their own, watched, stopped, and found again after a kill -9.

import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "./programs.mjs";

const POLL_MS = 50;
const FOLLOW_MS = 500;
const LARGEST_LOG_BYTES = 20e6;

/** @typedef {{ role: string, pid: number, identity: string }} RecordedProcess */
/** @typedef {RecordedProcess & { ended: Promise<string>, logFile: string, logStart: number }} StartedProcess */

/**
 * When the process started, which together with its number tells it from a later one; null when there is none (any more).
 *
 * @param {number} pid
 */
export function identityOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === "linux") {
    const file = `/proc/${pid}/stat`;
    if (!existsSync(file)) return null;
    // the name in brackets may hold spaces; after it state is the first field and the start time the twentieth
    const fields = readFileSync(file, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  }
  const answer = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return answer.status === 0 ? answer.stdout.trim() : null;
}

/** @param {{ pid: number, identity: string }} recorded */
export function isAlive(recorded) {
  return identityOf(recorded.pid) === recorded.identity;
}

/**
 * Starts a Node program as leader of a group, so that a Ctrl+C of the terminal reaches the launcher alone and the
 * order of stopping is ours. What it writes goes to a file: a pipe would break with the launcher.
 *
 * @param {{ role: string, args: string[], env: NodeJS.ProcessEnv, logFolder: string }} program
 * @returns {StartedProcess}
 */
export function startProcess({ role, args, env, logFolder }) {
  const logFile = path.join(logFolder, `${role}.log`);
  mkdirSync(logFolder, { recursive: true });
  if (existsSync(logFile) && statSync(logFile).size > LARGEST_LOG_BYTES) renameSync(logFile, `${logFile}.1`);
  const log = openSync(logFile, "a", 0o600);
  const logStart = fstatSync(log).size;
  const child = spawn(process.execPath, args, { cwd: ROOT, env, detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) =>
      resolve(`${signal ?? `exit code ${code}`}, ${lastLine(logFile)} (log: ${logFile})`),
    );
  });
  const pid = child.pid ?? 0;
  return { role, pid, identity: identityOf(pid) ?? "", ended, logFile, logStart };
}

/**
 * Hands on what a process writes to its log, line by line, until it ends.
 *
 * @param {StartedProcess} started
 * @param {(line: string) => void} onLine
 * @returns {Promise<string>} how it ended
 */
export async function followLog(started, onLine) {
  let seen = 0;
  let how = null;
  while (how === null) {
    how = await Promise.race([started.ended, sleep(FOLLOW_MS, null)]);
    const lines = readFileSync(started.logFile).subarray(started.logStart).toString().split("\n").slice(0, -1);
    for (const line of lines.slice(seen)) onLine(line);
    seen = lines.length;
  }
  return how;
}

/**
 * Ends a process and all that it started: SIGTERM, and SIGKILL for what is left after the grace.
 *
 * @param {{ pid: number }} leader
 * @param {number} graceMs
 */
export async function stopGroup({ pid }, graceMs) {
  for (const [signal, waitMs] of /** @type {const} */ ([
    ["SIGTERM", graceMs],
    ["SIGKILL", 5000],
  ])) {
    if (!signalGroup(pid, signal)) return;
    const deadline = Date.now() + waitMs;
    while (signalGroup(pid, 0) && Date.now() < deadline) await sleep(POLL_MS);
  }
}

/** @returns {boolean} false when nobody is left in the group */
export function signalGroup(pid, signal) {
  if (pid <= 0) return false;
  try {
    process.kill(-pid, signal);
    return hasLivingMember(pid);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

/** A killed orphan stays a zombie where process 1 does not collect: that is ended enough. */
function hasLivingMember(group) {
  const answer = spawnSync("ps", ["-e", "-o", "pgid=,stat="], { encoding: "utf8" });
  if (answer.status !== 0) return identityOf(group) !== null;
  return answer.stdout.split("\n").some((line) => new RegExp(`^\\s*${group}\\s+[^Z\\s]`).test(line));
}

/** What a program said last, and of an error its name and message rather than the end of its stack. */
function lastLine(file) {
  const lines = readFileSync(file, "utf8").slice(-4000).trimEnd().split("\n");
  const line = lines.findLast((text) => /^\S*(Error|annulus:)/.test(text)) ?? lines.at(-1) ?? "";
  return line.slice(0, 300);
}
