// A sample of an image's pixels from which a page finds limits by itself: min and max first, then finite pixels at an even stride.

/** Enough for zscale and percentiles: a rank among them is right to 0.3 % of the pixels. */
const SAMPLE_PIXELS = 30_000;

export interface Sampler {
  /** the next pixels of the image, in its order */
  take(pixels: Float32Array | Int32Array): void;
  /** counts the range of these pixels where nobody else does */
  widen(pixels: Float32Array | Int32Array): void;
  finish(range: { least: number; most: number } | null): number[];
}

/**
 * Takes a sample of an image that passes by. The stride is odd and shares no factor with the width, so that columns are taken alike.
 *
 * @param width pixels
 * @param height pixels
 * @returns sampler; empty when no pixel is finite
 */
export function newSampler(width: number, height: number): Sampler {
  const stride = evenStride(width, width * height);
  const values: number[] = [];
  let next = 0;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return {
    take(pixels) {
      for (; next < pixels.length; next += stride) {
        const value = pixels[next]!;
        if (Number.isFinite(value)) values.push(value);
      }
      next -= pixels.length;
    },
    widen(pixels) {
      for (let i = 0; i < pixels.length; i++) {
        const value = pixels[i]!;
        if (!Number.isFinite(value)) continue;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    },
    finish(range) {
      const found = range ?? (least <= most ? { least, most } : null);
      return found ? [found.least, found.most, ...values] : [];
    },
  };
}

function evenStride(width: number, count: number): number {
  let stride = Math.max(1, Math.floor(count / SAMPLE_PIXELS)) | 1;
  while (commonDivisor(stride, width) > 1) stride += 2;
  return stride;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
