// The Runs pages: the list, one run with its provenance, its failures and its exposures.
import "server-only";
import { pool } from "@/lib/database/client";
import type { TaskCounts } from "@/lib/runs/progress";
import { readRunProgress } from "@/lib/runs/run-progress";

export interface RunRow {
  id: number;
  pipeline: string;
  /** annulus | reference */
  mode: string;
  query: string;
  codeVersion: string;
  /** queued | running | done | failed | cancelled */
  state: string;
  taskCount: number;
  tasks: Partial<TaskCounts>;
  exposureCount: number;
  megapixels: number;
  computeSeconds: number;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

interface RunDates {
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

const RUN_COLUMNS = `run.id, pipeline, mode, query, code_version AS "codeVersion", run.state, task_count AS "taskCount",
  coalesce(tasks, '{}') AS tasks, coalesce(exposure_count, 0)::int AS "exposureCount", coalesce(megapixels, 0)::float8 AS megapixels,
  coalesce(compute_seconds, 0)::float8 AS "computeSeconds", created_at AT TIME ZONE 'UTC' AS "createdAt",
  started_at AT TIME ZONE 'UTC' AS "startedAt", ended_at AT TIME ZONE 'UTC' AS "endedAt"`;

const TASKS_OF_RUN = `LEFT JOIN LATERAL (
    SELECT jsonb_object_agg(state, count) AS tasks, sum(megapixels) AS megapixels, sum(compute_seconds) AS compute_seconds
    FROM (SELECT state, count(*) AS count, sum(megapixels) AS megapixels, sum(compute_seconds) AS compute_seconds FROM task
      WHERE run_id = run.id GROUP BY state) by_state) totals ON true
  LEFT JOIN LATERAL (SELECT count(DISTINCT (instrument, exposure_id)) AS exposure_count FROM task WHERE run_id = run.id) exposed ON true`;

function plainDates<R extends RunDates>(row: R): Omit<R, keyof RunDates> & Pick<RunRow, keyof RunDates> {
  const { createdAt, startedAt, endedAt, ...rest } = row;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

/**
 * Runs, newest first.
 *
 * @param before id of the last run of the page before; null: the first page
 */
export async function listRuns(before: number | null, limit: number): Promise<{ rows: RunRow[]; next: number | null }> {
  const { rows } = await pool().query<Omit<RunRow, keyof RunDates> & RunDates>(
    `SELECT ${RUN_COLUMNS} FROM (SELECT * FROM run WHERE $1::int IS NULL OR id < $1 ORDER BY id DESC LIMIT $2) run ${TASKS_OF_RUN}
     ORDER BY run.id DESC`,
    [before, limit + 1],
  );
  const shown = rows.slice(0, limit).map((row) => plainDates(row));
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export interface RunDetails extends RunRow {
  key: string;
  /** resolved configuration of every task */
  configuration: unknown;
  megapixelsPerSecond: number | null;
  secondsLeft: number | null;
}

/** One run with its progress and provenance; null when there is none. */
export async function findRun(id: number): Promise<RunDetails | null> {
  const { rows } = await pool().query<Omit<RunDetails, keyof RunDates> & RunDates>(
    `SELECT ${RUN_COLUMNS}, key, configuration FROM run ${TASKS_OF_RUN} WHERE run.id = $1`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { megapixelsPerSecond, secondsLeft } = await readRunProgress(id);
  return { ...plainDates(row), megapixelsPerSecond, secondsLeft };
}

export interface FailureRow {
  key: string;
  name: string;
  instrument: string;
  exposureId: string;
  detector: number | null;
  detectorName: string | null;
  attempts: number;
  worker: string | null;
  endedAt: string | null;
  errorTag: string | null;
  /** place: found, expected */
  errorMessage: string | null;
  errorCause: string | null;
}

/** Failed tasks of a run in the order of exposure and detector; at most `limit`, and how many there are. */
export async function listFailures(runId: number, limit: number): Promise<{ rows: FailureRow[]; total: number }> {
  const { rows } = await pool().query<Omit<FailureRow, "endedAt"> & { endedAt: Date | null; total: number }>(
    `SELECT key, name, task.instrument, task.exposure_id AS "exposureId", task.detector, image.detector_name AS "detectorName", attempts,
       worker, ended_at AT TIME ZONE 'UTC' AS "endedAt", error_tag AS "errorTag", error_message AS "errorMessage",
       error_cause AS "errorCause", (count(*) OVER ())::int AS total
     FROM task LEFT JOIN detector_image image ON image.id = task.image_id
     WHERE run_id = $1 AND task.state = 'failed' ORDER BY task.instrument, task.exposure_id, task.detector NULLS LAST LIMIT $2`,
    [runId, limit],
  );
  const total = rows[0]?.total ?? 0;
  return {
    rows: rows.map(({ total: _, endedAt, ...row }) => ({ ...row, endedAt: endedAt?.toISOString() ?? null })),
    total,
  };
}

export interface RunExposureRow {
  instrument: string;
  exposureId: string;
  tasks: Partial<TaskCounts>;
  ringCount: number;
  bestScore: number | null;
  megapixels: number;
  computeSeconds: number;
  /** sha256 over the checksums of its images */
  inputChecksum: string | null;
  notes: string[];
}

/** Exposures of a run with their tasks and rings; at most `limit`, and how many there are. */
export async function listRunExposures(
  runId: number,
  limit: number,
): Promise<{ rows: RunExposureRow[]; total: number }> {
  const { rows } = await pool().query<RunExposureRow & { total: number }>(
    `WITH by_state AS (SELECT instrument, exposure_id, state, count(*)::int AS count, sum(megapixels) AS megapixels,
        sum(compute_seconds) AS seconds, max(input_checksum) FILTER (WHERE detector IS NULL) AS checksum,
        array_agg(note) FILTER (WHERE note IS NOT NULL) AS notes
      FROM task WHERE run_id = $1 GROUP BY instrument, exposure_id, state),
     listed AS (SELECT instrument, exposure_id, jsonb_object_agg(state, count) AS tasks, coalesce(sum(megapixels), 0)::float8 AS megapixels,
        coalesce(sum(seconds), 0)::float8 AS seconds, max(checksum) AS checksum, (count(*) OVER ())::int AS total
      FROM by_state GROUP BY instrument, exposure_id ORDER BY instrument, exposure_id LIMIT $2)
     SELECT instrument, exposure_id AS "exposureId", tasks, megapixels, seconds AS "computeSeconds", checksum AS "inputChecksum", total,
       coalesce((SELECT array_agg(DISTINCT note) FROM task WHERE run_id = $1 AND note IS NOT NULL AND task.instrument = listed.instrument
         AND task.exposure_id = listed.exposure_id), '{}') AS notes,
       ring.count::int AS "ringCount", ring.best AS "bestScore"
     FROM listed, LATERAL (SELECT count(*), max(gaussian_like_score) AS best FROM dark_ring
       WHERE run_id = $1 AND dark_ring.instrument = listed.instrument AND dark_ring.exposure_id = listed.exposure_id) ring
     ORDER BY instrument, exposure_id`,
    [runId, limit],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
