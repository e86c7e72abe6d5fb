// Numbers over all jobs that the pages of candidates and of the comparison tell before anything is chosen.
import "server-only";
import { pool } from "@/lib/database/client";
import type { StoredMode } from "@/lib/difference/candidate";

/** Numbers over all jobs. */
export interface DifferenceTotals {
  jobs: number;
  injectedFound: number;
  injectedMissed: number;
  /** of the science images */
  bands: string[];
}

/**
 * Totals of a mode, and the filters there are.
 *
 * @param mode of the counts
 */
export async function findDifferenceTotals(mode: StoredMode): Promise<DifferenceTotals> {
  const { rows } = await pool().query<DifferenceTotals>(
    `SELECT count(*)::int AS jobs, coalesce(sum(n.injected_found), 0)::int AS "injectedFound",
       coalesce(sum(n.injected_missed), 0)::int AS "injectedMissed",
       coalesce(array_agg(DISTINCT j.filter) FILTER (WHERE j.filter IS NOT NULL), '{}') AS bands
     FROM difference_job j JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL
     LEFT JOIN difference_job_counts n ON n.job_id = j.id AND n.mode = $1`,
    [mode],
  );
  return rows[0]!;
}
