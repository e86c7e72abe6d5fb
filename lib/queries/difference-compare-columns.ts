// Rows of truth and of detections → columns of the statistics, at a match radius. Pure.

import { type Injections, NOT_MEASURED } from "@/lib/difference/compare/injections";
import { BOGUS, REAL, UNKNOWN } from "@/lib/difference/compare/threshold-curve";
import { medianOf } from "@/lib/kernels/median";
import type { CompareRequest } from "./difference-compare-request";
import type { TruthColumnsRow } from "./difference-compare-rows";

export interface StudiedJob {
  id: number;
  jid: string;
  width: number | null;
  height: number | null;
  /** it has detections of the algorithm */
  hasZogy: boolean;
  hasSfft: boolean;
  /** its notes say that the algorithm's photometry is absent or broken */
  lacksZogy: boolean;
  lacksSfft: boolean;
}

/** A detection with truth within the jobs' radius: id of its job, of the truth, separation, the feature and the flux (null: not measured). */
export type MatchedDetection = [
  jobId: number,
  truthId: string,
  separationPx: number,
  value: number | null,
  flux: number | null,
];

/** Detections of one algorithm. */
export interface AlgorithmColumns {
  /** id of the job */
  job: Uint32Array;
  /** of the feature; NaN: not measured */
  value: Float64Array;
  /** to its own match; NaN: none within the jobs' radius */
  separationPx: Float64Array;
  /** 0: nothing is said of it, because a nearer candidate has its truth, or the job has no truth */
  isDecided: Uint8Array;
  /** of the PSF fit, DN/s; NaN: not measured */
  flux: Float64Array;
  /** those of them with a match: one in fifty, so that texts stay few */
  matched: readonly MatchedDetection[];
}

export interface CompareRows {
  jobs: readonly StudiedJob[];
  truth: readonly TruthColumnsRow[];
  detections: Record<"zogy" | "sfft", AlgorithmColumns>;
}

export interface AlgorithmScoresOf {
  values: Float64Array;
  classes: Uint8Array;
  /** AB mag on the scale of the job's matched sources; NaN: flux not above 0, or too few of those */
  magnitude: Float64Array;
  /** jobs it was measured on */
  imageCount: number;
  /** value of its detection of each injection; NaN: none */
  ofInjections: Float64Array;
}

export interface CompareColumns {
  injections: Injections;
  scores: Record<"zogy" | "sfft", AlgorithmScoresOf>;
  jobCount: number;
  /** truth that could not be found: off the image, without pixels, near the border */
  leftOut: { outsideImage: number; noCoverage: number; edge: number };
}

/** As lib/difference/truth-table, for found ones too: the denominator must not depend on being found. */
const EDGE_PX = 5;

/**
 * A pair counts when it lies within the radius. The jobs were matched one to one, nearest pairs first, within a larger one: the
 * pairs of a smaller radius are those of them that lie within it, so nothing has to be matched again.
 *
 * @param rows of the database
 * @param request match radius and mode (reference mode does not match SFFT)
 */
export function compareColumns({ jobs, truth, detections }: CompareRows, request: CompareRequest): CompareColumns {
  const { radius, mode } = request;
  const places = new Map(jobs.map((job, number) => [job.id, { job, number }]));
  const leftOut = { outsideImage: 0, noCoverage: 0, edge: 0 };
  const kept = truth.filter((row) => {
    const reason = reasonToLeaveOut(row, places.get(row.jobId)?.job);
    if (reason !== null) leftOut[reason]++;
    return reason === null;
  });
  const isMeasured = (job: StudiedJob, algorithm: "zogy" | "sfft") =>
    algorithm === "zogy" ? job.hasZogy || !job.lacksZogy : mode === "annulus" && (job.hasSfft || !job.lacksSfft);
  const outcomes = (algorithm: "zogy" | "sfft") =>
    Uint8Array.from(kept, (row) => {
      const job = places.get(row.jobId)?.job;
      if (!job || !isMeasured(job, algorithm)) return NOT_MEASURED;
      const separation = algorithm === "zogy" ? row.zogySeparationPx : row.sfftSeparationPx;
      return Number(separation !== null && separation <= radius);
    });
  const scores = (algorithm: "zogy" | "sfft"): AlgorithmScoresOf => ({
    values: detections[algorithm].value,
    classes: classesOf(detections[algorithm], request, algorithm),
    magnitude: magnitudesOf(detections[algorithm], zeropointsOf(kept, detections[algorithm], algorithm)),
    imageCount: jobs.filter((job) => isMeasured(job, algorithm)).length,
    ofInjections: valuesOfTruth(kept, detections[algorithm], algorithm, ([, , , value]) => value),
  });
  return {
    injections: {
      job: Uint32Array.from(kept, (row) => places.get(row.jobId)?.number ?? 0),
      jobCount: jobs.length,
      magnitude: Float64Array.from(kept, ({ magAb }) => magAb ?? Number.NaN),
      detectedByZogy: outcomes("zogy"),
      detectedBySfft: outcomes("sfft"),
    },
    scores: { zogy: scores("zogy"), sfft: scores("sfft") },
    jobCount: jobs.length,
    leftOut,
  };
}

