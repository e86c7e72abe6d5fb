// Errors by drawing jobs again: sources of one image share its seeing, its subtraction and its failings, so the job is what repeats.

import { InvalidParameterError } from "../../errors";
import { SeededGenerator } from "./seeded-generator";

export interface BootstrapOptions {
  replicates?: number;
  seed?: number;
  /** of the interval, 0 to 1 */
  confidence?: number;
}

/** Percentile interval of a quantity, or why there is none. */
export type BootstrapInterval =
  | {
      state: "measured";
      /** null: the limit lies beyond the injected magnitudes */
      low: number | null;
      high: number | null;
      /** standard deviation of the finite replicates; null for fewer than 2 */
      standardError: number | null;
      /** replicates that gave a value, at infinity or not */
      replicates: number;
      /** of these, beyond the injected magnitudes */
      infinite: number;
      /** replicates without a value: left out */
      withoutValue: number;
    }
  | { state: "not measured"; reason: string };

/**
 * Draws as many jobs as there are, with replacement, and has quantities computed from each draw (cluster bootstrap).
 *
 * Cost: replicates × (jobs + what `estimate` takes); one weight array, used again.
 * Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapters 6 and 8; Davison & Hinkley 1997, section 3.8.
 *
 * @param jobs numbers of the jobs to draw from
 * @param jobCount length of the weights
 * @param options replicates (1000), seed (1)
 * @param estimate given how often each job number was drawn (do not keep it), the quantities; NaN: no value
 * @returns replicates[i] of every draw
 * @throws InvalidParameterError for fewer than 1 or more than 100,000 replicates
 */
export function bootstrapJobs(
  jobs: Uint32Array,
  jobCount: number,
  { replicates = 1000, seed = 1 }: BootstrapOptions,
  estimate: (weights: Uint32Array) => number[],
): number[][] {
  if (!(Number.isInteger(replicates) && replicates >= 1 && replicates <= 100_000))
    throw new InvalidParameterError({
      place: "bootstrap",
      found: `${replicates} replicates`,
      expected: "an integer from 1 to 100000",
    });
  const generator = new SeededGenerator(seed);
  const weights = new Uint32Array(jobCount);
  return Array.from({ length: replicates }, () => {
    weights.fill(0);
    for (let i = 0; i < jobs.length; i++) weights[jobs[generator.below(jobs.length)]!]! += 1;
    return estimate(weights);
  });
}

/**
 * Percentile interval: the (1 - confidence)/2 and (1 + confidence)/2 quantiles of the replicates, by linear interpolation of order
 * statistics (type 7 of Hyndman & Fan 1996). Replicates at ± infinity keep their rank; a limit that touches one is null.
 *
 * @param values replicates of one quantity; NaN left out and counted
 * @param jobs how many jobs were drawn from: from fewer than 2 no error can be had
 * @param confidence default 0.95
 * @returns in the unit of the values
 * @throws InvalidParameterError for a confidence outside 0 to 1
 */
export function percentileInterval(values: readonly number[], jobs: number, confidence = 0.95): BootstrapInterval {
  if (!(confidence > 0 && confidence < 1))
    throw new InvalidParameterError({
      place: "bootstrap",
      found: `confidence ${confidence}`,
      expected: "a number between 0 and 1",
    });
  if (jobs < 2) return { state: "not measured", reason: `drawn from ${jobs} job${jobs === 1 ? "" : "s"}, needs 2` };
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return { state: "not measured", reason: "no replicate gave a value" };
  const finite = sorted.filter(Number.isFinite);
  return {
    state: "measured",
    low: quantileOf(sorted, (1 - confidence) / 2),
    high: quantileOf(sorted, (1 + confidence) / 2),
    standardError: finite.length < 2 ? null : standardDeviation(finite),
    replicates: sorted.length,
    infinite: sorted.length - finite.length,
    withoutValue: values.length - sorted.length,
  };
}

function quantileOf(sorted: Float64Array, quantile: number): number | null {
  const rank = quantile * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
  if (!Number.isFinite(below) || !Number.isFinite(above)) return null;
  return below + (rank - Math.floor(rank)) * (above - below);
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
