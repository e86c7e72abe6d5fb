// Numbers and lines read off a threshold curve: ROC, precision-recall, purity, and single thresholds on them.

import { InvalidParameterError } from "../../errors";
import type { ThresholdCurve } from "./threshold-curve";
import { type Fraction, wilsonInterval, Z_95 } from "./wilson";

/** A line of a plot; x[i], y[i] and point i of the threshold curve belong together. */
export interface CurveLine {
  x: Float64Array;
  y: Float64Array;
}

/**
 * ROC: x = false positives / bogus, y = true positives / real, from (0, 0) on. Null without real or without bogus candidates.
 *
 * Source: Fawcett 2006, Pattern Recogn. Lett. 27, 861, section 4.
 */
export function rocLine({ truePositives, falsePositives, real, bogus }: ThresholdCurve): CurveLine | null {
  if (real === 0 || bogus === 0) return null;
  return {
    x: Float64Array.from(falsePositives, (count) => count / bogus),
    y: Float64Array.from(truePositives, (count) => count / real),
  };
}

/**
 * Precision-recall: x = true positives / real, y = true positives / (true + false positives). Where nothing passes precision does not
 * exist: that point is NaN, a gap of the line. Null without real candidates.
 *
 * To be drawn as steps: between points precision does not follow a straight line (Davis & Goadrich 2006, 10.1145/1143844.1143874).
 */
export function precisionRecallLine({ truePositives, falsePositives, real }: ThresholdCurve): CurveLine | null {
  if (real === 0) return null;
  return {
    x: Float64Array.from(truePositives, (count) => count / real),
    y: Float64Array.from(truePositives, (count, i) => count / (count + falsePositives[i]!)),
  };
}

/**
 * Area under the ROC by the trapezoid rule, in counts: the chance that a real candidate passes a stricter threshold than a bogus one,
 * ties half, which is Mann & Whitney's U / (real × bogus). With a realTotal, missed sources rank below every bogus
 * candidate.
 *
 * Source: Hanley & McNeil 1982, Radiology 143, 29, 10.1148/radiology.143.1.7063747; Fawcett 2006, algorithm 2.
 *
 * @returns 0 to 1, 0.5 for chance; null without real or without bogus candidates
 */
export function rocArea({ truePositives, falsePositives, real, bogus }: ThresholdCurve): number | null {
  if (real === 0 || bogus === 0) return null;
  let twice = 0;
  for (let i = 1; i < truePositives.length; i++)
    twice += (falsePositives[i]! - falsePositives[i - 1]!) * (truePositives[i]! + truePositives[i - 1]!);
  return twice / 2 / (real * bogus);
}

/**
 * Average precision: sum over points of (R[i] - R[i - 1]) P[i], no interpolation. With a realTotal, sources that were missed add none.
 *
 * Source: as scikit-learn's average_precision_score; Zhu 2004, Waterloo working paper 2004-09, eq. 4.
 *
 * @returns 0 to 1; a classifier that knows nothing has the fraction of real candidates; null without real ones
 */
export function averagePrecision({ truePositives, falsePositives, real }: ThresholdCurve): number | null {
  if (real === 0) return null;
  let sum = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const gained = truePositives[i]! - truePositives[i - 1]!;
    if (gained > 0) sum += (gained * truePositives[i]!) / (truePositives[i]! + falsePositives[i]!);
  }
  return sum / real;
}

/** What a threshold lets pass. Fractions are null where their denominator is 0. */
export interface OperatingPoint {
  /** number of the point on the curve */
  point: number;
  /** unit of the feature; infinite where nothing passes */
  threshold: number;
  truePositives: number;
  falsePositives: number;
  /** true positives / real; 1 - this is the missed detection rate */
  recall: Fraction | null;
  /** false positives / bogus */
  falsePositiveRate: Fraction | null;
  /** true positives / all that pass */
  purity: Fraction | null;
  falsePositivesPerImage: number;
}

/**
 * Reads one point of a curve.
 *
 * @param curve of counts
 * @param point number, 0 <= point < points
 * @param z of the Wilson intervals
 * @throws InvalidParameterError for a point that is not there
 */
