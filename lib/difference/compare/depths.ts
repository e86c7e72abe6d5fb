// m80, m50 and m20 of each algorithm with errors by bootstrap over jobs, and by how much SFFT goes deeper than ZOGY.

import { type BootstrapInterval, type BootstrapOptions, bootstrapJobs, percentileInterval } from "./bootstrap";
import { COMPLETENESS_STEP_MAG } from "./completeness";
import { type CompletenessFit, depthByFit, fitCompleteness } from "./completeness-fit";
import { type Depth, depthByInterpolation, orderedDepth } from "./depth";
import { DETECTION_SETS, type DetectionSet, type Injections, pairedInjections } from "./injections";
import { countByJob, gridOver, type JobCounts, type MagnitudeLimits, sumOverJobs } from "./magnitude-counts";

/** Bins of the fit: narrow against the fall of completeness (fitCompleteness says what they cost). */
const FIT_STEP_MAG = 0.05;
/** As RAPID states them, and the middle one. */
const DEPTH_LEVELS = [0.8, 0.5, 0.2] as const;

export interface DepthOptions extends BootstrapOptions {
  /** bins that are interpolated between, mag */
  stepMag?: number;
  limits?: MagnitudeLimits;
  /** completeness levels, 0 to 1 */
  levels?: readonly number[];
  /** false: fitted depths get no interval, for a fit of each draw is most of the work; left out: true */
  areDrawsFitted?: boolean;
}

/** A depth by both ways, AB mag, each with its interval. */
export interface DepthEstimate {
  level: number;
  interpolated: Depth;
  interpolatedInterval: BootstrapInterval;
  fitted: Depth;
  fittedInterval: BootstrapInterval;
}

export interface SetDepths {
  set: DetectionSet;
  fit: CompletenessFit;
  depths: DepthEstimate[];
  /** jobs drawn from */
  jobs: number;
}

/**
 * The magnitudes at which completeness falls below each level, by interpolation of bins and by the logistic fit, with percentile
 * intervals from drawing jobs with replacement.
 *
 * Rows with NaN magnitude or without outcome are left out (measureCompleteness counts them). A depth beyond the injected magnitudes is
 * "not reached", in a replicate too, where it keeps its side. Cost: a pass over the injections per set, then replicates × (jobs × bins).
 *
 * @param injections columns
 * @param options bins, levels (0.8, 0.5, 0.2), replicates (1000), seed (1), confidence (0.95)
 * @returns per set
 * @throws InvalidParameterError for columns or options that cannot be
 */
export function measureDepths(injections: Injections, options: DepthOptions = {}): Record<DetectionSet, SetDepths> {
  const measure = (set: DetectionSet): SetDepths => {
    const study = studyOf(injections, set, options);
    const levels = options.levels ?? DEPTH_LEVELS;
    const { fit, values } = replicateDepths(study, levels, options);
    const interval = (column: number) =>
      percentileInterval(
        values.map((row) => row[column]!),
        study.jobs.length,
        options.confidence,
      );
    const depths = levels.map((level, i) => ({
      level,
      interpolated: depthByInterpolation(sumOverJobs(study.binned, null), level),
      interpolatedInterval: interval(2 * i),
      fitted: depthByFit(fit, level),
      fittedInterval: interval(2 * i + 1),
    }));
    return { set, fit, depths, jobs: study.jobs.length };
  };
  const [zogy, sfft, either, both] = DETECTION_SETS;
  return { zogy: measure(zogy), sfft: measure(sfft), either: measure(either), both: measure(both) };
}

/** SFFT minus ZOGY, mag: positive where SFFT goes deeper. */
export interface DepthDifference {
  level: number;
  /** null: one of the depths is not reached */
  interpolatedMag: number | null;
  interpolatedInterval: BootstrapInterval;
  fittedMag: number | null;
  fittedInterval: BootstrapInterval;
}

/**
 * Difference of depth between the algorithms on the same injections: both are computed from each draw of jobs, so that what an image
 * does to both cancels (paired bootstrap). Only injections that both algorithms were measured on.
 *
 * A replicate with one depth beyond the injected magnitudes is infinite on that side; with both beyond the same side it has no value.
 *
 * @param injections columns
 * @param options as of measureDepths
 * @returns per level
 * @throws InvalidParameterError as measureDepths
 */
export function compareDepths(injections: Injections, options: DepthOptions = {}): DepthDifference[] {
  const paired = pairedInjections(injections);
  const levels = options.levels ?? DEPTH_LEVELS;
  const zogy = studyOf(paired, "zogy", options);
  const sfft = studyOf(paired, "sfft", options);
  // one seed and one list of jobs: draw number i is the same jobs for both
  const ofZogy = replicateDepths(zogy, levels, options);
  const ofSfft = replicateDepths(sfft, levels, options);
  const interval = (column: number) => {
    const differences = ofSfft.values.map((row, i) => row[column]! - ofZogy.values[i]![column]!);
    return percentileInterval(differences, zogy.jobs.length, options.confidence);
  };
  const [zogyBins, sfftBins] = [sumOverJobs(zogy.binned, null), sumOverJobs(sfft.binned, null)];
  return levels.map((level, i) => ({
    level,
    interpolatedMag: differenceOf(depthByInterpolation(sfftBins, level), depthByInterpolation(zogyBins, level)),
    interpolatedInterval: interval(2 * i),
    fittedMag: differenceOf(depthByFit(ofSfft.fit, level), depthByFit(ofZogy.fit, level)),
    fittedInterval: interval(2 * i + 1),
  }));
}

function differenceOf(deeper: Depth, shallower: Depth): number | null {
  if (deeper.state === "not reached" || shallower.state === "not reached") return null;
  return deeper.magnitude - shallower.magnitude;
}

/** Injections of one set, counted in the bins of each way. */
interface Study {
  binned: JobCounts;
  fine: JobCounts;
  jobs: Uint32Array;
  jobCount: number;
}

function studyOf(injections: Injections, set: DetectionSet, options: DepthOptions): Study {
  const count = (stepMag: number) => {
    const grid = gridOver(injections.magnitude, stepMag, options.limits) ?? { stepMag, edges: new Float64Array(1) };
    return countByJob(injections, set, grid);
  };
  const binned = count(options.stepMag ?? COMPLETENESS_STEP_MAG);
  return { binned, fine: count(FIT_STEP_MAG), jobs: binned.jobs, jobCount: injections.jobCount };
}

/** values[replicate]: per level the interpolated and the fitted depth, as ordered numbers. */
function replicateDepths(
  study: Study,
  levels: readonly number[],
  options: DepthOptions,
): { fit: CompletenessFit; values: number[][] } {
  const fit = fitCompleteness(sumOverJobs(study.fine, null));
  // a model at a bound is no place to start other samples from
  const start = fit.state === "measured" && fit.atBound.length === 0 ? fit.model : undefined;
  const values = bootstrapJobs(study.jobs, study.jobCount, options, (weights) => {
    const bins = sumOverJobs(study.binned, weights);
    const drawnFit = options.areDrawsFitted === false ? null : fitCompleteness(sumOverJobs(study.fine, weights), start);
    return levels.flatMap((level) => [
      orderedDepth(depthByInterpolation(bins, level)),
      drawnFit === null ? Number.NaN : orderedDepth(depthByFit(drawnFit, level)),
    ]);
  });
  return { fit, values };
}
