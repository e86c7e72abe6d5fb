// All columns of one detection in annulus mode.

import type { Kernels } from "../kernels";
import type { ThresholdBox } from "../kernels/labels";
import { measureBlobScore } from "./blob-score";
import type { Detection } from "./combine";
import type { AnnulusConfiguration } from "./configuration";
import type { DarkRing } from "./dark-ring";
import { measureDepth } from "./depth";
import { flagFootprint } from "./flags";
import type { Footprint } from "./footprints";
import { cutLevelled, type LevelledPixels, noiseAt } from "./levelled-pixels";
import { measureSharedColumns } from "./measure-footprint";
import { LIKENESS, morphologyOf } from "./morphology";
import { measureRingScore } from "./ring-score";
import { padBox } from "./stamp";

export interface DetectionContext {
  source: LevelledPixels;
  kernels: Kernels;
  configuration: AnnulusConfiguration;
  /** byte offset of the thresholded plane */
  detail: number;
  thresholds: readonly ThresholdBox[];
}

/** Pixels added on each side of the bounding box for the ring score. */
const PAD_PIXELS = 4;

/**
 * Measures one detection.
 *
 * @returns null when more of its bounding box is unusable than maxMaskedFraction allows
 */
export function measureDetection(detection: Detection, context: DetectionContext): DarkRing | null {
  const { source, kernels, configuration } = context;
  const { footprint, feature } = detection;
  const tight = cutLevelled(source, footprint);
  const maskedFraction = countUnusable(tight.pixels) / tight.pixels.length;
  if (maskedFraction > configuration.maxMaskedFraction) return null;
  const box = padBox(footprint, PAD_PIXELS, source);
  const padded = cutLevelled(source, box);
  const ring = measureRingScore(kernels, padded, feature && { x: feature.x - box.x0, y: feature.y - box.y0 });
  const blobScorePadded = measureBlobScore(kernels, padded, "skip").score;
  const shared = measureSharedColumns(kernels, footprint, measureBlobScore(kernels, tight, "skip"), configuration);
  const depth = measureDepth(source, footprint);
  const peakSignificance = Math.max(footprint.peakSignificance, peakIn(context, footprint));
  const noise = noiseAt(source, Math.round(shared.centerX), Math.round(shared.centerY)) ?? 0;
  const isRingCentre = ring !== null && (feature === null || ring.score >= LIKENESS);
  const morphology = morphologyOf(ring?.score ?? null, blobScorePadded, feature, padded, noise);
  const flags = flagFootprint(source, footprint, depth, {
    peakSignificance,
    maskedFraction,
    noise,
    isScored: ring !== null,
    isRound: !detection.isTemplate || morphology !== "other",
  });
  return {
    ...shared,
    ringScore: ring?.score ?? null,
    ringRadiusPixels: ring?.radiusPixels ?? null,
    ringWidthPixels: ring?.widthPixels ?? null,
    blobScorePadded,
    morphology,
    centerX: isRingCentre ? box.x0 + ring.x : (feature?.x ?? shared.centerX),
    centerY: isRingCentre ? box.y0 + ring.y : (feature?.y ?? shared.centerY),
    peakSignificance,
    meanDepthSigma: depth?.meanDepthSigma ?? null,
    integratedDepthSigma: depth?.integratedDepthSigma ?? null,
    maskedFraction,
    flags,
  };
}

function countUnusable(pixels: Float64Array): number {
  let count = 0;
  for (const value of pixels) if (!Number.isFinite(value)) count++;
  return count;
}

/** Deepest pixel of the plane in a footprint, sigma of its amplifier; 0 where there is none. */
function peakIn({ kernels, source, detail, thresholds }: DetectionContext, { runs }: Footprint): number {
  const plane = kernels.float32(detail, source.width * source.height);
  let peak = 0;
  for (let i = 0; i < runs.length; i += 3) {
    const y = runs[i]!;
    for (let x = runs[i + 1]!; x < runs[i + 2]!; x++) {
      const value = plane[y * source.width + x]!;
      if (!(value < 0)) continue;
      const box = thresholds.find((b) => x >= b.x0 && x < b.x0 + b.width && y >= b.y0 && y < b.y0 + b.height);
      if (box) peak = Math.max(peak, (box.median - value) / box.sigma);
    }
  }
  return peak;
}
