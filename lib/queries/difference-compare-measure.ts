// Columns → what the page of the comparison draws and tells: completeness, depths, the paired test, threshold curves. Pure.

import { type CompletenessCurve, measureCompleteness } from "@/lib/difference/compare/completeness";
import {
  atFalsePositiveRate,
  atFalsePositivesPerImage,
  atRecall,
  averagePrecision,
  type OperatingPoint,
  rocArea,
} from "@/lib/difference/compare/curve-measures";
import { compareDepths, type DepthDifference, measureDepths, type SetDepths } from "@/lib/difference/compare/depths";
import { type FalsePositiveDepth, falsePositiveDepth } from "@/lib/difference/compare/false-positive-depth";
import { type AlgorithmScores, cutDetections } from "@/lib/difference/compare/fixed-false-positives";
import type { DetectionSet, Injections } from "@/lib/difference/compare/injections";
import type { MagnitudeLimits } from "@/lib/difference/compare/magnitude-counts";
import { mcNemar, type PairedTable } from "@/lib/difference/compare/mcnemar";
import { BOGUS, pointsToPlot, type ThresholdCurve, thresholdCurve } from "@/lib/difference/compare/threshold-curve";
import type { CompareColumns } from "./difference-compare-columns";
import { type CompareRequest, usualPass } from "./difference-compare-request";

/** Points of a threshold curve that are sent. */
const MOST_POINTS = 800;
const REPLICATES = 200;
/** Where classifiers are quoted: recalls, and false positive rates. */
const RECALLS = [0.9, 0.95, 0.99];
const FALSE_POSITIVE_RATES = [0.01, 0.001];

/** One algorithm's feature as a classifier of its detections. */
export interface FeatureStudy {
  /** name of the column */
  column: string;
  direction: "above" | "below";
  imageCount: number;
  /** denominators: detections with a value */
  real: number;
  bogus: number;
  /** left out: neither real nor bogus; without a value */
  unknown: number;
  withoutValue: { real: number; bogus: number };
  /** from the strictest to the loosest; the first threshold, at which nothing passes, is null */
  thresholds: (number | null)[];
  truePositives: number[];
  falsePositives: number[];
  rocArea: number | null;
  averagePrecision: number | null;
  /** the least false positive rate with at least each recall; null: none has it */
  atRecalls: { recall: number; falsePositiveRate: number | null }[];
  /** the missed share of real ones at each false positive rate at most */
  atFalsePositiveRates: { falsePositiveRate: number; missed: number | null }[];
  /** at the false positives per image that were asked for; null: none were */
  cut: (Omit<OperatingPoint, "threshold"> & { threshold: number | null }) | null;
}

export interface CompareAnswer {
  jobCount: number;
  /** could have been found */
  truthCount: number;
  leftOut: CompareColumns["leftOut"];
  completeness: Record<DetectionSet, CompletenessCurve>;
  depths: Record<DetectionSet, SetDepths>;
  differences: DepthDifference[];
  /** draws of jobs behind the errors of the depths */
  replicates: number;
  paired: PairedTable;
  features: Record<"zogy" | "sfft", FeatureStudy>;
  /** m_th: where the false positives of each reach 10 per image; null: not measured on any image */
  falsePositiveDepths: Record<"zogy" | "sfft", FalsePositiveDepth | null>;
}

/**
 * Measures everything of one request.
 *
 * @param columns at the request's match radius
 * @param request limits, feature, false positives per image
 * @param replicates draws of jobs for the errors of the depths
 * @throws InvalidParameterError for limits that make no bins
 */
export function measureComparison(
  columns: CompareColumns,
  request: CompareRequest,
  replicates = REPLICATES,
): CompareAnswer {
  const direction = request.pass === "" ? usualPass(request.of) : request.pass;
  const curves = { zogy: curveOf(columns, "zogy", direction), sfft: curveOf(columns, "sfft", direction) };
  const cuts = { zogy: cutOf(curves.zogy, request.fp), sfft: cutOf(curves.sfft, request.fp) };
  const injections = cutInjections(columns, { zogy: cuts.zogy, sfft: cuts.sfft }, direction);
  const shown = withinLimits(injections, request);
  const options = { stepMag: request.step, replicates, areDrawsFitted: false, ...limitsOf(injections, request) };
  return {
    jobCount: columns.jobCount,
    truthCount: columns.injections.job.length,
    leftOut: columns.leftOut,
    completeness: measureCompleteness(injections, options),
    depths: measureDepths(injections, options),
    differences: compareDepths(injections, options),
    replicates,
    paired: mcNemar(shown),
    features: {
      zogy: studyOf(curves.zogy, `zogy_${request.of}`, cuts.zogy),
      sfft: studyOf(curves.sfft, `sfft_${request.of}`, cuts.sfft),
    },
    falsePositiveDepths: { zogy: bogusDepth(columns, "zogy"), sfft: bogusDepth(columns, "sfft") },
  };
}

