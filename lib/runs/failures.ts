// What went wrong in a run, task by task.

import { pool } from "@/lib/database/client";

export interface TaskFailure {
  /** "find-dark-rings, LSSTCam exposure 2025061300222, detector 94" */
  task: string;
  tag: string;
  /** place, found, expected */
  message: string;
}

interface FailureRow {
  name: string;
  instrument: string;
  exposure_id: string;
  detector: number | null;
  error_tag: string | null;
  error_message: string | null;
}

/**
 * The failed tasks of a run.
 *
 * @param runId id of the run
 * @param limit most failures to list
 * @returns in the order exposure, stage, detector
 */
export async function listFailures(runId: number, limit = 1000): Promise<TaskFailure[]> {
  const result = await pool().query<FailureRow>(
    `SELECT name, instrument, exposure_id, detector, error_tag, error_message FROM task
     WHERE run_id = $1 AND state = 'failed' ORDER BY instrument, exposure_id, stage, detector LIMIT $2`,
    [runId, limit],
  );
  return result.rows.map((row) => {
    const detector = row.detector === null ? "" : `, detector ${row.detector}`;
    return {
      task: `${row.name}, ${row.instrument} exposure ${row.exposure_id}${detector}`,
      tag: row.error_tag ?? "TaskFailed",
      message: row.error_message ?? "no message",
    };
  });
}
