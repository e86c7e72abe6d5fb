// Ranked rings across exposures. Sized for 10^7 rows: each run's index on the ranking key gives its next page, and the
// pages of the runs are merged, so that no more rows are read than are shown (and filtered out).
import "server-only";
import { pool } from "@/lib/database/client";
import { type DarkRingRow, RING_COLUMNS_SQL, VERDICT_JOIN_SQL } from "./dark-ring-row";
import { SHOWN_RUNS_SQL } from "./default-run";
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

function shownRuns(filter: TriageFilter, values: unknown[]): string {
  if (filter.run === undefined) return SHOWN_RUNS_SQL;
  values.push(filter.run);
  return `SELECT DISTINCT instrument, exposure_id, run_id FROM task WHERE run_id = $${values.length}`;
}

/**
 * One page of the ranked list: by the key descending, then id. Rows without the key are not ranked.
 * @param cursor null: from the best
 */
export async function listTriage(
  filter: TriageFilter,
  cursor: TriageCursor | null,
  limit: number,
): Promise<TriagePage> {
  const values: unknown[] = [];
  const shown = shownRuns(filter, values);
  const conditions = filterConditions(filter, values);
  const column = TRIAGE_SORTS[filter.sort ?? "score"];
  if (cursor) {
    values.push(cursor.key, cursor.id);
    const [key, id] = [`$${values.length - 1}::float8`, `$${values.length}::bigint`];
    conditions.push(`ring.${column} <= ${key} AND (ring.${column} < ${key} OR ring.id > ${id})`);
  }
  values.push(limit + 1);
  const where = [`ring.${column} IS NOT NULL`, ...conditions].join(" AND ");
  const { rows } = await pool().query<DarkRingRow & { sortKey: number }>(
    `WITH shown AS MATERIALIZED (${shown})
     SELECT page.* FROM (SELECT DISTINCT run_id FROM shown) of_run
     CROSS JOIN LATERAL (
       SELECT ${RING_COLUMNS_SQL}, ring.${column} AS "sortKey" FROM dark_ring ring ${VERDICT_JOIN_SQL}
       WHERE ring.run_id = of_run.run_id AND ${where}
         AND EXISTS (SELECT FROM shown WHERE shown.run_id = ring.run_id AND shown.instrument = ring.instrument
           AND shown.exposure_id = ring.exposure_id)
       ORDER BY ring.${column} DESC, ring.id LIMIT $${values.length}) page
     ORDER BY page."sortKey" DESC, page.id LIMIT $${values.length}`,
    values,
  );
  const rings = rows.slice(0, limit);
  const last = rings.at(-1);
  return { rings, next: rows.length > limit && last ? { key: last.sortKey, id: last.id } : null };
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
  const shown = shownRuns(filter, values);
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
