// Jobs, truth and detections of a comparison out of the database, kept while the jobs are as they were: the controls of the page ask for
// the same rows at another radius or cut.
import "server-only";
import { askCandidates } from "./difference-ask";
import type { AlgorithmColumns, CompareRows, MatchedDetection, StudiedJob } from "./difference-compare-columns";
import type { CompareRequest } from "./difference-compare-request";
import { jobsTextSql } from "./difference-job-filter";

/** 10^6 candidates are some 40 MB. */
const MOST_KEPT = 2;

// pages and routes each have this module once: what is kept is theirs together
const holder: typeof globalThis & { annulusCompareRows?: Map<string, Promise<CompareRows>> } = globalThis;

/** Rows that can be had, and a text that is another when the jobs were read again. */
export interface OpenComparison {
  state: string;
  read(): Promise<CompareRows>;
}

/**
 * Everything that a comparison is made of.
 *
 * @param request mode, filter, jobs, kind of truth and feature count
 */
export async function openComparison(request: CompareRequest): Promise<OpenComparison> {
  const jobs = await readJobs(request);
  const { mode, band, kind, of } = request;
  const state = JSON.stringify([mode, band, kind, of, jobs.map(({ id, readAt }) => [id, readAt])]);
  return { state, read: () => keepRows(state, () => readRows(request, jobs)) };
}

function keepRows(state: string, read: () => Promise<CompareRows>): Promise<CompareRows> {
  holder.annulusCompareRows ??= new Map();
  const kept = holder.annulusCompareRows;
  const rows = kept.get(state) ?? read();
  kept.delete(state);
  kept.set(state, rows);
  for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
  rows.catch(() => kept.delete(state));
  return rows;
}

async function readRows(request: CompareRequest, jobs: readonly StudiedJob[]): Promise<CompareRows> {
  const ids = jobs.map(({ id }) => id);
  const [truth, detections] = await Promise.all([readTruth(request, ids), readDetections(request, ids)]);
  return { jobs, truth, detections };
}

interface ReadJob extends StudiedJob {
  readAt: number;
}

/** Jobs with truth, of the filter and the conditions asked for. */
function readJobs({ mode, band, jobs }: CompareRequest): Promise<ReadJob[]> {
  const values: unknown[] = [mode, band];
  const text = `SELECT j.id, j.jid, j.width, j.height, n.zogy_only + n.both > 0 AS "hasZogy", n.sfft_only + n.both > 0 AS "hasSfft",
       j.notes::text ILIKE '%ZOGY%photometry%' AS "lacksZogy", j.notes::text ILIKE '%SFFT%photometry%' AS "lacksSfft",
       extract(epoch FROM j.read_at)::float8 AS "readAt"
     FROM difference_job j JOIN mount m ON m.id = j.mount_id AND m.removed_at IS NULL
     JOIN difference_job_counts n ON n.job_id = j.id AND n.mode = $1
     WHERE j.source = 'rapid' AND n.truth > 0 AND ($2 = '' OR j.filter = $2) AND ${jobsTextSql(jobs, values)} ORDER BY j.id`;
  return askCandidates({ text, values });
}

/** A source of truth and how far the detections lie that were matched to it. */
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

function readTruth({ mode, kind }: CompareRequest, jobIds: readonly number[]): Promise<TruthColumnsRow[]> {
  const text = `SELECT t.job_id AS "jobId", t.truth_id AS "truthId", t.x, t.y, t.mag_ab AS "magAb",
       t.zogy_separation_px AS "zogySeparationPx", t.sfft_separation_px AS "sfftSeparationPx", t.miss_reason AS "missReason"
     FROM difference_truth t WHERE t.mode = $1 AND ($2 = 'all' OR t.kind = $2) AND t.job_id = ANY ($3::int[])
     ORDER BY t.job_id, t.position`;
  return askCandidates({ text, values: [mode, kind, jobIds] });
}

