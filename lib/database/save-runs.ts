// Writes runs and tasks. Every function works in the caller's transaction.

import type { PoolClient } from "pg";
import { copyRows } from "./copy-rows";

export interface RunToSave {
  key: string;
  pipeline: string;
  mode: string;
  query: string;
  configuration: unknown;
  codeVersion: string;
}

/** What a task works on beside its own image. */
export interface TaskInputToSave {
  role: "image" | "bias" | "dark" | "flat";
  imageId: bigint | null;
  productId: bigint | null;
  /** of the image or the product */
  checksum: string;
}

export interface TaskToSave {
  key: string;
  name: string;
  stage: number;
  instrument: string;
  exposureId: bigint;
  detector: number | null;
  imageId: bigint | null;
  inputChecksum: string;
  state: "queued" | "waiting";
  /** left out: its own image, or its exposure, is all */
  inputs?: readonly TaskInputToSave[];
}

const TASK_COLUMNS = [
  "key",
  "run_id",
  "name",
  "stage",
  "instrument",
  "exposure_id",
  "detector",
  "image_id",
  "input_checksum",
  "state",
] as const;

const TASK_INPUT_COLUMNS = ["task_key", "position", "role", "image_id", "product_id", "checksum"] as const;

/**
 * Make a run with its tasks unless a run of the same key is there. Two requests at the same moment
 * meet at the unique key: one makes the run, the other waits and gets it.
 *
 * @param client connection that holds the transaction
 * @param run the run
 * @param tasks all of its tasks
 * @returns id, and whether it was made now
 */
export async function saveRun(
  client: PoolClient,
  run: RunToSave,
  tasks: readonly TaskToSave[],
): Promise<{ runId: number; isNew: boolean }> {
  // looked for first, because a refused INSERT would use up a number of the sequence
  const before = await findRun(client, run.key);
  if (before !== null) return { runId: before, isNew: false };
  const made = await client.query<{ id: number }>(
    `INSERT INTO run (key, pipeline, mode, query, configuration, code_version, task_count)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING RETURNING id`,
    [run.key, run.pipeline, run.mode, run.query, JSON.stringify(run.configuration), run.codeVersion, tasks.length],
  );
  const runId = made.rows[0]?.id;
  if (runId === undefined) return { runId: (await findRun(client, run.key))!, isNew: false };
  await copyRows(client, "task", TASK_COLUMNS, taskRows(runId, tasks));
  await copyRows(client, "task_input", TASK_INPUT_COLUMNS, taskInputRows(tasks));
  return { runId, isNew: true };
}

async function findRun(client: PoolClient, key: string): Promise<number | null> {
  const there = await client.query<{ id: number }>("SELECT id FROM run WHERE key = $1", [key]);
  return there.rows[0]?.id ?? null;
}

function* taskRows(runId: number, tasks: readonly TaskToSave[]) {
  for (const task of tasks) {
    const { key, name, stage, instrument, exposureId, detector, imageId, inputChecksum, state } = task;
    yield [key, runId, name, stage, instrument, exposureId, detector, imageId, inputChecksum, state] as const;
  }
}

function* taskInputRows(tasks: readonly TaskToSave[]) {
  for (const { key, inputs } of tasks) {
    for (const [position, { role, imageId, productId, checksum }] of (inputs ?? []).entries()) {
      yield [key, position, role, imageId, productId, checksum] as const;
    }
  }
}

/**
 * Stop a run: what has not begun is cancelled; what runs may end, but saves nothing.
 *
 * @param client connection that holds the transaction
 * @param runId id of the run
 * @returns false when the run had ended already
 */
export async function saveRunCancelled(client: PoolClient, runId: number): Promise<boolean> {
  const run = await client.query(
    `UPDATE run SET state = 'cancelled', ended_at = now() WHERE id = $1 AND state IN ('queued', 'running')`,
    [runId],
  );
  if (run.rowCount === 0) return false;
  await client.query(
    `UPDATE task SET state = 'cancelled', ended_at = now()
     WHERE run_id = $1 AND state IN ('waiting', 'queued', 'running')`,
    [runId],
  );
  return true;
}

/**
 * Take a run up again: failed and cancelled tasks are to be done once more, and with them the later
 * stages of their exposures.
 *
 * @param client connection that holds the transaction
 * @param runId id of the run
 * @returns keys of the tasks that are queued now; empty when nothing was left to do
 */
export async function saveRunRetried(client: PoolClient, runId: number): Promise<string[]> {
  await client.query("SELECT id FROM run WHERE id = $1 FOR UPDATE", [runId]);
  await client.query(
    `UPDATE task later SET state = 'waiting', attempts = 0, ended_at = NULL
     WHERE run_id = $1 AND stage > 0 AND (state IN ('failed', 'cancelled') OR (state = 'done' AND EXISTS (
       SELECT 1 FROM task earlier WHERE earlier.run_id = later.run_id AND earlier.instrument = later.instrument
         AND earlier.exposure_id = later.exposure_id AND earlier.stage < later.stage
         AND earlier.state IN ('failed', 'cancelled'))))`,
    [runId],
  );
  const again = await client.query<{ key: string }>(
    `UPDATE task SET state = 'queued', attempts = 0, started_at = NULL, ended_at = NULL, worker = NULL,
       error_tag = NULL, error_message = NULL, error_cause = NULL
     WHERE run_id = $1 AND stage = 0 AND state IN ('failed', 'cancelled') RETURNING key`,
    [runId],
  );
  const ready = await saveReadyTasks(client, runId);
  const keys = [...again.rows.map(({ key }) => key), ...ready];
  if (keys.length > 0) {
    await client.query("UPDATE run SET state = 'running', ended_at = NULL WHERE id = $1", [runId]);
  }
  return keys;
}

/**
 * Queue every waiting task whose exposure has no unfinished task of an earlier stage.
 *
 * @param client connection that holds the transaction and the lock on the run's row
 * @param runId id of the run
 * @param exposure only this exposure; all exposures of the run when left out
 * @returns keys of the tasks that are queued now
 */
export async function saveReadyTasks(
  client: PoolClient,
  runId: number,
  exposure?: { instrument: string; exposureId: bigint },
): Promise<string[]> {
  const ready = await client.query<{ key: string }>(
    `UPDATE task later SET state = 'queued', started_at = NULL, ended_at = NULL, worker = NULL, error_tag = NULL,
       error_message = NULL, error_cause = NULL
     WHERE run_id = $1 AND state = 'waiting' AND ($2::text IS NULL OR (instrument = $2 AND exposure_id = $3::bigint))
       AND NOT EXISTS (
         SELECT 1 FROM task earlier WHERE earlier.run_id = later.run_id AND earlier.instrument = later.instrument
           AND earlier.exposure_id = later.exposure_id AND earlier.stage < later.stage
           AND earlier.state IN ('waiting', 'queued', 'running'))
     RETURNING key`,
    [runId, exposure?.instrument ?? null, exposure === undefined ? null : String(exposure.exposureId)],
  );
  return ready.rows.map(({ key }) => key);
}
