// One attempt at one task, from its job to its end. The one place where a task's error is caught.

import type { PoolClient } from "pg";
import { pool } from "@/lib/database/client";
import { saveReadyTasks } from "@/lib/database/save-runs";
import {
  saveRunEndedIfComplete,
  saveTaskBegun,
  saveTaskEnded,
  type TaskClaim,
  type TaskEnd,
} from "@/lib/database/save-tasks";
import { inTransaction } from "@/lib/database/transaction";
import { TaskFailedError } from "@/lib/errors";
import { enqueueTasks } from "../queue";
import type { ComputePool } from "./compute-pool";
import { handleTask, type Outcome, saveNotMeasured } from "./handlers";
import { toPlainError } from "./plain-error";
import { readTask, type TaskRow } from "./read-task";

/** A task whose worker died so often is taken for the reason of their deaths. */
const MAX_ATTEMPTS = 4;

export interface AttemptResult {
  /** null: there was nothing to do */
  task: TaskRow | null;
  state: "done" | "failed" | "dropped";
  message: string | null;
}

/**
 * Do the task of a job. What makes the task fail is stored with it; an error comes out of here only when it cannot
 * be stored (the database is away), and then the job comes back by itself.
 *
 * @param taskKey of the job
 * @param worker name of the worker
 * @param threads where to compute
 * @param settleJob ends the job, in the transaction that ends the task
 * @returns how it ended
 */
export async function runTask(
  taskKey: string,
  worker: string,
  threads: ComputePool,
  settleJob: (client: PoolClient) => Promise<void>,
): Promise<AttemptResult> {
  for (;;) {
    const claim = await saveTaskBegun(pool(), taskKey, worker);
    const result = claim === null ? null : await attemptTask(claim, threads, settleJob);
    if (result !== null && result.state !== "dropped") return result;
    const task = result?.task ?? null;
    if (await dropJob(taskKey, settleJob)) return { task, state: "dropped", message: null };
  }
}

async function attemptTask(
  claim: TaskClaim,
  threads: ComputePool,
  settleJob: (client: PoolClient) => Promise<void>,
): Promise<AttemptResult> {
  const task = await readTask(claim.key);
  const startedMs = performance.now();
  const attempt = await tryTask(task, claim, threads);
  const end: TaskEnd = { ...attempt.end, computeSeconds: (performance.now() - startedMs) / 1000 };
  try {
    await inTransaction(async (client) => {
      if (attempt.outcome !== null) await attempt.outcome.save(client);
      else await saveNotMeasured(client, task, end.errorMessage ?? "the task failed");
      if (!(await saveTaskEnded(client, claim, end))) throw new ClaimLost();
      await enqueueTasks(client, await saveReadyTasks(client, task.runId, task));
      await saveRunEndedIfComplete(client, task.runId);
      await settleJob(client);
    });
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
    return { task, state: "dropped", message: null };
  }
  attempt.outcome?.after?.();
  return { task, state: end.state, message: end.errorMessage };
}

/**
 * End a job that left nothing, unless its task was queued again in the meantime: the queue holds one live job per
 * task, so that this one has to serve.
 */
async function dropJob(taskKey: string, settleJob: (client: PoolClient) => Promise<void>): Promise<boolean> {
  return inTransaction(async (client) => {
    const task = await client.query<{ state: string }>("SELECT state FROM task WHERE key = $1 FOR UPDATE", [taskKey]);
    if (task.rows[0]?.state === "queued") return false;
    await settleJob(client);
    return true;
  });
}

/** Cancelled, or taken over by another worker: the transaction is undone, so that nothing is kept. */
class ClaimLost extends Error {}

async function tryTask(
  task: TaskRow,
  claim: TaskClaim,
  threads: ComputePool,
): Promise<{ outcome: Outcome | null; end: TaskEnd }> {
  const nothing = { megapixels: null, computeSeconds: null, errorTag: null, errorMessage: null, errorCause: null };
  try {
    if (claim.attempts > MAX_ATTEMPTS) {
      const found = `its worker died ${MAX_ATTEMPTS} times`;
      throw new TaskFailedError({ place: describeTask(task), found, expected: "a worker that lives to its end" });
    }
    const outcome = await handleTask(task, threads);
    const { megapixels, notes, failure } = outcome;
    const note = notes.length === 0 ? null : notes.join("; ");
    if (failure === undefined) return { outcome, end: { ...nothing, state: "done", megapixels, note } };
    return { outcome, end: { ...failedEnd(failure), megapixels, note } };
  } catch (error) {
    return { outcome: null, end: failedEnd(error) };
  }
}

function failedEnd(error: unknown): TaskEnd {
  const { tag, message, stack } = toPlainError(error);
  return {
    state: "failed",
    megapixels: null,
    computeSeconds: null,
    errorTag: tag ?? "TaskFailed",
    errorMessage: message,
    errorCause: stack,
    note: null,
  };
}

/**
 * A task in words: "find-dark-rings, LSSTCam exposure 2025061300222, detector 94".
 *
 * @param task its row
 * @returns one line
 */
export function describeTask(task: TaskRow): string {
  const detector = task.detector === null ? "" : `, detector ${task.detector}`;
  return `${task.name}, ${task.instrument} exposure ${task.exposureId}${detector}`;
}
