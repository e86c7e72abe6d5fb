// Noise of an image as RAPID takes it.

/** A Gaussian clipped at 3 sigma keeps 1 / 1.013604 of its standard deviation. */
const CLIP_CORRECTION = 1.013604;
const MOST_SAMPLES = 60_000;

/** Robust numbers of an image. */
export interface ClippedNoise {
  median: number;
  mean: number;
  /** standard deviation of what is kept, corrected for the clipping */
  sigma: number;
}

/**
 * RAPID's clipped standard deviation: of pixels within 3 sigma of the median, sigma half the distance from the 16th to the 84th
 * percentile; corrected for what the clipping takes from a Gaussian. Percentiles are of every k-th pixel, at most 60,000.
 * Border: none. NaN is skipped. Allocates the sample.
 *
 * @param pixels any unit
 * @returns median, mean and sigma, of the pixels' unit; zeros when no pixel is finite
 */
export function clippedNoise(pixels: Float32Array): ClippedNoise {
  const step = Math.max(1, Math.ceil(pixels.length / MOST_SAMPLES));
  const sample = new Float32Array(Math.ceil(pixels.length / step));
  let count = 0;
  for (let i = 0; i < pixels.length; i += step) if (Number.isFinite(pixels[i]!)) sample[count++] = pixels[i]!;
  if (count === 0) return { median: 0, mean: 0, sigma: 0 };
  const sorted = sample.subarray(0, count).sort();
  const at = (part: number) => sorted[Math.min(count - 1, Math.floor(part * count))]!;
  const median = at(0.5);
  const reach = (3 * (at(0.84134) - at(0.15866))) / 2;
  let [kept, sum, squares] = [0, 0, 0];
  for (let i = 0; i < pixels.length; i++) {
    const offset = pixels[i]! - median;
    if (!(Math.abs(offset) <= reach)) continue;
    kept++;
    sum += offset;
    squares += offset * offset;
  }
  const mean = kept === 0 ? 0 : sum / kept;
  const variance = kept === 0 ? 0 : Math.max(0, squares / kept - mean * mean);
  return { median, mean: median + mean, sigma: Math.sqrt(variance) * CLIP_CORRECTION };
}
