// Annulus mode: noise-normalised detection that respects masks, with scores, depths and flags.

import type { Kernels } from "../kernels";
import { type CleanedImage, cleanImage, forgetMarked } from "../kernels/cleaning";
import { labelBelow, type ThresholdBox } from "../kernels/labels";
import { DECIMATION, FUSED_PLANE, starletDetail } from "../kernels/starlet";
import { rectangleOf, robustStatistics, sparseRowStep } from "../kernels/statistics";
import { combine, type Detection } from "./combine";
import type { AnnulusConfiguration } from "./configuration";
import type { DarkRingImage, DarkRingMeasurement } from "./dark-ring";
import { type Footprint, gatherFootprints } from "./footprints";
import { type LevelledPixels, levelledPixels } from "./levelled-pixels";
import { type DetectionContext, measureDetection } from "./measure-detection";
import { findRoundFeatures, MOST_SEEDS } from "./round-features";
import { FINE_REACH_PIXELS, findSeeds, type SearchPlanes } from "./seeds";

type Found = Omit<DarkRingMeasurement, "statistics"> & {
  statistics: Omit<DarkRingMeasurement["statistics"], "seconds">;
};

/** Cleans, transforms, thresholds per amplifier, looks for round features and measures each. See findDarkRings. */
export function findInAnnulusMode(image: DarkRingImage, configuration: AnnulusConfiguration, kernels: Kernels): Found {
  const { width, height } = image;
  const n = width * height;
  const boxes = image.amplifiers ?? [{ x0: 0, y0: 0, width, height }];
  const cleaned = cleanImage(kernels, image, boxes, configuration.brightNSigma);
  const { coefficientPlane, maxRuns } = configuration;
  const isCoarseKept = coefficientPlane === FUSED_PLANE && configuration.faintNSigma !== null;
  const coarseBytes = 4 * Math.ceil(width / DECIMATION) * Math.ceil(height / DECIMATION);
  const coarse = isCoarseKept ? kernels.allocate(coarseBytes) : null;
  const detail = cleaned.plane;
  starletDetail(kernels, detail, coefficientPlane, { width, height, border: "reflect" }, coarse ?? 0);
  forgetMarked(kernels, detail, cleaned, image);
  const thresholds = thresholdsOf(kernels, detail, image, cleaned, configuration.nSigma);
  const labelled = labelBelow(kernels, detail, image, thresholds, maxRuns);
  const gathered = gatherFootprints(labelled, configuration.minFootprintArea, configuration.maxFootprintArea);
  const source = levelledPixels(kernels, image, cleaned);
  const notes = notesOf(cleaned, boxes.length, thresholds.length);
  const search = { detail, coarse, width, height, thresholds, maxRuns };
  const detections = addFaint(kernels, source, gathered, search, configuration, notes);
  const context: DetectionContext = { source, kernels, configuration, detail, thresholds };
  return {
    rings: detections.flatMap((detection) => measureDetection(detection, context) ?? []),
    statistics: {
      mean: cleaned.mean,
      median: middle(cleaned.boxes.map(({ level }) => level)),
      noise: middle(cleaned.boxes.map(({ noise }) => noise)),
      planeSigma: middle(thresholds.map(({ sigma }) => sigma)),
      planeMedian: middle(thresholds.map(({ median }) => median)),
      maskedFraction: cleaned.badCount / n,
      megapixels: n / 1e6,
    },
    notes,
  };
}

function thresholdsOf(
  kernels: Kernels,
  detail: number,
  image: DarkRingImage,
  { boxes }: CleanedImage,
  nSigma: number,
): ThresholdBox[] {
  return boxes.flatMap((box): ThresholdBox[] => {
    const { median, sigma } = robustStatistics(kernels, rectangleOf(detail, image.width, box, sparseRowStep(box)));
    if (median === null || sigma === null || sigma === 0) return [];
    const { x0, y0, width, height } = box;
    return [{ x0, y0, width, height, median, sigma, threshold: median - nSigma * sigma }];
  });
}

function notesOf(cleaned: CleanedImage, boxCount: number, thresholdCount: number): string[] {
  if (cleaned.boxes.length === 0) return ["no good pixel: nothing was measured"];
  const lost = boxCount - thresholdCount;
  return lost === 0
    ? []
    : [`${lost} of ${boxCount} amplifiers have no good pixels or no noise: nothing was searched there`];
}

/** Footprints alone, or with the round features of the second search. */
function addFaint(
  kernels: Kernels,
  source: LevelledPixels,
  gathered: { footprints: Footprint[]; idCount: number },
  search: SearchPlanes,
  configuration: AnnulusConfiguration,
  notes: string[],
): Detection[] {
  const { footprints, idCount } = gathered;
  if (configuration.faintNSigma === null) {
    return footprints.map((footprint) => ({ footprint, feature: null, isTemplate: false }));
  }
  const centres = footprints.map(({ x0, x1, y0, y1, peakSignificance }) => {
    const reachPixels = Math.max(FINE_REACH_PIXELS, x1 - x0, y1 - y0);
    return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, significance: peakSignificance, reachPixels };
  });
  const seeds = [...centres, ...findSeeds(kernels, search)];
  if (seeds.length > MOST_SEEDS) {
    seeds.sort((a, b) => b.significance - a.significance);
    notes.push(
      `${seeds.length} dips of the wavelet planes: the ${MOST_SEEDS} deepest were looked at for faint features`,
    );
    seeds.length = MOST_SEEDS;
  }
  const features = findRoundFeatures(kernels, source, seeds, configuration.faintNSigma);
  const { minFootprintArea, maxFootprintArea } = configuration;
  return combine(footprints, features, idCount, source).filter(
    ({ footprint: { area } }) => area >= minFootprintArea && area <= maxFootprintArea,
  );
}

function middle(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
