// Completeness against magnitude: of the injected sources of each bin, the fraction that was found.

import { DETECTION_SETS, type DetectionSet, type Injections } from "./injections";
import { countByJob, gridOver, type MagnitudeLimits, sumOverJobs } from "./magnitude-counts";
import { type Fraction, wilsonInterval, Z_95 } from "./wilson";

/** Width of the published bins, mag. */
export const COMPLETENESS_STEP_MAG = 0.5;

/** Injections with startMag <= magnitude < endMag. */
export interface CompletenessBin {
  startMag: number;
  endMag: number;
  injected: number;
  detected: number;
  /** null: nothing was injected there, which is not 0 */
  completeness: Fraction | null;
}

export interface CompletenessCurve {
  set: DetectionSet;
  /** bright to faint, the same bins for every set; empty when no magnitude is known */
  bins: CompletenessBin[];
  /** rows that are in no bin, by reason */
  outside: number;
  withoutMagnitude: number;
  notMeasured: number;
}

export interface CompletenessOptions {
  /** bin width, mag */
  stepMag?: number;
  /** default: all magnitudes, edges at multiples of the step */
  limits?: MagnitudeLimits;
  /** normal quantile of the intervals, default of 95 % */
  z?: number;
}

/**
 * Completeness k/n per magnitude bin with Wilson intervals, for each algorithm, for either and for both.
 *
 * Rows with NaN magnitude or an outcome that was not measured are left out and counted. Cost: one pass per set.
 * Source: Wilson 1927 for the interval (wilsonInterval); bins of 0.5 mag as in the RAPID evaluation of 2025-09-27.
 *
 * @param injections columns
 * @param options bins and interval
 * @returns a curve per set
 * @throws InvalidParameterError for columns, bins or z that cannot be
 */
export function measureCompleteness(
  injections: Injections,
  { stepMag = COMPLETENESS_STEP_MAG, limits, z = Z_95 }: CompletenessOptions = {},
): Record<DetectionSet, CompletenessCurve> {
  const grid = gridOver(injections.magnitude, stepMag, limits) ?? { stepMag, edges: new Float64Array(1) };
  const curve = (set: DetectionSet): CompletenessCurve => {
    const counts = countByJob(injections, set, grid);
    const { injected, detected } = sumOverJobs(counts, null);
    const bins = Array.from(injected, (n, i) => ({
      startMag: grid.edges[i]!,
      endMag: grid.edges[i + 1]!,
      injected: n,
      detected: detected[i]!,
      completeness: wilsonInterval(detected[i]!, n, z),
    }));
    const { outside, withoutMagnitude, notMeasured } = counts;
    return { set, bins, outside, withoutMagnitude, notMeasured };
  };
  const [zogy, sfft, either, both] = DETECTION_SETS;
  return { zogy: curve(zogy), sfft: curve(sfft), either: curve(either), both: curve(both) };
}
