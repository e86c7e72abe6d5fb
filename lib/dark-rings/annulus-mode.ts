// Annulus mode: noise-normalised detection that respects masks, with scores, depths and flags.

import type { Kernels } from "../kernels";
import { cleanImage, forgetMarked } from "../kernels/cleaning";
import { labelBelow, type ThresholdBox } from "../kernels/labels";
import { starletDetail } from "../kernels/starlet";
import { rectangleOf, robustStatistics } from "../kernels/statistics";
import { measureBlobScore } from "./blob-score";
import type { AnnulusConfiguration } from "./configuration";
import type { DarkRing, DarkRingImage, DarkRingMeasurement } from "./dark-ring";
import { type Footprint, gatherFootprints } from "./footprints";
import { measureSharedColumns } from "./measure-footprint";
import { morphologyOf } from "./morphology";
import { measureRingScore } from "./ring-score";
import { cutBox, padBox } from "./stamp";

/** Pixels added on each side of the bounding box for the ring score. */
const PAD_PIXELS = 4;

type Found = Omit<DarkRingMeasurement, "statistics"> & {
  statistics: Omit<DarkRingMeasurement["statistics"], "seconds">;
};

/** Cleans, transforms, thresholds per amplifier and measures each footprint. See findDarkRings. */
export function findInAnnulusMode(image: DarkRingImage, configuration: AnnulusConfiguration, kernels: Kernels): Found {
  const { width, height } = image;
  const n = width * height;
  const wholeBox = [{ x0: 0, y0: 0, width, height }];
  const boxes = image.amplifiers ?? wholeBox;
  const cleaned = cleanImage(kernels, image, boxes, configuration.brightNSigma);
  const scratch = kernels.allocate(4 * n);
  const shape = { width, height, border: "reflect" as const };
  const detail = starletDetail(kernels, cleaned.plane, scratch, configuration.coefficientPlane, shape);
  forgetMarked(kernels, detail, cleaned, shape);
  const thresholds = boxes.flatMap((box): ThresholdBox[] => {
    const { median, sigma } = robustStatistics(kernels, rectangleOf(detail, width, box));
    if (median === null || sigma === null || sigma === 0) return [];
    const { x0, y0, width: w, height: h } = box;
    return [{ x0, y0, width: w, height: h, median, sigma, threshold: median - configuration.nSigma * sigma }];
  });
  const labelled = labelBelow(kernels, detail, shape, thresholds, configuration.maxRuns);
  const bad = kernels.uint8(cleaned.bad, n).slice();
  const footprints = gatherFootprints(labelled, configuration.minFootprintArea, configuration.maxFootprintArea);
  return {
    rings: footprints.flatMap((footprint) => measure(image, bad, footprint, configuration, kernels)),
    statistics: {
      mean: cleaned.mean,
      median: middle(cleaned.boxes.map(({ level }) => level)),
      noise: middle(cleaned.boxes.map(({ noise }) => noise)),
      planeSigma: middle(thresholds.map(({ sigma }) => sigma)),
      planeMedian: middle(thresholds.map(({ median }) => median)),
      maskedFraction: cleaned.badCount / n,
      megapixels: n / 1e6,
    },
    notes: cleaned.boxes.length === 0 ? ["no good pixel: nothing was measured"] : [],
  };
}

function middle(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function measure(
  image: DarkRingImage,
  bad: Uint8Array,
  footprint: Footprint,
  configuration: AnnulusConfiguration,
  kernels: Kernels,
): DarkRing[] {
  const tight = cutBox(image, footprint, bad);
  const maskedFraction = tight.pixels.filter(Number.isNaN).length / tight.pixels.length;
  if (maskedFraction > configuration.maxMaskedFraction) return [];
  const box = padBox(footprint, PAD_PIXELS, image);
  const padded = cutBox(image, box, bad);
  const ring = measureRingScore(kernels, padded);
  const blobPadded = measureBlobScore(padded, "skip");
  const shared = measureSharedColumns(footprint, measureBlobScore(tight, "skip"), configuration);
  return [
    {
      ...shared,
      ringScore: ring?.score ?? null,
      ringRadiusPixels: ring?.radiusPixels ?? null,
      ringWidthPixels: ring?.widthPixels ?? null,
      blobScorePadded: blobPadded.score,
      morphology: morphologyOf(ring?.score ?? null, blobPadded.score),
      centerX: ring ? box.x0 + ring.x : shared.centerX,
      centerY: ring ? box.y0 + ring.y : shared.centerY,
      peakSignificance: footprint.peakSignificance,
      meanDepthSigma: null,
      integratedDepthSigma: null,
      maskedFraction,
      flags: [],
    },
  ];
}
