// Which run is shown for an exposure when the address names none.

/**
 * SQL: one row an exposure (instrument, exposure_id, run_id), the newest ended run in annulus mode that has tasks for it.
 * To be used as `WITH shown AS (...)`.
 */
export const SHOWN_RUNS_SQL = `
  SELECT task.instrument, task.exposure_id, max(run.id) AS run_id
  FROM task JOIN run ON run.id = task.run_id
  WHERE run.mode = 'annulus' AND run.state IN ('done', 'failed')
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
