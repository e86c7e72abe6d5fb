// Depth of a footprint on the pixels themselves, against an annulus of pixels about it.

import type { Footprint } from "./footprints";
import { type LevelledPixels, noiseAt, writeLevelledWide } from "./levelled-pixels";

export interface FootprintDepth {
  /** mean of (local level - pixel) over the footprint, in the noise of one pixel */
  meanDepthSigma: number;
  /** its sum over the noise of that sum, the level's own error included */
  integratedDepthSigma: number;
}

/** The level comes from pixels between these distances from the footprint (along the worse axis). */
const ANNULUS_FIRST_PIXELS = 5;
const ANNULUS_LAST_PIXELS = 10;
const FEWEST_LEVEL_PIXELS = 30;
/** Variance of a median over that of a mean, for Gaussian noise. */
const MEDIAN_VARIANCE = Math.PI / 2;

/**
 * Mean and integrated depth: d = level - pixel over the N good pixels of the footprint (holes not included);
 *   mean = d̄ / σ,  integrated = Σ d / (σ √(N + N² (π/2) / n)),
 * level = median of the n good pixels 5 to 10 px from the footprint, σ the amplifier's noise of one pixel.
 *
 * Border: what lies outside of the image is missing. Unusable and bright pixels are left out.
 * It cannot tell a dark feature from a level that changes within 10 px, and a neighbour within 10 px biases it.
 *
 * @returns null when there is no noise, no good pixel, or fewer than 30 pixels for the level
 */
export function measureDepth(source: LevelledPixels, footprint: Footprint): FootprintDepth | null {
  const noise = noiseAt(
    source,
    Math.round((footprint.x0 + footprint.x1) / 2),
    Math.round((footprint.y0 + footprint.y1) / 2),
  );
  if (noise === null || noise === 0) return null;
  const { sum, count, around, level } = sumFootprint(source, footprint);
  if (count === 0 || around < FEWEST_LEVEL_PIXELS) return null;
  const depth = count * level - sum;
  return {
    meanDepthSigma: depth / count / noise,
    integratedDepthSigma: depth / (noise * Math.sqrt(count + (count ** 2 * MEDIAN_VARIANCE) / around)),
  };
}

/** Sum and number of the good pixels of the footprint; number and median of those about it. */
function sumFootprint(source: LevelledPixels, footprint: Footprint) {
  const { kernels } = source;
  const box = {
    x0: footprint.x0 - ANNULUS_LAST_PIXELS,
    x1: footprint.x1 + ANNULUS_LAST_PIXELS,
    y0: footprint.y0 - ANNULUS_LAST_PIXELS,
    y1: footprint.y1 + ANNULUS_LAST_PIXELS,
  };
  const [width, height] = [box.x1 - box.x0 + 1, box.y1 - box.y0 + 1];
  const n = width * height;
  const mark = kernels.mark();
  const [stamp, scratch, out] = [kernels.allocate(8 * n), kernels.allocate(9 * n + 16), kernels.allocate(32)];
  const runs = kernels.allocate(4 * footprint.runs.length);
  writeLevelledWide(source, box, stamp);
  const inStamp = kernels.int32(runs, footprint.runs.length);
  footprint.runs.forEach((value, i) => {
    inStamp[i] = value - (i % 3 === 0 ? box.y0 : box.x0);
  });
  const runCount = footprint.runs.length / 3;
  kernels.exports.footprintSums(stamp, width, height, runs, runCount, ANNULUS_FIRST_PIXELS, scratch, out);
  const [sum = 0, count = 0, around = 0, level = 0] = kernels.float64(out, 4);
  kernels.release(mark);
  return { sum, count, around, level };
}
