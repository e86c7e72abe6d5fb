// One PostgreSQL server process: is it there, start it, wait for it, stop it.

import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, fstatSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { TaskFailedError } from "../../errors";
import { runAs, type ServerAccount } from "./account";
import type { Binaries } from "./binaries";

const POLL_MS = 50;
/** Recovery after a crash replays the log; a server that accepts nothing for longer than this is stuck. */
const READY_TIMEOUT_MS = 120_000;
/** Right after a crash the old backends still hold the folder for a moment. */
const FOLDER_HELD_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 20_000;

/** What postmaster.pid tells of a server that runs, or did when the machine went down. */
export interface Postmaster {
  pid: number;
  port: number;
}

export interface ServerStart {
  binaries: Binaries;
  account: ServerAccount;
  folder: string;
  port: number;
  logFile: string;
  settings: Record<string, string>;
}

/** The server that holds the data folder; null when none does. A file left by a dead server is removed. */
export function findPostmaster(folder: string): Postmaster | null {
  const file = path.join(folder, "postmaster.pid");
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  if (isPostgres(pid)) return { pid, port: Number(lines[3]) };
  // another program may carry the number after a restart of the machine, which PostgreSQL would take for a server
  rmSync(file, { force: true });
  return null;
}

/** True when the process is there, is a PostgreSQL server and is not a zombie. */
function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  const answer = spawnSync("ps", ["-o", "stat=,comm=", "-p", String(pid)], { encoding: "utf8" });
  if (!answer.error) return answer.status === 0 && /postgres/.test(answer.stdout) && !/^\s*Z/.test(answer.stdout);
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && /\(postgres\) [^Z]/.test(readFileSync(stat, "utf8"));
}

/**
 * Starts the server as a process group of its own, so that a Ctrl+C of the terminal does not reach it before us.
 *
 * @returns its process id, once it answers queries.
 * @throws TaskFailedError with the server's own words when it ends instead.
 */
export async function startServer(start: ServerStart, url: string): Promise<number> {
  const deadline = Date.now() + FOLDER_HELD_TIMEOUT_MS;
  for (;;) {
    const { pid, ended } = spawnServer(start);
    const waiting = new AbortController();
    const problem = await Promise.race([ended, waitUntilReady(url, waiting.signal)]);
    waiting.abort();
    if (problem === null) return pid;
    const isHeld = /lock file|shared memory block/.test(problem);
    if (!isHeld || Date.now() > deadline) throw databaseFailed(problem, start.logFile);
    await sleep(500);
  }
}

/** True once a server that was found running answers queries; false when it ends instead: it may be dying just now. */
export async function answersWhileRunning(folder: string, { pid }: Postmaster, url: string): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (findPostmaster(folder)?.pid === pid && Date.now() < deadline) {
    if ((await tryToConnect(url)) === null) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Resolves to null once the server answers queries, or to what it last said when it does not in time. */
async function waitUntilReady(url: string, signal: AbortSignal): Promise<string | null> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const problem = await tryToConnect(url);
    if (problem === null || signal.aborted || Date.now() > deadline) return problem;
    await sleep(POLL_MS);
  }
}

/** Null when the database answers, else what it said. */
export async function tryToConnect(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // an error after connecting would otherwise end this process
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return null;
  } catch (error) {
    return error instanceof Error ? error.message || error.name : String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Stops a server: connections are cut, everything committed stays. */
export async function stopServer(pid: number): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (!isPostgres(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isPostgres(pid) && Date.now() < deadline) await sleep(POLL_MS);
  }
}

/** The error of a server that does not run: its last fatal line, and where the others are. */
export function databaseFailed(log: string, logFile: string): TaskFailedError {
  const lines = log.trim().split("\n");
  const fatal = lines.findLastIndex((line) => /FATAL|PANIC|ERROR|error:|cannot/i.test(line));
  const detail = lines[fatal + 1]?.match(/DETAIL: +(.*)/)?.[1];
  const message = (lines.at(fatal) ?? "").replace(/^.*?(FATAL|PANIC|ERROR): +/, "");
  const found = detail ? `${message} (${detail})` : message;
  return new TaskFailedError({
    place: "database server",
    found: found || "it ended without a word",
    expected: `a server that answers (its log: ${logFile})`,
  });
}

function spawnServer({ binaries, account, folder, port, logFile, settings }: ServerStart) {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logFile, "a", 0o600);
  const logStart = fstatSync(log).size;
  const child = spawn(binaries.postgres, ["-D", folder, "-p", String(port), ...flags], {
    ...runAs(account),
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: process.env.NODE_ENV },
  });
  closeSync(log);
  child.unref();
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    // the log may be gone with its data home, where nobody waits any more
    child.once("exit", () => resolve(existsSync(logFile) ? readFileSync(logFile).subarray(logStart).toString() : ""));
  });
  return { pid: child.pid ?? 0, ended };
}