function curveOf({ scores }: CompareColumns, algorithm: "zogy" | "sfft", direction: "above" | "below"): ThresholdCurve {
  const { values, classes, imageCount } = scores[algorithm];
  return thresholdCurve(values, classes, { direction, imageCount: Math.max(1, imageCount) });
}

function bogusDepth({ scores }: CompareColumns, algorithm: "zogy" | "sfft"): FalsePositiveDepth | null {
  const { magnitude, classes, imageCount } = scores[algorithm];
  if (imageCount === 0) return null;
  return falsePositiveDepth(
    magnitude.filter((_, i) => classes[i] === BOGUS),
    imageCount,
  );
}

function cutOf(curve: ThresholdCurve, falsePositivesPerImage: number | null): OperatingPoint | null {
  return falsePositivesPerImage === null ? null : atFalsePositivesPerImage(curve, falsePositivesPerImage);
}

function cutInjections(
  { injections, scores }: CompareColumns,
  cuts: Record<"zogy" | "sfft", OperatingPoint | null>,
  direction: "above" | "below",
): Injections {
  const cut = (detected: Uint8Array, algorithm: "zogy" | "sfft") => {
    const point = cuts[algorithm];
    const of: Pick<AlgorithmScores, "ofInjections" | "direction"> = {
      ofInjections: scores[algorithm].ofInjections,
      direction,
    };
    return point === null ? detected : cutDetections(detected, of, point.threshold);
  };
  return {
    ...injections,
    detectedByZogy: cut(injections.detectedByZogy, "zogy"),
    detectedBySfft: cut(injections.detectedBySfft, "sfft"),
  };
}

/** Limits of magnitude; an open side is that of the injections. */
function limitsOf(injections: Injections, { magfrom, magto }: CompareRequest): { limits?: MagnitudeLimits } {
  if (magfrom === null && magto === null) return {};
  const magnitudes = injections.magnitude.filter(Number.isFinite);
  const startMag = magfrom ?? Math.floor(magnitudes.reduce((least, value) => Math.min(least, value), magto ?? 0));
  const endMag = magto ?? Math.ceil(magnitudes.reduce((most, value) => Math.max(most, value), startMag) + 1e-9);
  return { limits: { startMag, endMag: Math.max(endMag, startMag + 1e-3) } };
}

/** The injections that the limits keep; all without limits, those without a magnitude too. */
function withinLimits(injections: Injections, { magfrom, magto }: CompareRequest): Injections {
  if (magfrom === null && magto === null) return injections;
  const { job, jobCount, magnitude, detectedByZogy, detectedBySfft } = injections;
  const isKept = (_: number, i: number) =>
    magnitude[i]! >= (magfrom ?? Number.NEGATIVE_INFINITY) && magnitude[i]! < (magto ?? Number.POSITIVE_INFINITY);
  return {
    job: job.filter(isKept),
    jobCount,
    magnitude: magnitude.filter(isKept),
    detectedByZogy: detectedByZogy.filter(isKept),
    detectedBySfft: detectedBySfft.filter(isKept),
  };
}

function studyOf(curve: ThresholdCurve, column: string, cut: OperatingPoint | null): FeatureStudy {
  const points = [...pointsToPlot(curve, MOST_POINTS)];
  return {
    column,
    direction: curve.direction,
    imageCount: curve.imageCount,
    real: curve.real,
    bogus: curve.bogus,
    unknown: curve.unknown,
    withoutValue: curve.withoutValue,
    thresholds: points.map((point) => finiteOrNull(curve.threshold[point]!)),
    truePositives: points.map((point) => curve.truePositives[point]!),
    falsePositives: points.map((point) => curve.falsePositives[point]!),
    rocArea: rocArea(curve),
    averagePrecision: averagePrecision(curve),
    atRecalls: RECALLS.map((recall) => ({
      recall,
      falsePositiveRate: atRecall(curve, recall)?.falsePositiveRate?.value ?? null,
    })),
    atFalsePositiveRates: FALSE_POSITIVE_RATES.map((falsePositiveRate) => {
      const found = curve.bogus === 0 ? null : atFalsePositiveRate(curve, falsePositiveRate).recall;
      return { falsePositiveRate, missed: found === null ? null : 1 - found.value };
    }),
    cut: cut === null ? null : { ...cut, threshold: finiteOrNull(cut.threshold) },
  };
}

/** JSON has no infinity. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
