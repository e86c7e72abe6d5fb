// The navigator's table: one row an exposure, keyset paged, with what the shown run measured on it.
import "server-only";
import { pool } from "@/lib/database/client";
import { shownRunSql } from "@/lib/database/shown-run";
import { EXPOSURE_SORTS, type ExposureFilter, type ExposureStatus, exposureConditions } from "./exposure-filter";

export interface ExposureRow {
  instrument: string;
  exposureId: string;
  dayObs: number | null;
  seqNum: number | null;
  observationType: string | null;
  physicalFilter: string | null;
  band: string | null;
  mjdMid: number | null;
  exposureTimeSeconds: number | null;
  object: string | null;
  program: string | null;
  label: string | null;
  missing: string[];
  detectorCount: number;
  /** run whose numbers follow; null: not measured */
  runId: number | null;
  measuredCount: number;
  failedCount: number;
  /** tasks of active runs that have not ended */
  openCount: number;
  ringCount: number | null;
  bestScore: number | null;
  /** median over the detectors, in noiseUnit */
  noise: number | null;
  noiseUnit: string | null;
  status: ExposureStatus;
}

export interface ExposurePage {
  rows: ExposureRow[];
  /** pass as `after` for the next page; null: this was the last */
  next: string | null;
}

/** Tasks of the exposure by run: the active ones, and the run that is shown. */
const RUNS_OF_EXPOSURE = `
  LATERAL (SELECT ${shownRunSql("by_run.is_measured")} AS run_id,
      coalesce(sum(by_run.open) FILTER (WHERE run.state IN ('queued', 'running')), 0)::int AS open_count
    FROM (SELECT run_id, count(*) FILTER (WHERE task.state IN ('waiting', 'queued', 'running')) AS open,
        bool_or(task.state = 'done') AS is_measured FROM task
      WHERE task.instrument = exposure.instrument AND task.exposure_id = exposure.exposure_id GROUP BY run_id) by_run
    JOIN run ON run.id = by_run.run_id) shown`;

/** A run that only consolidates has no tasks of detectors: it has taken their numbers over. */
const COUNTS = `
  LATERAL (SELECT count(DISTINCT detector)::int AS detector_count FROM detector_image
    WHERE instrument = exposure.instrument AND exposure_id = exposure.exposure_id) images,
  LATERAL (SELECT count(*) FILTER (WHERE state = 'done')::int AS measured_count,
      count(*) FILTER (WHERE state = 'failed')::int AS failed_count FROM task
    WHERE shown.run_id IS NOT NULL AND task.run_id = shown.run_id AND task.instrument = exposure.instrument
      AND task.exposure_id = exposure.exposure_id AND task.detector IS NOT NULL) tasks,
  LATERAL (SELECT sum(value) FILTER (WHERE metric = 'dark_rings')::int AS ring_count, max(value) FILTER (WHERE metric = 'best_score') AS best_score,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY value) FILTER (WHERE metric = 'noise') AS noise,
      min(unit) FILTER (WHERE metric = 'noise') AS noise_unit, count(value) FILTER (WHERE metric = 'dark_rings')::int AS taken_over_count
    FROM metric_value WHERE shown.run_id IS NOT NULL AND metric_value.run_id = shown.run_id AND detector IS NOT NULL
      AND metric_value.instrument = exposure.instrument AND metric_value.exposure_id = exposure.exposure_id
      AND metric IN ('dark_rings', 'best_score', 'noise')) measured`;

const STATUS = `CASE WHEN open_count > 0 THEN 'running' WHEN run_id IS NULL THEN 'none' WHEN failed_count > 0 THEN 'fail'
  WHEN measured_count < detector_count THEN 'warn' ELSE 'pass' END`;

const COLUMNS = `instrument, exposure_id AS "exposureId", day_obs AS "dayObs", seq_num AS "seqNum", observation_type AS "observationType",
  physical_filter AS "physicalFilter", band, mjd_mid AS "mjdMid", exposure_time_seconds AS "exposureTimeSeconds", object, program, label,
  missing, detector_count AS "detectorCount", run_id AS "runId", measured_count AS "measuredCount", failed_count AS "failedCount",
  open_count AS "openCount", ring_count AS "ringCount", best_score AS "bestScore", noise, noise_unit AS "noiseUnit", status`;

