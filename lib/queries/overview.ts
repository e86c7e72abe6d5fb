// What needs attention: the newest exposures, what runs, what failed, what cannot be read.
import "server-only";
import { pool } from "@/lib/database/client";
import { SHOWABLE_RUN_SQL } from "@/lib/database/shown-run";
import { TROUBLED_SQL } from "./mounts";

export interface OverviewNumbers {
  exposures: number;
  detectorImages: number;
  /** exposures that an ended run in annulus mode has worked on */
  measuredExposures: number;
  rings: number;
  verdicts: number;
  mounts: number;
  /** files that cannot be used, or only in part */
  troubledFiles: number;
  /** UT, ISO 8601 */
  newestExposureAt: string | null;
}

/** The numbers at the head of the overview. */
export async function findOverviewNumbers(): Promise<OverviewNumbers> {
  const { rows } = await pool().query<Omit<OverviewNumbers, "newestExposureAt"> & { newestExposureAt: Date | null }>(
    `SELECT (SELECT count(*)::int FROM exposure) AS exposures, (SELECT count(*)::int FROM detector_image) AS "detectorImages",
       (SELECT count(*)::int FROM (SELECT DISTINCT instrument, exposure_id FROM task JOIN run ON run.id = task.run_id
         WHERE ${SHOWABLE_RUN_SQL} AND task.state = 'done') measured) AS "measuredExposures",
       (SELECT count(*)::int FROM dark_ring) AS rings,
       (SELECT count(*)::int FROM verdict WHERE undone_at IS NULL) AS verdicts,
       (SELECT count(*)::int FROM mount WHERE removed_at IS NULL) AS mounts,
       (SELECT count(*)::int FROM mounted_file file JOIN mount ON mount.id = file.mount_id
         WHERE removed_at IS NULL AND ${TROUBLED_SQL}) AS "troubledFiles",
       (SELECT max(created_at) AT TIME ZONE 'UTC' FROM exposure) AS "newestExposureAt"`,
  );
  const row = rows[0];
  if (!row) throw new Error("a query without FROM gave no row");
  return { ...row, newestExposureAt: row.newestExposureAt?.toISOString() ?? null };
}

export interface RecentFailure {
  runId: number;
  pipeline: string;
  failedCount: number;
  /** message of one of them */
  example: string | null;
  endedAt: string | null;
}

/** Runs with failed tasks, newest first. */
export async function listRecentFailures(limit: number): Promise<RecentFailure[]> {
  const { rows } = await pool().query<Omit<RecentFailure, "endedAt"> & { endedAt: Date | null }>(
    `SELECT run.id AS "runId", pipeline, count(*)::int AS "failedCount", min(error_message) AS example,
       max(run.ended_at) AT TIME ZONE 'UTC' AS "endedAt"
     FROM task JOIN run ON run.id = task.run_id WHERE task.state = 'failed'
     GROUP BY run.id ORDER BY run.id DESC LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ ...row, endedAt: row.endedAt?.toISOString() ?? null }));
}
