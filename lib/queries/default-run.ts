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
