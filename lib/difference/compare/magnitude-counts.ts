// Injections counted per job and magnitude bin: once counted, a sample of jobs costs a sum of rows and not a pass over the injections.

import { InvalidParameterError } from "../../errors";
import { type DetectionSet, type Injections, NOT_MEASURED, outcomesOf } from "./injections";

const MOST_BINS = 100_000;
/** 200 MB per column of counts. */
const MOST_COUNTS = 5e7;

/** Bins [edges[i], edges[i + 1]) of AB magnitude, `stepMag` wide; the last may be narrower. */
export interface MagnitudeGrid {
  stepMag: number;
  edges: Float64Array;
}

/** Only magnitudes start <= m < end. */
export interface MagnitudeLimits {
  startMag: number;
  endMag: number;
}

/** counts[job * bins + bin] */
export interface JobCounts {
  grid: MagnitudeGrid;
  bins: number;
  injected: Uint32Array;
  detected: Uint32Array;
  /** jobs with at least one counted row, ascending: those a bootstrap draws from */
  jobs: Uint32Array;
  /** rows not counted: by reason */
  outside: number;
  withoutMagnitude: number;
  notMeasured: number;
}

/**
 * Bins that cover the finite magnitudes, edges at multiples of the step; or exactly the limits given, from their start on.
 *
 * @param magnitude any order; NaN skipped
 * @param stepMag width of a bin, mag
 * @param limits when given, the bins cover them and nothing else
 * @returns null when no magnitude is finite and no limits are given
 * @throws InvalidParameterError for a step or limits that make no bins, or more than 100,000
 */
export function gridOver(magnitude: Float64Array, stepMag: number, limits?: MagnitudeLimits): MagnitudeGrid | null {
  const range = limits ?? alignedRange(magnitude, stepMag);
  if (range === null) return null;
  const bins = Math.ceil((range.endMag - range.startMag) / stepMag - 1e-9);
  if (!(stepMag > 0 && bins >= 1 && bins <= MOST_BINS))
    throw new InvalidParameterError({
      place: "magnitude bins",
      found: `${range.startMag} to ${range.endMag} mag in steps of ${stepMag}`,
      expected: `1 to ${MOST_BINS} bins`,
    });
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => tidy(range.startMag + i * stepMag));
  if (limits) edges[bins] = limits.endMag;
  return { stepMag, edges };
}

function alignedRange(magnitude: Float64Array, stepMag: number): MagnitudeLimits | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const m of magnitude) {
    if (!Number.isFinite(m)) continue;
    if (m < least) least = m;
    if (m > most) most = m;
  }
  if (least > most) return null;
  const edgeAt = (multiple: number) => tidy(multiple * stepMag);
  let first = Math.floor(least / stepMag);
  let last = Math.floor(most / stepMag) + 1;
  if (edgeAt(first) > least) first--;
  if (edgeAt(last) <= most) last++;
  return { startMag: edgeAt(first), endMag: edgeAt(last) };
}

/** 20.700000000000003 is 20.7: edges are shown, and filtered with. */
function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/**
 * The bin of a magnitude, by comparison with the very edges that are shown, so that a filter on them finds the same rows.
 *
 * @param grid bins
 * @param magnitude AB mag
 * @returns its number; -1 outside, and for NaN
 */
export function binOf({ edges, stepMag }: MagnitudeGrid, magnitude: number): number {
  const last = edges.length - 1;
  if (!(magnitude >= edges[0]! && magnitude < edges[last]!)) return -1;
  const guess = Math.min(Math.floor((magnitude - edges[0]!) / stepMag), last - 1);
  if (magnitude < edges[guess]!) return guess - 1;
  return magnitude >= edges[guess + 1]! ? guess + 1 : guess;
}

/**
 * Counts injections, and detected ones, per job and bin. One pass, no sort.
 *
 * @param injections columns
 * @param set whose detections count
 * @param grid bins
 * @returns counts; rows that have no place in them are counted by reason (not measured before the others)
 * @throws InvalidParameterError for columns of different length, a job number out of range, or more than 5e7 counts
 */
export function countByJob(injections: Injections, set: DetectionSet, grid: MagnitudeGrid): JobCounts {
  const { job, jobCount, magnitude } = injections;
  const outcomes = outcomesOf(injections, set);
  const bins = grid.edges.length - 1;
  checkSize(jobCount, bins);
  const [injected, detected] = [new Uint32Array(jobCount * bins), new Uint32Array(jobCount * bins)];
  const rowsOfJob = new Uint32Array(jobCount);
  let [outside, withoutMagnitude, notMeasured] = [0, 0, 0];
  for (let i = 0; i < job.length; i++) {
    const bin = binOf(grid, magnitude[i]!);
    if (job[i]! >= jobCount) throw jobOutOfRange(job[i]!, jobCount);
    if (outcomes[i] === NOT_MEASURED) notMeasured++;
    else if (!Number.isFinite(magnitude[i])) withoutMagnitude++;
    else if (bin < 0) outside++;
    else {
      const place = job[i]! * bins + bin;
      injected[place]! += 1;
      detected[place]! += outcomes[i]!;
      rowsOfJob[job[i]!]! += 1;
    }
  }
  const jobs = Uint32Array.from(rowsOfJob.keys()).filter((number) => rowsOfJob[number]! > 0);
  return { grid, bins, injected, detected, jobs, outside, withoutMagnitude, notMeasured };
}

function checkSize(jobCount: number, bins: number): void {
  if (jobCount * bins > MOST_COUNTS)
    throw new InvalidParameterError({
      place: "magnitude bins",
      found: `${jobCount} jobs x ${bins} bins`,
      expected: `at most ${MOST_COUNTS} counts: wider bins or narrower limits`,
    });
}

function jobOutOfRange(job: number, jobCount: number): InvalidParameterError {
  return new InvalidParameterError({
    place: "injections",
    found: `job number ${job}`,
    expected: `less than ${jobCount}`,
  });
}

/** n and k per bin, and the middle of each bin in AB mag. */
export interface BinCounts {
  centreMag: Float64Array;
  injected: Float64Array;
  detected: Float64Array;
}

/**
 * Sums over jobs, each counted as often as its weight says.
 *
 * @param counts per job and bin
 * @param weights per job number; null: each once
 * @returns per bin, empty bins included
 */
export function sumOverJobs(counts: JobCounts, weights: Uint32Array | null): BinCounts {
  const { bins, grid } = counts;
  const [injected, detected] = [new Float64Array(bins), new Float64Array(bins)];
  for (const job of counts.jobs) {
    const weight = weights === null ? 1 : weights[job]!;
    if (weight === 0) continue;
    const first = job * bins;
    for (let bin = 0; bin < bins; bin++) {
      injected[bin]! += weight * counts.injected[first + bin]!;
      detected[bin]! += weight * counts.detected[first + bin]!;
    }
  }
  const centreMag = Float64Array.from(injected, (_, i) => (grid.edges[i]! + grid.edges[i + 1]!) / 2);
  return { centreMag, injected, detected };
}
