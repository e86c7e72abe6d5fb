// Numbers over all jobs that the pages of candidates and of the comparison tell before anything is chosen.
import "server-only";
import { pool } from "@/lib/database/client";

/** Numbers over all jobs. */
export interface DifferenceTotals {
  jobs: number;
  /** of the science images */
  bands: string[];
}

/** How many jobs there are, and the filters of their images. */
export async function findDifferenceTotals(): Promise<DifferenceTotals> {
  const { rows } = await pool().query<DifferenceTotals>(
    `SELECT count(*)::int AS jobs, coalesce(array_agg(DISTINCT j.filter) FILTER (WHERE j.filter IS NOT NULL), '{}') AS bands
     FROM difference_job j JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL`,
  );
  return rows[0]!;
}