const PLAIN_SORTS = new Set(["start", "seq", "exposure", "instrument", "type", "filter", "time", "object"]);

/** Where a page ended: the sort key of its last row and the row's id. */
type Cursor = [key: string | null, instrument: string, exposureId: string];

function readCursor(after: string): Cursor {
  const [hasKey = "", instrument = "", exposureId = "", key = ""] = after.split("~").map(decodeURIComponent);
  return [hasKey === "1" ? key : null, instrument, exposureId];
}

function writeCursor([key, instrument, exposureId]: Cursor): string {
  return [key === null ? "0" : "1", instrument, exposureId, key ?? ""].map(encodeURIComponent).join("~");
}

/** SQL of "after the cursor" for keys sorted with null last, ties by instrument and exposure. */
function afterCursor(cursor: Cursor, type: string, isDescending: boolean, values: unknown[]): string {
  const [key, instrument, exposureId] = cursor;
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const beyond = isDescending ? "<" : ">";
  const tie = `(instrument, exposure_id) ${beyond} (${parameter(instrument)}, ${parameter(exposureId)}::bigint)`;
  if (key === null) return `(key IS NULL AND ${tie})`;
  const value = `${parameter(key)}::${type}`;
  return `(key ${beyond} ${value} OR (key = ${value} AND ${tie}) OR key IS NULL)`;
}

/**
 * One page of the navigator.
 *
 * When sort and filter are on the exposure itself, the page is cut out before anything is counted; a sort by a measured
 * quantity, or a filter by status, has to look at every exposure that the other filters leave.
 *
 * @param after cursor of the page before; null: the first page
 */
export async function listExposures(
  filter: ExposureFilter,
  after: string | null,
  limit: number,
): Promise<ExposurePage> {
  const sortName = filter.sort ?? "seq";
  const sort = EXPOSURE_SORTS[sortName];
  const isDescending = (filter.desc ?? "1") === "1";
  const order = isDescending ? "DESC" : "ASC";
  const values: unknown[] = [];
  const where = exposureConditions(filter, values);
  const isPlain = PLAIN_SORTS.has(sortName) && filter.status === undefined;
  const from = isPlain ? "page AS exposure" : "exposure";
  const inner = isPlain ? "true" : [...where, "true"].join(" AND ");
  const beyond = after === null ? "true" : afterCursor(readCursor(after), sort.type, isDescending, values);
  const status = filter.status === undefined ? "true" : `status = $${values.push(filter.status)}`;
  const end = `ORDER BY key ${order} NULLS LAST, instrument ${order}, exposure_id ${order} LIMIT $${values.push(limit + 1)}`;
  const page = `keyed AS (SELECT *, ${sort.sql} AS key FROM exposure WHERE ${[...where, "true"].join(" AND ")}),
    page AS (SELECT * FROM keyed WHERE ${beyond} ${end}),`;
  const { rows } = await pool().query<ExposureRow & { key: string | number | null }>(
    `WITH ${isPlain ? page : ""}
     listed AS (SELECT exposure.*, shown.run_id, open_count, detector_count, greatest(measured_count, taken_over_count) AS measured_count, failed_count, ring_count, best_score, noise,
       noise_unit FROM ${from}, ${RUNS_OF_EXPOSURE}, ${COUNTS} WHERE ${inner}),
     judged AS (SELECT *, ${STATUS} AS status ${isPlain ? "" : `, ${sort.sql} AS key`} FROM listed)
     SELECT ${COLUMNS}, key FROM judged WHERE ${isPlain ? "true" : `${status} AND ${beyond}`} ${end}`,
    values,
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return {
    rows: shown.map(({ key: _, ...row }) => row),
    next: isMore ? writeCursor([last.key === null ? null : String(last.key), last.instrument, last.exposureId]) : null,
  };
}

/** How many exposures the filter leaves; null when the filter is by status, where counting costs as much as listing. */
export async function countExposures(filter: ExposureFilter): Promise<number | null> {
  if (filter.status !== undefined) return null;
  const values: unknown[] = [];
  const where = [...exposureConditions(filter, values), "true"].join(" AND ");
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM exposure WHERE ${where}`,
    values,
  );
  return rows[0]?.count ?? 0;
}
