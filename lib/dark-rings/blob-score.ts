// Likeness of a stamp to one dark Gaussian blob (gaussian_like_score of the upstream workflow).

import { median } from "./median";

export interface Stamp {
  width: number;
  height: number;
  /** row by row; NaN: not to be used */
  pixels: Float64Array;
}

export interface BlobScore {
  /** Pearson correlation with the best of five Gaussians, -1 to 1 */
  score: number;
  /** its sigma, pixels; null: nothing to fit (constant or empty stamp) */
  sigmaPixels: number | null;
}

const SIGMA_FACTORS = [0.6, 0.8, 1, 1.25, 1.6] as const;
const NOTHING: BlobScore = { score: 0, sigmaPixels: null };
/** Upstream's answer to a stamp with a NaN: everything propagates, the first guess stays. */
const POISONED: BlobScore = { score: -1, sigmaPixels: Math.SQRT1_2 };

/**
 * Blob score of a stamp: S = max(0, -(pixels) - median), centre and sigma0 from its moments, then the largest
 * correlation of S with a Gaussian of 0.6, 0.8, 1, 1.25 or 1.6 × sigma0 at that centre (not refitted).
 *
 * Border: the stamp as given. NaN pixels: `nan` "skip" leaves them out of every sum; "poison" gives (-1, 0.7071)
 * as upstream does.
 * Cost: some passes over the stamp; allocates lists of its good pixels.
 * Source: transient_finder 074e10f; steps in docs/dark-rings.md.
 * It cannot tell a ring from noise: a perfect ring gets about 0.2.
 */
export function measureBlobScore(stamp: Stamp, nan: "skip" | "poison"): BlobScore {
  const good = goodPixels(stamp);
  if (good.values.length < stamp.pixels.length && nan === "poison") return POISONED;
  if (good.values.length === 0) return NOTHING;
  const level = median(good.values.map((value) => -value));
  const darkness = good.values.map((value) => Math.max(0, -value - level));
  const moments = momentsOf(good.x, good.y, darkness);
  if (moments === null) return NOTHING;
  const mean = moments.total / darkness.length;
  const centred = darkness.map((value) => value - mean);
  const norm = Math.sqrt(sumOfSquares(centred));
  if (!(norm > 0)) return NOTHING;
  const sigma0 = Math.sqrt(Math.max(0.5, 0.5 * (moments.varianceX + moments.varianceY)));
  let best = -1;
  let bestSigma = sigma0;
  for (const factor of SIGMA_FACTORS) {
    const sigma = Math.max(0.5, sigma0 * factor);
    const correlation = correlate(good, centred, norm, moments, sigma);
    if (correlation !== null && correlation > best) [best, bestSigma] = [correlation, sigma];
  }
  return { score: Math.min(1, Math.max(-1, best)), sigmaPixels: bestSigma };
}

export interface PixelList {
  x: Float64Array;
  y: Float64Array;
  values: Float64Array;
}

/** The finite pixels of a stamp as lists, in raster order. */
export function goodPixels({ width, pixels }: Stamp): PixelList {
  let count = 0;
  for (const value of pixels) if (Number.isFinite(value)) count++;
  const list = { x: new Float64Array(count), y: new Float64Array(count), values: new Float64Array(count) };
  let k = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    if (!Number.isFinite(value)) continue;
    list.x[k] = i % width;
    list.y[k] = Math.floor(i / width);
    list.values[k] = value;
    k++;
  }
  return list;
}

export interface Moments {
  total: number;
  x: number;
  y: number;
  varianceX: number;
  varianceY: number;
}

/** Centroid and second moments of weights; null when they sum to nothing. */
export function momentsOf(x: Float64Array, y: Float64Array, weights: Float64Array): Moments | null {
  let [total, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    sumX += weights[i]! * x[i]!;
    sumY += weights[i]! * y[i]!;
  }
  if (!(total > 0)) return null;
  const [centreX, centreY] = [sumX / total, sumY / total];
  let [varianceX, varianceY] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    varianceX += weights[i]! * (x[i]! - centreX) ** 2;
    varianceY += weights[i]! * (y[i]! - centreY) ** 2;
  }
  return { total, x: centreX, y: centreY, varianceX: varianceX / total, varianceY: varianceY / total };
}

/** Correlation with a Gaussian, which is a product of a row and a column; null when the template is constant. */
function correlate(
  good: PixelList,
  centred: Float64Array,
  norm: number,
  centre: Moments,
  sigma: number,
): number | null {
  const along = gaussian(good.x, centre.x, sigma);
  const down = gaussian(good.y, centre.y, sigma);
  let [sum, squares, product] = [0, 0, 0];
  for (let i = 0; i < centred.length; i++) {
    const value = along[good.x[i]!]! * down[good.y[i]!]!;
    sum += value;
    squares += value * value;
    product += value * centred[i]!;
  }
  const variance = squares - sum ** 2 / centred.length;
  return variance > 0 ? product / (norm * Math.sqrt(variance)) : null;
}

/** exp(-(k - centre)² / (2 sigma²)) for k from 0 to the largest coordinate. */
function gaussian(coordinates: Float64Array, centre: number, sigma: number): Float64Array {
  let last = 0;
  for (const k of coordinates) if (k > last) last = k;
  return Float64Array.from({ length: last + 1 }, (_, k) => Math.exp(-0.5 * ((k - centre) / sigma) ** 2));
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