type Algorithm = "zogy" | "sfft";

/** Columns of one algorithm: numbers of a job as the bytes that PostgreSQL sends, high byte first. */
function columnsSql(algorithm: Algorithm, feature: string): string {
  const isOurs = `c.detected_by IN ('${algorithm}', 'both')`;
  const bytes = (column: string) => `string_agg(float8send(coalesce(c."${algorithm}_${column}", 'NaN')), '')`;
  const match = `c.job_id, c.${algorithm}_truth_id, c.${algorithm}_truth_sep_px, c."${algorithm}_${feature}",
    c.${algorithm}_flux_fit`;
  return `${bytes(feature)} FILTER (WHERE ${isOurs}) AS "${algorithm}Value",
    ${bytes("truth_sep_px")} FILTER (WHERE ${isOurs}) AS "${algorithm}Separation",
    ${bytes("flux_fit")} FILTER (WHERE ${isOurs}) AS "${algorithm}Flux",
    string_agg(CASE WHEN c.label IS NULL THEN '\\x00'::bytea ELSE '\\x01'::bytea END, '') FILTER (WHERE ${isOurs}) AS "${algorithm}Decided",
    json_agg(json_build_array(${match})) FILTER (WHERE ${isOurs} AND c.${algorithm}_truth_id IS NOT NULL) AS "${algorithm}Matched"`;
}

/** Null: the job has no detection. */
type Pieces = { jobId: number } & Record<`${Algorithm}${"Value" | "Separation" | "Flux" | "Decided"}`, Buffer | null> &
  Record<`${Algorithm}Matched`, MatchedDetection[] | null>;

/**
 * A row a job, its numbers in one piece each: as a row a candidate 10^6 take 8 s and 300 MB. The feature's name comes from the registry.
 */
async function readDetections(
  { mode, of: feature }: CompareRequest,
  jobIds: readonly number[],
): Promise<Record<Algorithm, AlgorithmColumns>> {
  const rows = await askCandidates<Pieces>({
    text: `SELECT c.job_id AS "jobId", ${columnsSql("zogy", feature)}, ${columnsSql("sfft", feature)}
      FROM candidate c WHERE c.mode = $1 AND c.job_id = ANY ($2::int[]) GROUP BY c.job_id ORDER BY c.job_id`,
    values: [mode, jobIds],
  });
  const join = (algorithm: Algorithm): AlgorithmColumns => ({
    job: jobsOf(rows.map((row) => [row.jobId, row[`${algorithm}Decided`]?.length ?? 0])),
    value: joinFloats(rows.map((row) => row[`${algorithm}Value`])),
    separationPx: joinFloats(rows.map((row) => row[`${algorithm}Separation`])),
    flux: joinFloats(rows.map((row) => row[`${algorithm}Flux`])),
    isDecided: Uint8Array.from(Buffer.concat(rows.flatMap((row) => row[`${algorithm}Decided`] ?? []))),
    matched: rows.flatMap((row) => row[`${algorithm}Matched`] ?? []),
  });
  return { zogy: join("zogy"), sfft: join("sfft") };
}

function jobsOf(lengths: readonly [jobId: number, detections: number][]): Uint32Array {
  const jobs = new Uint32Array(lengths.reduce((sum, [, detections]) => sum + detections, 0));
  let at = 0;
  for (const [jobId, detections] of lengths) {
    jobs.fill(jobId, at, at + detections);
    at += detections;
  }
  return jobs;
}

function joinFloats(pieces: readonly (Buffer | null)[]): Float64Array {
  const bytes = pieces.reduce((sum, piece) => sum + (piece?.length ?? 0), 0);
  const joined = new Float64Array(bytes / 8);
  const target = Buffer.from(joined.buffer);
  let at = 0;
  for (const piece of pieces) at += piece?.copy(target, at) ?? 0;
  // high byte first, to the order of the processors that we run on
  target.swap64();
  return joined;
}
