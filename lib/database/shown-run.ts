// Which run of an exposure is shown where none is asked for. One rule, for every query that has to know it.

/** SQL: true for a `run` that can be shown unasked: in annulus mode, and ended. */
export const SHOWABLE_RUN_SQL = "run.mode = 'annulus' AND run.state IN ('done', 'failed')";

/**
 * SQL of the aggregate that gives the run shown for a group of `task` rows of one exposure, joined to their `run`: the newest
 * showable one that measured anything there, and where none did the newest showable one (its failures are to be seen). Null
 * when there is none. So a later run that failed everywhere does not hide an earlier one.
 *
 * @param isDone SQL that is true for a row whose run has measured something of the exposure
 */
export const shownRunSql = (isDone = "task.state = 'done'"): string =>
  `(max(ARRAY[(${isDone})::int, run.id]) FILTER (WHERE ${SHOWABLE_RUN_SQL}))[2]`;
