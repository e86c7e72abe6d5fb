// The PostgreSQL that comes with the project: found running and taken over, or started. See
// docs/decisions/0002-embedded-postgres.md.

import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { runAs } from "./account";
import { findBinaries } from "./binaries";
import { type DatabasePlace, databasePlace } from "./place";
import { answersWhileRunning, databaseFailed, findPostmaster, startServer, stopServer } from "./server-process";

const ROLE = "annulus";
const DATABASE = "annulus";
/** Beside the pages' usual 4100. */
const USUAL_PORT = 4110;

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  // no socket file: its folder would have to be writable for both users, and its path short
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  // of a disk without a moving arm: with the default of 4 a table is read whole where an index gives the rows in a tenth of the time
  random_page_cost: "1.1",
  log_line_prefix: "%m [%p] ",
  log_timezone: "UTC",
  timezone: "UTC",
};
/** For tests: faster, and nothing survives a crash of the machine (of the server, it does). */
const THROWAWAY_SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "64MB" };

export interface EmbeddedDatabase {
  url: string;
  pid: number;
  /** the server was running already: left over by a process that was killed */
  isTakenOver: boolean;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** data home: keeps database.json, logs and (where the server's user can enter) the data */
  home: string;
  /** a database for tests: without the safety that costs time, and removed when it is stopped */
  isThrowaway?: boolean;
  /** port to ask for; another is taken when it is in use */
  port?: number;
}

/**
 * Starts the database of a data home, or takes over the one that a killed launcher left running.
 *
 * @throws TaskFailedError when the server does not start, with its own last words.
 * @throws FileUnreadableError when the data home cannot be written.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { home, isThrowaway = false, port: wishedPort = isThrowaway ? 0 : USUAL_PORT } = options;
  const place = databasePlace(home);
  const running = findPostmaster(place.folder);
  if (running) {
    const url = urlOf(place, running.port, "postgres");
    if (await answersWhileRunning(place.folder, running, url)) {
      return opened({ place, pid: running.pid, port: running.port, isTakenOver: true, isThrowaway });
    }
    await stopServer(running.pid);
  }
  const logFile = path.join(home, "logs", "postgres.log");
  mkdirSync(path.dirname(logFile), { recursive: true });
  const binaries = findBinaries(place.account, place.copyFolder);
  if (!existsSync(path.join(place.folder, "PG_VERSION"))) initialise(place, binaries.initdb, logFile);
  const port = await freePort(wishedPort);
  const settings = { ...SETTINGS, ...(isThrowaway ? THROWAWAY_SETTINGS : {}) };
  const start = { binaries, account: place.account, folder: place.folder, port, logFile, settings };
  const pid = await startServer(start, urlOf(place, port, "postgres"));
  return opened({ place, pid, port, isTakenOver: false, isThrowaway });
}

/** A port of 127.0.0.1 that nobody listens on: the wished one, else the next of the ten above, else any. */
export async function freePort(wished: number): Promise<number> {
  const candidates = wished === 0 ? [0] : [...Array.from({ length: 10 }, (_, i) => wished + i), 0];
  for (const candidate of candidates) {
    const port = await tryPort(candidate);
    if (port !== null) return port;
  }
  return 0;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}

function urlOf(place: DatabasePlace, port: number, database: string): string {
  return `postgresql://${ROLE}:${place.password}@127.0.0.1:${port}/${database}`;
}

interface OpenedServer {
  place: DatabasePlace;
  pid: number;
  port: number;
  isTakenOver: boolean;
  isThrowaway: boolean;
}

async function opened({ place, pid, port, isTakenOver, isThrowaway }: OpenedServer): Promise<EmbeddedDatabase> {
  await createDatabase(urlOf(place, port, "postgres"), DATABASE);
  const stop = async () => {
    await stopServer(pid);
    if (isThrowaway) rmSync(place.folder, { recursive: true, force: true });
  };
  return { url: urlOf(place, port, DATABASE), pid, isTakenOver, stop };
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const known = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** Makes the data folder's content. The same on every machine: UTF-8, C locale, passwords by SCRAM. */
function initialise(place: DatabasePlace, initdb: string, logFile: string): void {
  const passwordFile = writePasswordFile(place);
  const flags = [
    "--username",
    ROLE,
    "--auth",
    "scram-sha-256",
    "--encoding",
    "UTF8",
    "--locale",
    "C",
    "--no-instructions",
  ];
  const made = spawnSync(initdb, ["--pgdata", place.folder, ...flags, "--pwfile", passwordFile], {
    ...runAs(place.account),
    cwd: place.folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC", NODE_ENV: process.env.NODE_ENV },
  });
  rmSync(path.dirname(passwordFile), { recursive: true, force: true });
  writeFileSync(logFile, `${made.stdout ?? ""}${made.stderr ?? ""}`, { flag: "a", mode: 0o600 });
  if (made.status === 0) return;
  // initdb empties the folder again when it fails
  throw databaseFailed(made.error?.message ?? made.stderr, logFile);
}

/** initdb takes a password from a file only; it must be the server's user who can read it, and nobody else. */
function writePasswordFile(place: DatabasePlace): string {
  const folder = mkdtempSync(path.join(tmpdir(), "annulus-"));
  const file = path.join(folder, "password");
  writeFileSync(file, `${place.password}\n`, { mode: 0o600 });
  if (place.account) {
    chownSync(file, place.account.uid, place.account.gid);
    chownSync(folder, place.account.uid, place.account.gid);
  }
  return file;
}
