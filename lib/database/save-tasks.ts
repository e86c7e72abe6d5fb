// Writes the way of a task through a worker: begun, done, failed.

import type { PoolClient } from "pg";

export interface TaskEnd {
  state: "done" | "failed";
  megapixels: number | null;
  computeSeconds: number | null;
  errorTag: string | null;
  errorMessage: string | null;
  errorCause: string | null;
  note: string | null;
}

/** Which attempt of which task a worker holds: a worker that was thought dead holds an older one. */
export interface TaskClaim {
  runId: number;
  key: string;
  attempts: number;
}

/**
 * Take a task up, also one that another worker began and did not live to end.
 *
 * @param client connection or pool
 * @param key of the task
 * @param worker name of the worker
 * @returns the claim, or null when the task is not to be done (ended or cancelled)
 */
export async function saveTaskBegun(
  client: Pick<PoolClient, "query">,
  key: string,
  worker: string,
): Promise<TaskClaim | null> {
  const begun = await client.query<{ run_id: number; attempts: number }>(
    `UPDATE task SET state = 'running', attempts = attempts + 1, worker = $2, started_at = now(), ended_at = NULL
     WHERE key = $1 AND state IN ('queued', 'running') RETURNING run_id, attempts`,
    [key, worker],
  );
  const row = begun.rows[0];
  if (row === undefined) return null;
  await client.query(
    "UPDATE run SET state = 'running', started_at = coalesce(started_at, now()) WHERE id = $1 AND state = 'queued'",
    [row.run_id],
  );
  return { runId: row.run_id, key, attempts: row.attempts };
}

/**
 * End a task, if the claim still holds. Locks the run first and then the task, as every other function does.
 *
 * @param client connection that holds the transaction
 * @param claim from saveTaskBegun
 * @param end how it ended
 * @returns false when the task was cancelled, or taken over by another worker: then nothing may be kept
 */
export async function saveTaskEnded(client: PoolClient, claim: TaskClaim, end: TaskEnd): Promise<boolean> {
  await client.query("SELECT id FROM run WHERE id = $1 FOR UPDATE", [claim.runId]);
  const ended = await client.query(
    `UPDATE task SET state = $3, ended_at = now(), megapixels = $4, compute_seconds = $5, error_tag = $6,
       error_message = $7, error_cause = $8, note = $9
     WHERE key = $1 AND attempts = $2 AND state = 'running'`,
    [
      claim.key,
      claim.attempts,
      end.state,
      end.megapixels,
      end.computeSeconds,
      end.errorTag,
      end.errorMessage,
      end.errorCause,
      end.note,
    ],
  );
  return ended.rowCount === 1;
}

/**
 * End a run when its last task has ended: failed when a task failed, else done.
 *
 * @param client connection that holds the transaction and the lock on the run's row
 * @param runId id of the run
 * @returns true when the run ended now
 */
export async function saveRunEndedIfComplete(client: PoolClient, runId: number): Promise<boolean> {
  const ended = await client.query(
    `UPDATE run SET ended_at = now(), state = CASE
       WHEN EXISTS (SELECT 1 FROM task WHERE run_id = $1 AND state = 'failed') THEN 'failed' ELSE 'done' END
     WHERE id = $1 AND state IN ('queued', 'running')
       AND NOT EXISTS (SELECT 1 FROM task WHERE run_id = $1 AND state IN ('waiting', 'queued', 'running'))`,
    [runId],
  );
  return ended.rowCount === 1;
}

/**
 * Tasks that are to be done but have no job any more, e.g. after the queue's tables were restored from a backup.
 *
 * @param client connection or pool
 * @param queueName of the tasks
 * @returns keys of tasks in open runs
 */
export async function findLostTasks(client: Pick<PoolClient, "query">, queueName: string): Promise<string[]> {
  const lost = await client.query<{ key: string }>(
    `SELECT task.key FROM task JOIN run ON run.id = task.run_id
     WHERE run.state IN ('queued', 'running') AND task.state IN ('queued', 'running') AND NOT EXISTS (
       SELECT 1 FROM pgboss.job WHERE name = $1 AND singleton_key = task.key
         AND state IN ('created', 'retry', 'active'))`,
    [queueName],
  );
  return lost.rows.map(({ key }) => key);
}
