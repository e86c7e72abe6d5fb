// Display limits by the zscale algorithm.

import { medianOfSorted } from "./median";

/** Values drawn as the first and the last colour, in the unit of the pixels. */
export interface Limits {
  low: number;
  high: number;
}

const SAMPLES = 1000;
const CONTRAST = 0.25;
const MAX_REJECT = 0.5;
const MIN_PIXELS = 5;
const REJECT_SIGMA = 2.5;
const ITERATIONS = 5;
/** Neighbours of a rejected sample that are rejected with it, in samples. */
const GROW_FRACTION = 0.01;
/** Images of fewer pixels are looked through for pixels that are not finite. */
const LARGE_PIXELS = 2 ** 20;

/** Sorted finite pixels, at most 1000 of them, taken at an even stride. */
function sortedSample(pixels: ArrayLike<number>): Float64Array {
  const whole = pixels.length >= LARGE_PIXELS ? strided(pixels, pixels.length) : null;
  if (whole?.every(Number.isFinite)) return whole.sort();
  const finite = new Float64Array(pixels.length);
  let count = 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    finite[count] = value;
    if (value - value === 0) count++;
  }
  return strided(finite, count).sort();
}

function strided(pixels: ArrayLike<number>, count: number): Float64Array {
  const stride = Math.max(1, Math.floor(count / SAMPLES));
  const length = Math.min(SAMPLES, Math.ceil(count / stride));
  return Float64Array.from({ length }, (_, i) => pixels[i * stride]!);
}

/** Straight line through the samples that are not rejected, by least squares. */
function fitLine(samples: Float64Array, rejected: Uint8Array): { slope: number; intercept: number } {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < samples.length; i++) {
    if (rejected[i]) continue;
    count++;
    sumX += i;
    sumY += samples[i] ?? 0;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < samples.length; i++) {
    if (rejected[i]) continue;
    covariance += (i - meanX) * ((samples[i] ?? 0) - meanY);
    variance += (i - meanX) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  return { slope, intercept: meanY - slope * meanX };
}

/** Marks samples more than 2.5 sigma off the line, and their neighbours; returns how many stay. */
function rejectOutliers(
  samples: Float64Array,
  rejected: Uint8Array,
  line: { slope: number; intercept: number },
): number {
  const { slope, intercept } = line;
  let [count, sum, squares] = [0, 0, 0];
  const residuals = new Float64Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const residual = samples[i]! - (slope * i + intercept);
    residuals[i] = residual;
    if (rejected[i]) continue;
    count++;
    sum += residual;
  }
  const mean = sum / count;
  for (let i = 0; i < samples.length; i++) if (!rejected[i]) squares += (residuals[i]! - mean) ** 2;
  const limit = REJECT_SIGMA * Math.sqrt(squares / count);
  const marked = rejected.slice();
  for (let i = 0; i < samples.length; i++) if (Math.abs(residuals[i]!) > limit) marked[i] = 1;
  return growInto(rejected, marked, Math.max(1, Math.floor(samples.length * GROW_FRACTION)));
}

/** Marks all within a window of `grow` samples about a marked one; returns how many are left unmarked. */
function growInto(rejected: Uint8Array, marked: Uint8Array, grow: number): number {
  const shift = (grow - 1) >> 1;
  let [good, inWindow] = [0, 0];
  for (let i = 0; i < shift; i++) inWindow += marked[i] ?? 0;
  for (let i = 0; i < marked.length; i++) {
    inWindow += marked[i + shift] ?? 0;
    rejected[i] = inWindow > 0 ? 1 : 0;
    if (inWindow === 0) good++;
    inWindow -= marked[i + shift - grow + 1] ?? 0;
  }
  return good;
}

/**
 * Limits of the zscale algorithm: every stride-th finite pixel, 1000 of them at most, sorted; a straight line through them by
 * least squares, samples more than 2.5 sigma off it rejected with their neighbours, again at most 5 times; the
 * limits are the median and the slope over the contrast 0.25 to both sides, within the sample. With fewer than half
 * left (or 5): the smallest and the largest sample.
 *
 * Non-finite pixels are left out. Of an image of over a megapixel whose 1000 pixels at an even stride are all finite no
 * other pixel is looked at: should some of those be non-finite, the sample is another one than astropy's.
 * Cost: below a millisecond, or one read of the image; allocates the sample, or 8 bytes a pixel.
 * Source: IRAF's `display` task (Tody 1986, SPIE 627, 733), as in astropy's ZScaleInterval (5.2, its defaults).
 *
 * @param pixels any linear unit
 * @returns null when no pixel is finite
 */
export function zscaleLimits(pixels: ArrayLike<number>): Limits | null {
  const samples = sortedSample(pixels);
  const count = samples.length;
  if (count === 0) return null;
  const [low, high] = [samples[0] ?? 0, samples[count - 1] ?? 0];
  const minimum = Math.max(MIN_PIXELS, Math.floor(count * MAX_REJECT));
  const rejected = new Uint8Array(count);
  let good = count;
  let before = count + 1;
  let slope = 0;
  for (let round = 0; round < ITERATIONS && good < before && good >= minimum; round++) {
    const line = fitLine(samples, rejected);
    slope = line.slope;
    before = good;
    good = rejectOutliers(samples, rejected, line);
  }
  if (good < minimum) return { low, high };
  const centre = (count - 1) >> 1;
  const middle = medianOfSorted(samples);
  const steep = slope / CONTRAST;
  return { low: Math.max(low, middle - (centre - 1) * steep), high: Math.min(high, middle + (count - centre) * steep) };
}
