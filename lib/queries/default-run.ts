// Which run is shown for each exposure when the address names none.
import { SHOWABLE_RUN_SQL, shownRunSql } from "@/lib/database/shown-run";

/** SQL: one row an exposure (instrument, exposure_id, run_id) that has a run to show. To be used as `WITH shown AS (...)`. */
export const SHOWN_RUNS_SQL = `
  SELECT task.instrument, task.exposure_id, ${shownRunSql()} AS run_id
  FROM task JOIN run ON run.id = task.run_id
  WHERE ${SHOWABLE_RUN_SQL}
  GROUP BY task.instrument, task.exposure_id`;

/**
 * SQL of the same rows, or those of one run where the address names it.
 *
 * @param runId as asked; undefined: the default of each exposure
 * @param values parameters of the query, appended to
 */
export function shownRunsSql(runId: number | undefined, values: unknown[]): string {
  if (runId === undefined) return SHOWN_RUNS_SQL;
  return `SELECT DISTINCT instrument, exposure_id, run_id FROM task WHERE run_id = $${values.push(runId)}`;
}
