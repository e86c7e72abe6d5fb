// Injections and detections of all jobs as the columns that the statistics of lib/difference/compare take.
import "server-only";
import { pool } from "@/lib/database/client";
import {
  type AlgorithmColumns,
  type CompareColumns,
  compareColumns,
  type StudiedJob,
} from "./difference-compare-columns";
import { type CompareAnswer, measureComparison } from "./difference-compare-measure";
import type { CompareRequest } from "./difference-compare-request";
import { jobsTextSql } from "./difference-job-filter";

/**
 * Everything that the page of the comparison draws.
 *
 * @param request parsed
 * @throws InvalidParameterError for limits that make no bins
 */
export async function compareAlgorithms(request: CompareRequest): Promise<CompareAnswer> {
  return measureComparison(await readColumns(request), request);
}

async function readColumns(request: CompareRequest): Promise<CompareColumns> {
  const [jobs, truth, zogy, sfft] = await Promise.all([
    readJobs(request),
    readTruth(request),
    readDetections(request, "zogy"),
    readDetections(request, "sfft"),
  ]);
  return compareColumns({ jobs, truth, detections: { zogy, sfft } }, request);
}

/** Jobs with truth, of the filter asked for; `values` begins with mode and band. */
const jobsFrom = (
  jobs: string,
  values: unknown[],
) => `FROM difference_job j JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL
  JOIN difference_job_counts n ON n.job_id = j.id AND n.mode = $1
  WHERE j.source = 'rapid' AND n.truth > 0 AND ($2 = '' OR j.filter = $2) AND ${jobsTextSql(jobs, values)}`;

async function readJobs({ mode, band, jobs }: CompareRequest): Promise<StudiedJob[]> {
  const values: unknown[] = [mode, band];
  const { rows } = await pool().query<StudiedJob>(
    `SELECT j.id, j.jid, j.width, j.height, j.zeropoint_mag AS "zeropointMag", n.zogy_only + n.both > 0 AS "hasZogy", n.sfft_only + n.both > 0 AS "hasSfft",
       j.notes::text ILIKE '%ZOGY%photometry%' AS "lacksZogy", j.notes::text ILIKE '%SFFT%photometry%' AS "lacksSfft"
     ${jobsFrom(jobs, values)} ORDER BY j.id`,
    values,
  );
  return rows;
}

export interface TruthColumnsRow {
  jobId: number;
  truthId: string;
  x: number;
  y: number;
  magAb: number | null;
  zogySeparationPx: number | null;
  sfftSeparationPx: number | null;
  missReason: string | null;
}

async function readTruth({ mode, band, kind, jobs }: CompareRequest): Promise<TruthColumnsRow[]> {
  const values: unknown[] = [mode, band, kind];
  const { rows } = await pool().query<TruthColumnsRow>(
    `SELECT t.job_id AS "jobId", t.truth_id AS "truthId", t.x, t.y, t.mag_ab AS "magAb",
       t.zogy_separation_px AS "zogySeparationPx", t.sfft_separation_px AS "sfftSeparationPx", t.miss_reason AS "missReason"
     FROM difference_truth t
     WHERE t.mode = $1 AND ($3 = 'all' OR t.kind = $3) AND t.job_id IN (SELECT j.id ${jobsFrom(jobs, values)})
     ORDER BY t.job_id, t.position`,
    values,
  );
  return rows;
}

/** Detections of one algorithm, each with its own match. The feature's name comes from the registry. */
async function readDetections(
  { mode, band, jobs, of: feature }: CompareRequest,
  algorithm: "zogy" | "sfft",
): Promise<AlgorithmColumns> {
  const values: unknown[] = [mode, band, algorithm];
  type Row = [number, number | null, string | null, number | null, number | null, number | null];
  const { rows } = await pool().query<Row>({
    text: `SELECT c.job_id, c."${algorithm}_${feature}", c.${algorithm}_truth_id, c.${algorithm}_truth_sep_px, c.label,
        c.${algorithm}_flux_fit
      FROM candidate c WHERE c.mode = $1 AND c.detected_by IN ($3, 'both') AND c.job_id IN (SELECT j.id ${jobsFrom(jobs, values)})
      ORDER BY c.row_id`,
    values,
    rowMode: "array",
  });
  return {
    job: Uint32Array.from(rows, ([job]) => job),
    value: Float64Array.from(rows, ([, value]) => value ?? Number.NaN),
    truthId: rows.map(([, , truthId]) => truthId),
    separationPx: Float64Array.from(rows, ([, , , separation]) => separation ?? Number.NaN),
    isDecided: Uint8Array.from(rows, ([, , , , label]) => Number(label !== null)),
    flux: Float64Array.from(rows, ([, , , , , flux]) => flux ?? Number.NaN),
  };
}
