// Depth of a footprint on the pixels themselves, against an annulus of pixels about it.

import type { Stamp } from "./blob-score";
import { type Footprint, maskOf } from "./footprints";
import { cutLevelled, type LevelledPixels, noiseAt } from "./levelled-pixels";
import { median } from "./median";

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
  const stamp = cutLevelled(source, {
    x0: footprint.x0 - ANNULUS_LAST_PIXELS,
    x1: footprint.x1 + ANNULUS_LAST_PIXELS,
    y0: footprint.y0 - ANNULUS_LAST_PIXELS,
    y1: footprint.y1 + ANNULUS_LAST_PIXELS,
  });
  const near = growMask(footprint, stamp);
  const around: number[] = [];
  let [sum, count] = [0, 0];
  stamp.pixels.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    if (near[i] === INSIDE) {
      sum += value;
      count++;
    } else if (near[i] === FAR) around.push(value);
  });
  if (count === 0 || around.length < FEWEST_LEVEL_PIXELS) return null;
  const depth = count * median(Float64Array.from(around)) - sum;
  return {
    meanDepthSigma: depth / count / noise,
    integratedDepthSigma: depth / (noise * Math.sqrt(count + (count ** 2 * MEDIAN_VARIANCE) / around.length)),
  };
}

const FAR = 0;
const NEAR = 1;
const INSIDE = 2;

/** INSIDE the footprint, NEAR within 5 px of it, FAR beyond, on the stamp that is 10 px larger on each side. */
function growMask(footprint: Footprint, stamp: Stamp): Uint8Array {
  const { width, height, mask } = maskOf(footprint);
  const out = new Uint8Array(stamp.pixels.length);
  const reach = ANNULUS_FIRST_PIXELS - 1;
  // along x, then along y: a square of (2 reach + 1) pixels about each pixel of the mask
  const along = new Uint8Array(stamp.width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!mask[y * width + x]) continue;
      const at = y * stamp.width + x + ANNULUS_LAST_PIXELS;
      along.fill(1, at - reach, at + reach + 1);
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < stamp.width; x++) {
      if (!along[y * stamp.width + x]) continue;
      for (let dy = -reach; dy <= reach; dy++) out[(y + ANNULUS_LAST_PIXELS + dy) * stamp.width + x] = NEAR;
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x]) out[(y + ANNULUS_LAST_PIXELS) * stamp.width + x + ANNULUS_LAST_PIXELS] = INSIDE;
    }
  }
  return out;
}
