// Both algorithms at the same number of false positives per image: at a fixed sigma the one whose noise is underestimated would win.

import { InvalidParameterError } from "../../errors";
import { atFalsePositivesPerImage, type OperatingPoint } from "./curve-measures";
import { type Injections, NOT_MEASURED } from "./injections";
import { type PassDirection, thresholdCurve } from "./threshold-curve";

/** A feature of one algorithm. */
export interface AlgorithmScores {
  /** of its candidates */
  values: Float64Array | Float32Array;
  /** 1 real, 0 bogus, 2 unknown */
  classes: Uint8Array;
  direction: PassDirection;
  /** images it ran on */
  imageCount: number;
  /** of its detection of each injection, in the order of the injections; NaN: it has none, or none with a value */
  ofInjections: Float64Array;
}

export interface FixedComparison {
  /** asked for */
  falsePositivesPerImage: number;
  /** what each threshold gives: with ties, or too few bogus candidates, less than asked for */
  zogy: OperatingPoint;
  sfft: OperatingPoint;
  /** the injections as found at these thresholds: for measureCompleteness, measureDepths, compareDepths and mcNemar */
  injections: Injections;
}

/**
 * Sets each algorithm's threshold to the loosest with at most so many false positives per image, and cuts its detections there.
 *
 * Detections without a value do not pass; what was not measured stays so.
 * Source: reference difference-imaging.md, section 7 ("compare at fixed false positives per image, never fixed sigma").
 *
 * @param injections as found by the finders
 * @param scores of each algorithm
 * @param falsePositivesPerImage 0 or more
 * @returns thresholds and the injections behind them
 * @throws InvalidParameterError as thresholdCurve, and for values that do not go with the injections
 */
export function compareAtFalsePositives(
  injections: Injections,
  scores: { zogy: AlgorithmScores; sfft: AlgorithmScores },
  falsePositivesPerImage: number,
): FixedComparison {
  const point = (of: AlgorithmScores) =>
    atFalsePositivesPerImage(thresholdCurve(of.values, of.classes, of), falsePositivesPerImage);
  const [zogy, sfft] = [point(scores.zogy), point(scores.sfft)];
  return {
    falsePositivesPerImage,
    zogy,
    sfft,
    injections: {
      ...injections,
      detectedByZogy: cutDetections(injections.detectedByZogy, scores.zogy, zogy.threshold),
      detectedBySfft: cutDetections(injections.detectedBySfft, scores.sfft, sfft.threshold),
    },
  };
}

/**
 * Detections that pass a threshold.
 *
 * @param detected 1 found, 0 missed, 2 not measured
 * @param scores value of each detection and the direction that passes
 * @param threshold unit of the feature
 * @returns a new column
 * @throws InvalidParameterError when there is not one value per injection
 */
export function cutDetections(
  detected: Uint8Array,
  { ofInjections, direction }: Pick<AlgorithmScores, "ofInjections" | "direction">,
  threshold: number,
): Uint8Array {
  if (ofInjections.length !== detected.length)
    throw new InvalidParameterError({
      place: "values of injections",
      found: `${ofInjections.length} values`,
      expected: `${detected.length}, one per injection`,
    });
  return detected.map((outcome, i) => {
    if (outcome === NOT_MEASURED) return NOT_MEASURED;
    const value = ofInjections[i]!;
    return Number(outcome === 1 && (direction === "above" ? value >= threshold : value <= threshold));
  });
}
