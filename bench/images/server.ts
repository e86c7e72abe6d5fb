// The server under test: a throwaway PostgreSQL, the built pages and a worker, with an empty data home.

import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase, pool } from "@/lib/database/client";
import { freePort, startEmbeddedDatabase } from "@/lib/database/embedded";
import { makeTemporaryHome } from "@/lib/database/testing/temporary-home";
import { TaskFailedError } from "@/lib/errors";
import { sourceText } from "@/lib/images/source-text";
import { buildPages } from "../../bin/launch/build.mjs";
import { Services } from "../../bin/launch/services.mjs";
import { IMAGE_HDU } from "./files";

const POLL_MS = 100;
const LONGEST_MS = 300_000;

export interface Server {
  url: string;
  stop(): Promise<void>;
}

/** Builds the pages when they are not fresh, and starts everything. */
export async function startServer(): Promise<Server> {
  process.env.ANNULUS_PROJECT_ROOT = path.resolve(import.meta.dirname, "../..");
  await buildPages();
  const home = makeTemporaryHome();
  process.env.ANNULUS_HOME = home;
  const database = await startEmbeddedDatabase({ home, isThrowaway: true });
  process.env.DATABASE_URL = database.url;
  const services = new Services(home);
  const stop = async () => {
    await closeDatabase();
    await services.stop();
    await database.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await services.start({ wishedPort: await freePort(0), isPortFixed: false });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: services.url, stop };
}

/**
 * Mounts a folder and waits until it is scanned.
 *
 * @returns source texts of the pixels of its files, by file name
 */
export async function mountFolder(server: Server, root: string): Promise<Map<string, string>> {
  await post(server, "/api/v1/mounts", { root });
  await until(`the scan of ${root}`, async () => {
    const { rows } = await pool().query<{ scanned_at: Date | null; scan_state: string }>(
      "SELECT scanned_at, scan_state FROM mount WHERE root = $1",
      [root],
    );
    return rows[0]?.scanned_at != null && rows[0].scan_state === "idle";
  });
  const { rows } = await pool().query<{ id: string; path: string }>(
    "SELECT file.id, path FROM mounted_file file JOIN mount ON mount.id = mount_id WHERE root = $1",
    [root],
  );
  const textOf = (fileId: string) => sourceText({ kind: "file", fileId, hdu: IMAGE_HDU, plane: [] });
  return new Map(rows.map((row) => [row.path, textOf(row.id)]));
}

/** Runs a pipeline. @returns its id, when every task is done */
export async function runPipeline(
  server: Server,
  pipeline: string,
  query: string,
  settings: readonly string[] = [],
): Promise<number> {
  const { runId } = (await post(server, "/api/v1/runs", { pipeline, query, settings })) as { runId: number };
  await until(`run ${runId}`, async () => {
    const { rows } = await pool().query<{ state: string }>("SELECT state FROM run WHERE id = $1", [runId]);
    const state = rows[0]?.state ?? "gone";
    if (state === "done") return true;
    if (state === "queued" || state === "running") return false;
    throw new TaskFailedError({ place: `run ${runId} of ${pipeline}`, found: state, expected: "done" });
  });
  return runId;
}

async function post({ url }: Server, route: string, body: unknown): Promise<unknown> {
  const response = await fetch(url + route, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response.json();
  throw new TaskFailedError({ place: route, found: `${response.status} ${await response.text()}`, expected: "200" });
}

async function until(what: string, isDone: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + LONGEST_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    if (await isDone()) return;
  }
  throw new TaskFailedError({ place: what, found: "not done", expected: `done within ${LONGEST_MS / 1000} s` });
}
