// Ranked rings across exposures. Sized for 10^7 rows: each run's index on the ranking key gives its next page, and the
// pages of the runs are merged, so that no more rows are read than are shown (and filtered out).
import "server-only";
import { pool } from "@/lib/database/client";
import { type DarkRingRow, RING_COLUMNS_SQL, VERDICT_JOIN_SQL } from "./dark-ring-row";
import { SHOWN_RUNS_SQL, shownRunsSql } from "./default-run";
import { listShownRuns, type ShownRun } from "./shown-runs";
import { filterConditions, TRIAGE_SORTS, type TriageFilter } from "./triage-filter";

/** Place after which the next page starts: the ranking key and the id of the last row seen. */
export interface TriageCursor {
  key: number;
  id: string;
}

export interface TriagePage {
  rings: DarkRingRow[];
  /** null: no more rows */
  next: TriageCursor | null;
}

/** Counting stops here: more would cost seconds and tell nobody more. */
const COUNT_LIMIT = 100_000;

/**
 * One page of the ranked list: by the key descending, then id. Rows without the key are not ranked.
 * Cost: of each run at most a page is read off its index on the key, measurements and verdicts only of the rows returned.
 * @param cursor null: from the best
 */
export async function listTriage(
  filter: TriageFilter,
  cursor: TriageCursor | null,
  limit: number,
): Promise<TriagePage> {
  const runs = filter.run === undefined ? await listShownRuns() : [{ runId: filter.run, only: null }];
  if (runs.length === 0) return { rings: [], next: null };
  const values: unknown[] = [limit + 1];
  const column = `ring.${TRIAGE_SORTS[filter.sort ?? "score"]}`;
  const conditions = [
    `${column} IS NOT NULL`,
    ...filterConditions(filter, values),
    ...cursorConditions(cursor, column, values),
  ];
  const parts = runs.filter((run) => run.only !== null).map((run) => pickOfPart(run, values));
  const whole = runs.filter((run) => run.only === null).map((run) => run.runId);
  values.push(whole);
  const pick = (ofRun: string) => `(SELECT ring.id, ${column} AS key FROM dark_ring ring
    WHERE ${[ofRun, ...conditions].join(" AND ")} ORDER BY ${column} DESC, ring.id LIMIT $1)`;
  const { rows } = await pool().query<DarkRingRow & { sortKey: number }>(
    `WITH picked AS (
       SELECT best.* FROM unnest($${values.length}::int[]) AS whole (run_id)
       CROSS JOIN LATERAL ${pick("ring.run_id = whole.run_id")} best
       ${parts.map((part) => `UNION ALL ${pick(part)}`).join("\n")}),
     page AS (SELECT * FROM picked ORDER BY key DESC, id LIMIT $1)
     SELECT ${RING_COLUMNS_SQL}, page.key AS "sortKey",
       (SELECT unit FROM metric_value WHERE task_key = ring.task_key AND metric = 'noise' LIMIT 1) AS "pixelUnit"
     FROM page JOIN dark_ring ring ON ring.id = page.id ${VERDICT_JOIN_SQL}
     ORDER BY page.key DESC, ring.id`,
    values,
  );
  const rings = rows.slice(0, limit);
  const last = rings.at(-1);
  return { rings, next: rows.length > limit && last ? { key: last.sortKey, id: last.id } : null };
}

/** Condition on the rings of one run that a newer run has superseded in part. */
function pickOfPart({ runId, only }: ShownRun, values: unknown[]): string {
  values.push(runId, only?.instrument, only?.exposureIds);
  const [run, instrument, exposures] = [values.length - 2, values.length - 1, values.length];
  return `ring.run_id = $${run} AND ring.instrument = $${instrument} AND ring.exposure_id = ANY ($${exposures}::bigint[])`;
}

function cursorConditions(cursor: TriageCursor | null, column: string, values: unknown[]): string[] {
  if (!cursor) return [];
  values.push(cursor.key, cursor.id);
  const [key, id] = [`$${values.length - 1}::float8`, `$${values.length}::bigint`];
  return [`${column} <= ${key} AND (${column} < ${key} OR ring.id > ${id})`];
}

export interface TriageCounts {
  total: number;
  done: number;
  left: number;
  /** true: counting stopped at 100,000 */
  isCapped: boolean;
}

/** How many rings the filter keeps, leaving its verdict condition out, and how many of them are judged. */
export async function countTriage(filter: TriageFilter): Promise<TriageCounts> {
  const values: unknown[] = [];
  const shown = shownRunsSql(filter.run, values);
  const conditions = filterConditions({ ...filter, verdict: undefined }, values);
  const where = [`ring.${TRIAGE_SORTS[filter.sort ?? "score"]} IS NOT NULL`, ...conditions].join(" AND ");
  const { rows } = await pool().query<{ total: number; done: number }>(
    `WITH shown AS (${shown}), kept AS (
       SELECT ring.instrument, ring.exposure_id, ring.detector, ring.ring_center_x, ring.ring_center_y
       FROM dark_ring ring JOIN shown USING (run_id, instrument, exposure_id) WHERE ${where} LIMIT ${COUNT_LIMIT + 1})
     SELECT count(*)::int AS total, count(verdict.label)::int AS done FROM kept ring ${VERDICT_JOIN_SQL}`,
    values,
  );
  const { total = 0, done = 0 } = rows[0] ?? {};
  return {
    total: Math.min(total, COUNT_LIMIT),
    done,
    left: Math.min(total, COUNT_LIMIT) - done,
    isCapped: total > COUNT_LIMIT,
  };
}

/** Instruments, flags and runs that the filter's menus offer. */
export async function listTriageChoices(): Promise<{ instruments: string[]; runs: number[] }> {
  const { rows } = await pool().query<{ instrument: string; run_id: number }>(
    `SELECT DISTINCT instrument, run_id FROM (${SHOWN_RUNS_SQL}) shown ORDER BY instrument, run_id DESC`,
  );
  return {
    instruments: [...new Set(rows.map((row) => row.instrument))],
    runs: [...new Set(rows.map((row) => row.run_id))],
  };
}
