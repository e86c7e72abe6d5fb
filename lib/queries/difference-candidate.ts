// One candidate with what surrounds it: percentiles within its job, the nearest truth, neighbours, the same place in other jobs.
import "server-only";
import { pool } from "@/lib/database/client";
import type { StoredMode } from "@/lib/difference/candidate";
import { FEATURE_COLUMNS, STORED_COLUMNS } from "@/lib/difference/stored-columns";
import { NotFoundError } from "../errors";
import { getDifferenceJob } from "./difference-job";
import type {
  CandidateDetail,
  CandidateFeature,
  CandidateRow,
  CandidateValue,
  DifferenceSource,
  NearCandidate,
  NearTruth,
  Recurrence,
} from "./difference-rows";
import { listSaid } from "./difference-said";

const NEIGHBOUR_RADIUS_PX = 30;
const MOST_NEIGHBOURS = 20;
const MOST_RECURRENCES = 2000;
/** The same place of the sky: a pixel of Roman's detectors (as the algorithms are merged), and a point source of each survey. */
const RECURRENCE_RADIUS_ARCSEC: Record<DifferenceSource, number> = { rapid: 0.11, rubin: 0.5, ztf: 1.5 };

/** The truth is told by nearestTruth. */
const OWN_COLUMNS = STORED_COLUMNS.filter(({ match }) => match === null);

interface StoredRow {
  row_id: string;
  job_id: number;
  candidate_id: string;
  mode: StoredMode;
  jid: string;
  source: DifferenceSource;
  x: number | null;
  y: number | null;
  ra: number | null;
  dec: number | null;
  detected_by: CandidateRow["detectedBy"];
  label: 0 | 1 | null;
  injected: boolean | null;
  truth_id: string | null;
  object_id: string | null;
  candidate_flags: string[];
  score: number | null;
  [column: string]: CandidateValue;
}

const NEGATIVE_NAME = /^[^:]+:(?:zogy|sfft)-negative:/;

/** How a candidate is named. */
export interface CandidateName {
  /** row of the database, or <jid>:<algorithm>:<id> */
  name: string;
  /** counts for the second kind of name only */
  mode?: StoredMode | undefined;
  /** whose verdict is shown; null: anybody's */
  person?: string | null | undefined;
}

/**
 * A candidate and what surrounds it.
 *
 * @param which by row or by its text
 * @throws NotFoundError
 */
export async function getCandidate(which: CandidateName): Promise<CandidateDetail> {
  const row = await readRow(which);
  const place = { rowId: row.row_id, candidateId: row.candidate_id, x: row.x, y: row.y };
  const [said, features, nearestTruth, neighbours, recurrences, otherMode, job] = await Promise.all([
    listSaid([place], which.person ?? null),
    measureFeatures(row),
    findNearestTruth(row),
    listNeighbours(row),
    listRecurrences(row),
    findOtherMode(row),
    getDifferenceJob(row.job_id, row.mode),
  ]);
  return {
    rowId: row.row_id,
    jobId: row.job_id,
    candidateId: row.candidate_id,
    jid: row.jid,
    source: row.source,
    ...{ x: row.x, y: row.y, label: row.label, injected: row.injected, mode: row.mode, score: row.score },
    detectedBy: row.detected_by,
    said: said.get(row.row_id) ?? null,
    values: Object.fromEntries(OWN_COLUMNS.map(({ name }) => [name, row[name] ?? null])),
    flags: row.candidate_flags,
    raDeg: row.ra,
    decDeg: row.dec,
    ...{ features, nearestTruth, neighbours, recurrences, otherMode, job },
  };
}

async function readRow({ name, mode: asked = "annulus" }: CandidateName): Promise<StoredRow> {
  // names of reference minus science say so themselves
  const mode: StoredMode = NEGATIVE_NAME.test(name) ? "negative" : asked;
  const isRow = /^\d{1,18}$/.test(name);
  const { rows } = await pool().query<StoredRow>(
    `SELECT c.* FROM candidate c JOIN difference_job job ON job.id = c.job_id JOIN mount ON mount.id = job.mount_id
     WHERE mount.removed_at IS NULL AND ${isRow ? "c.row_id = $1" : "c.candidate_id = $1 AND c.mode = $2"}
     ORDER BY job.state = 'vanished', job.read_at DESC LIMIT 1`,
    isRow ? [name] : [name, mode],
  );
  const row = rows[0];
  if (row) return row;
  throw new NotFoundError({
    place: "candidates",
    found: `no candidate ${name}`,
    expected: "one of a job that is in the database: jobs that were read again have new rows, and the same ids",
  });
}