export function operatingPoint(curve: ThresholdCurve, point: number, z = Z_95): OperatingPoint {
  const { real, bogus, imageCount } = curve;
  const threshold = curve.threshold[point];
  if (threshold === undefined)
    throw new InvalidParameterError({
      place: "threshold curve",
      found: `point ${point}`,
      expected: `0 to ${curve.threshold.length - 1}`,
    });
  const [truePositives, falsePositives] = [curve.truePositives[point]!, curve.falsePositives[point]!];
  return {
    point,
    threshold,
    truePositives,
    falsePositives,
    recall: wilsonInterval(truePositives, real, z),
    falsePositiveRate: wilsonInterval(falsePositives, bogus, z),
    purity: wilsonInterval(truePositives, truePositives + falsePositives, z),
    falsePositivesPerImage: falsePositives / imageCount,
  };
}

/**
 * What passes at a threshold of one's own: the last point that is as strict or stricter.
 *
 * @param curve of counts
 * @param threshold unit of the feature; passes value >= threshold ("above") or <= ("below")
 * @throws InvalidParameterError for NaN
 */
export function atThreshold(curve: ThresholdCurve, threshold: number): OperatingPoint {
  if (Number.isNaN(threshold))
    throw new InvalidParameterError({ place: "threshold", found: "NaN", expected: "a number" });
  const isPassed =
    curve.direction === "above" ? (value: number) => value >= threshold : (value: number) => value <= threshold;
  return operatingPoint(
    curve,
    Math.max(
      lastPoint(curve, (point) => isPassed(curve.threshold[point]!)),
      0,
    ),
  );
}

/**
 * The loosest threshold that lets at most so many bogus candidates per image pass.
 *
 * @param curve of counts
 * @param most false positives per image, 0 or more
 * @throws InvalidParameterError for a negative number or NaN
 */
export function atFalsePositivesPerImage(curve: ThresholdCurve, most: number): OperatingPoint {
  return atMostFalse(curve, most, curve.imageCount, "false positives per image");
}

/**
 * The loosest threshold with at most this false positive rate (no interpolation): its recall is TPR@FPR, 1 - recall MDR@FPR.
 * Without bogus candidates every threshold keeps the rate.
 *
 * @param curve of counts
 * @param most false positive rate, 0 to 1
 * @throws InvalidParameterError for a negative number or NaN
 */
export function atFalsePositiveRate(curve: ThresholdCurve, most: number): OperatingPoint {
  return atMostFalse(curve, most, curve.bogus, "false positive rate");
}

function atMostFalse(curve: ThresholdCurve, most: number, per: number, name: string): OperatingPoint {
  if (!(most >= 0)) throw new InvalidParameterError({ place: name, found: String(most), expected: "0 or more" });
  // 0.1 × 30 images is 3.0000000000000004, 0.7 × 10 is 6.999999999999999: both mean the whole number
  const allowed = most * per * (1 + 1e-12);
  return operatingPoint(
    curve,
    lastPoint(curve, (point) => curve.falsePositives[point]! <= allowed),
  );
}

/**
 * The strictest threshold with at least this recall: its false positive rate is FPR@TPR.
 *
 * @param curve of counts
 * @param least recall, above 0 to 1
 * @returns null when no threshold reaches it (missed sources), or there is no real candidate
 * @throws InvalidParameterError for a recall outside 0 to 1
 */
export function atRecall(curve: ThresholdCurve, least: number): OperatingPoint | null {
  if (!(least > 0 && least <= 1))
    throw new InvalidParameterError({ place: "recall", found: String(least), expected: "above 0, at most 1" });
  const needed = least * curve.real * (1 - 1e-12);
  const before = lastPoint(curve, (point) => curve.truePositives[point]! < needed);
  return curve.real === 0 || before === curve.threshold.length - 1 ? null : operatingPoint(curve, before + 1);
}

/** By bisection: `holds` is true up to some point of the curve and false from there on. -1: at none. */
function lastPoint({ threshold }: ThresholdCurve, holds: (point: number) => boolean): number {
  let [first, end] = [0, threshold.length];
  while (first < end) {
    const middle = (first + end) >> 1;
    if (holds(middle)) first = middle + 1;
    else end = middle;
  }
  return first - 1;
}
