// Points and bars of features of candidates, a bounded number whatever the selection.
import "server-only";
import { findStoredColumn, type StoredColumn } from "@/lib/difference/stored-columns";
import { InvalidParameterError } from "../errors";
import { askCandidates } from "./difference-ask";
import { sampleOf } from "./difference-counts";
import { type CandidateSelection, selectionSql } from "./difference-filter";
import { type CandidateHistogram, type CandidateScatter, POINT_KINDS } from "./difference-rows";

export const MOST_POINTS = 20_000;
const MOST_BARS = 500;

/** Index into POINT_KINDS. */
const KIND_SQL = `CASE WHEN c.injected AND c.label = 1 THEN 2 WHEN c.label = 1 THEN 1 WHEN c.label = 0 THEN 0 ELSE 3 END`;

/**
 * A feature against another.
 *
 * @param selection which candidates
 * @param axes names of feature columns
 * @param limit most points; of more a share is drawn, the same one each time
 * @throws InvalidParameterError for a column that cannot be plotted
 */
export async function scatterCandidates(
  selection: CandidateSelection,
  axes: { x: string; y: string },
  limit = MOST_POINTS,
): Promise<CandidateScatter> {
  const [x, y] = [featureSql(axes.x), featureSql(axes.y)];
  const { table, share } = await sampleOf(selection, [x, y]);
  const values: unknown[] = [];
  const where = selectionSql(selection, values);
  const counted = await askCandidates<{ measured: number; missing: number }>({
    text: `SELECT count(*) FILTER (WHERE ${x} IS NOT NULL AND ${y} IS NOT NULL)::float8 AS measured,
       count(*) FILTER (WHERE ${x} IS NULL OR ${y} IS NULL)::float8 AS missing FROM ${table} WHERE ${where}`,
    values,
  });
  const { measured = 0, missing = 0 } = counted[0] ?? {};
  // rows are taken by a hash of their number, so that a plot is not of the first jobs alone
  const kept = Math.min(1, limit / Math.max(1, measured));
  const thinned = kept === 1 ? "" : `AND abs(hashint8(c.row_id)::bigint) < ${Math.floor(kept * 2 ** 31)}`;
  const rows = await askCandidates<{ rowId: string; candidateId: string; x: number; y: number; kind: number }>({
    text: `SELECT c.row_id AS "rowId", c.candidate_id AS "candidateId", ${x} AS x, ${y} AS y, ${KIND_SQL} AS kind
     FROM ${table} WHERE ${where} AND ${x} IS NOT NULL AND ${y} IS NOT NULL ${thinned} LIMIT $${values.length + 1}`,
    values: [...values, limit],
  });
  return {
    rowIds: rows.map(({ rowId }) => rowId),
    candidateIds: rows.map(({ candidateId }) => candidateId),
    x: rows.map((row) => row.x),
    y: rows.map((row) => row.y),
    kinds: rows.map(({ kind }) => kind),
    total: Math.round(measured / share),
    isAbout: share < 1,
    notMeasured: Math.round(missing / share),
  };
}

/** Bars of a histogram. */
export interface HistogramRequest {
  /** name of a feature column */
  column: string;
  bars: number;
  /** null: what holds all values but the outermost hundredth of either side */
  range: { from: number; to: number } | null;
}

/**
 * How the values of a feature lie, by class.
 *
 * @param selection which candidates
 * @param request column, 1 to 500 bars, range
 * @throws InvalidParameterError for a column, number of bars or range that cannot be
 */
export async function histogramCandidates(
  selection: CandidateSelection,
  request: HistogramRequest,
): Promise<CandidateHistogram> {
  const column = featureSql(request.column);
  if (!(Number.isInteger(request.bars) && request.bars >= 1 && request.bars <= MOST_BARS)) {
    throw new InvalidParameterError({ place: "bars", found: String(request.bars), expected: `1 to ${MOST_BARS}` });
  }
  const { table, share } = await sampleOf(selection, [column, "c.label", "c.injected"]);
  const values: unknown[] = [];
  const where = selectionSql(selection, values);
  const { from, to } = request.range ?? (await usualRange(column, `${table} WHERE ${where}`, values));
  if (!(from < to && Number.isFinite(to - from))) {
    throw new InvalidParameterError({
      place: "range",
      found: `${from} to ${to}`,
      expected: "from below to, a width that is a number",
    });
  }
  const at = values.length;
  const rows = await askCandidates<{ bar: number | null; kind: number; count: number }>({
    text: `SELECT CASE WHEN ${column}::float8 = $${at + 2}::float8 THEN $${at + 3}::int
         ELSE width_bucket(${column}::float8, $${at + 1}::float8, $${at + 2}::float8, $${at + 3}::int) END AS bar,
       ${KIND_SQL} AS kind, count(*)::float8 AS count FROM ${table} WHERE ${where} GROUP BY 1, 2`,
    values: [...values, from, to, request.bars],
  });
  const edges = Array.from({ length: request.bars + 1 }, (_, i) => from + ((to - from) * i) / request.bars);
  const empty = () => new Array<number>(request.bars).fill(0);
  const histogram: CandidateHistogram = {
    edges,
    bars: { bogus: empty(), real: empty(), injected: empty(), undecided: empty() },
    ...{ below: 0, above: 0, notMeasured: 0 },
    isAbout: share < 1,
  };
  for (const { bar, kind, count } of rows) {
    const scaled = Math.round(count / share);
    if (bar === null) histogram.notMeasured += scaled;
    else if (bar < 1) histogram.below += scaled;
    else if (bar > request.bars) histogram.above += scaled;
    else histogram.bars[POINT_KINDS[kind] ?? "undecided"][bar - 1] = scaled;
  }
  return histogram;
}

async function usualRange(column: string, from: string, values: unknown[]): Promise<{ from: number; to: number }> {
  const rows = await askCandidates<{ low: number | null; high: number | null }>({
    text: `SELECT percentile_disc(0.01) WITHIN GROUP (ORDER BY ${column}) AS low,
       percentile_disc(0.99) WITHIN GROUP (ORDER BY ${column}) AS high FROM ${from}`,
    values,
  });
  const { low, high } = rows[0] ?? { low: null, high: null };
  if (low === null || high === null) return { from: 0, to: 1 };
  return low < high ? { from: low, to: high } : { from: low - 0.5, to: high + 0.5 };
}

function featureSql(name: string): string {
  return `c."${requireFeature(name).name}"`;
}

/**
 * A column that can be plotted.
 *
 * @param name as published
 * @throws InvalidParameterError
 */
function requireFeature(name: string): StoredColumn {
  const column = findStoredColumn(name);
  if (column?.isFeature) return column;
  throw new InvalidParameterError({ place: "column", found: JSON.stringify(name), expected: "a measured column" });
}