/** Where each value stands among those of its job. */
async function measureFeatures(row: StoredRow): Promise<CandidateFeature[]> {
  const measured = FEATURE_COLUMNS.filter(({ name }) => typeof row[name] === "number");
  const shares = measured.map(
    ({ name }, i) =>
      `100.0 * count(*) FILTER (WHERE "${name}" <= $${i + 3}::float8) / nullif(count("${name}"), 0) AS "${name}"`,
  );
  const values = [row.job_id, row.mode, ...measured.map(({ name }) => row[name])];
  const { rows } = await pool().query<Record<string, string | null>>(
    `SELECT ${["1 AS one", ...shares].join(", ")} FROM candidate WHERE job_id = $1 AND mode = $2`,
    values,
  );
  return FEATURE_COLUMNS.map(({ name, unit, description, twin }) => {
    const [value, percentile] = [row[name], rows[0]?.[name]];
    return {
      column: name,
      ...{ unit, description, twin },
      value: typeof value === "number" ? value : null,
      percentile: percentile == null ? null : Number(percentile),
    };
  });
}

async function findNearestTruth(row: StoredRow): Promise<NearTruth | null> {
  if (row.x === null || row.y === null) return null;
  const { rows } = await pool().query<NearTruth>(
    `SELECT truth_id AS "truthId", kind, x, y, mag_ab AS "magAb", sqrt((x - $3::float8) ^ 2 + (y - $4::float8) ^ 2) AS "separationPx",
       candidate_id IS NOT DISTINCT FROM $5 AS "isMatch"
     FROM difference_truth WHERE job_id = $1 AND mode = $2 AND x IS NOT NULL AND y IS NOT NULL
     ORDER BY (x - $3::float8) ^ 2 + (y - $4::float8) ^ 2 LIMIT 1`,
    [row.job_id, row.mode, row.x, row.y, row.candidate_id],
  );
  return rows[0] ?? null;
}

const NEAR_COLUMNS = `c.row_id AS "rowId", c.candidate_id AS "candidateId", c.job_id AS "jobId", c.jid,
  c.detected_by AS "detectedBy", c.label`;

async function listNeighbours(row: StoredRow): Promise<NearCandidate[]> {
  if (row.x === null || row.y === null || row.source !== "rapid") return [];
  const { rows } = await pool().query<NearCandidate>(
    `SELECT * FROM (SELECT ${NEAR_COLUMNS}, sqrt((c.x - $3::float8) ^ 2 + (c.y - $4::float8) ^ 2) AS "separationPx", NULL AS "separationArcsec"
       FROM candidate c WHERE c.job_id = $1 AND c.mode = $2 AND c.row_id <> $5) near
     WHERE near."separationPx" <= ${NEIGHBOUR_RADIUS_PX} ORDER BY near."separationPx" LIMIT ${MOST_NEIGHBOURS}`,
    [row.job_id, row.mode, row.x, row.y, row.row_id],
  );
  return rows;
}

/** The strip of declination is read off its index; right ascension is compared across 0. */
async function listRecurrences(row: StoredRow): Promise<Recurrence[]> {
  if (row.ra === null || row.dec === null) return [];
  const radiusDeg = RECURRENCE_RADIUS_ARCSEC[row.source] / 3600;
  const { rows } = await pool().query<Recurrence>(
    `SELECT * FROM (SELECT ${NEAR_COLUMNS}, c.mjd, c.filter, coalesce(c.zogy_flux_fit, c.sfft_flux_fit, c.psf_flux_njy) AS flux,
         CASE WHEN c.zogy_flux_fit IS NOT NULL THEN c.zogy_flux_err ELSE coalesce(c.sfft_flux_err, c.psf_flux_err_njy) END AS "fluxErr",
         c.magpsf AS mag, c.snr, c.row_id = $5 AS "isSelf",
         CASE WHEN c.job_id = $7 AND c.source = 'rapid' THEN sqrt((c.x - $8::float8) ^ 2 + (c.y - $9::float8) ^ 2) END AS "separationPx",
         3600 * sqrt((c.dec - $2::float8) ^ 2 + ((mod((c.ra - $1::float8 + 540)::numeric, 360)::float8 - 180) * cos(radians($2::float8))) ^ 2) AS "separationArcsec"
       FROM candidate c JOIN difference_job job ON job.id = c.job_id JOIN mount ON mount.id = job.mount_id
       WHERE mount.removed_at IS NULL AND c.mode = $3 AND c.source = $6 AND c.dec BETWEEN $2::float8 - $4::float8 AND $2::float8 + $4::float8) near
     WHERE near."separationArcsec" <= $4::float8 * 3600 ORDER BY near.mjd NULLS LAST, near."separationArcsec" LIMIT ${MOST_RECURRENCES}`,
    [row.ra, row.dec, row.mode, radiusDeg, row.row_id, row.source, row.job_id, row.x, row.y],
  );
  return rows;
}

async function findOtherMode(row: StoredRow): Promise<CandidateDetail["otherMode"]> {
  const mode: StoredMode = row.mode === "annulus" ? "reference" : "annulus";
  const { rows } = await pool().query<{ rowId: string }>(
    `SELECT row_id AS "rowId" FROM candidate WHERE candidate_id = $1 AND mode = $2 AND job_id = $3 LIMIT 1`,
    [row.candidate_id, mode, row.job_id],
  );
  return rows[0] ? { mode, rowId: rows[0].rowId } : null;
}