/** Fewer matched sources tell no scale. */
const FEWEST_CALIBRATORS = 5;

/**
 * AB mag of a flux of 1 DN/s in each job: the median of magnitude + 2.5 log10(flux) over its matched sources. ZPTMAG alone does not serve:
 * it lacks the zero point of the band.
 */
function zeropointsOf(
  truth: readonly TruthColumnsRow[],
  columns: AlgorithmColumns,
  algorithm: "zogy" | "sfft",
): Map<number, number> {
  const fluxes = valuesOfTruth(truth, columns, algorithm, ([, , , , flux]) => flux);
  const ofJobs = new Map<number, number[]>();
  truth.forEach(({ jobId, magAb }, i) => {
    const flux = fluxes[i]!;
    if (magAb === null || !(flux > 0)) return;
    const values = ofJobs.get(jobId) ?? [];
    values.push(magAb + 2.5 * Math.log10(flux));
    ofJobs.set(jobId, values);
  });
  const told = [...ofJobs].filter(([, values]) => values.length >= FEWEST_CALIBRATORS);
  return new Map(told.map(([jobId, values]) => [jobId, medianOf(values)]));
}

function magnitudesOf({ job, flux }: AlgorithmColumns, zeropoints: ReadonlyMap<number, number>): Float64Array {
  return flux.map((value, i) => {
    const zeropoint = zeropoints.get(job[i]!) ?? Number.NaN;
    return value > 0 ? zeropoint - 2.5 * Math.log10(value) : Number.NaN;
  });
}

function reasonToLeaveOut(
  { x, y, missReason }: TruthColumnsRow,
  job: StudiedJob | undefined,
): keyof CompareColumns["leftOut"] | null {
  if (missReason === "outside_image") return "outsideImage";
  if (missReason === "no_coverage") return "noCoverage";
  if (missReason === "edge") return "edge";
  if (!job || job.width === null || job.height === null) return null;
  const edge = Math.min(x + 0.5, y + 0.5, job.width - 0.5 - x, job.height - 0.5 - y);
  if (edge < 0) return "outsideImage";
  return edge < EDGE_PX ? "edge" : null;
}

function classesOf(columns: AlgorithmColumns, request: CompareRequest, algorithm: "zogy" | "sfft"): Uint8Array {
  const { separationPx, isDecided } = columns;
  if (request.mode === "reference" && algorithm === "sfft") return new Uint8Array(isDecided.length).fill(UNKNOWN);
  return isDecided.map((decided, i) => {
    const separation = separationPx[i]!;
    if (separation <= request.radius) return REAL;
    // undecided at the radius of the reading, because a nearer candidate has the truth; but that lies beyond this radius
    if (separation > request.radius) return BOGUS;
    return decided === 1 ? BOGUS : UNKNOWN;
  });
}

/** Ids of truth stand more than once in some jobs: the separation tells which of them it is. */
function valuesOfTruth(
  truth: readonly TruthColumnsRow[],
  { matched }: AlgorithmColumns,
  algorithm: "zogy" | "sfft",
  read: (detection: MatchedDetection) => number | null,
): Float64Array {
  const key = (jobId: number, id: string, separation: number) => `${jobId} ${id} ${separation}`;
  const values = new Map<string, number>();
  for (const detection of matched) {
    const [jobId, truthId, separationPx] = detection;
    values.set(key(jobId, truthId, separationPx), read(detection) ?? Number.NaN);
  }
  return Float64Array.from(truth, (row) => {
    const separation = algorithm === "zogy" ? row.zogySeparationPx : row.sfftSeparationPx;
    return separation === null ? Number.NaN : (values.get(key(row.jobId, row.truthId, separation)) ?? Number.NaN);
  });
}
