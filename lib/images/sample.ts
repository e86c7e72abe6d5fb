// A sample of an image's pixels from which a page finds limits by itself: min and max first, then finite pixels of even rows and columns.

/** Enough for zscale and percentiles: a rank among them is right to 0.4 % of the pixels. */
const SAMPLE_PIXELS = 16_384;
/** Columns from one to the next: odd and small, so that a row is read as a stream and amplifiers are met at all phases. */
const COLUMN_STEP = 33;
/** The first column moves on from one sampled row to the next; no factor in common with an odd step, so that all columns have their turn. */
const COLUMN_SHIFT = 2;

export interface Sampler {
  /** the next pixels of the image, in its order */
  take(pixels: Float32Array | Int32Array): void;
  /** counts the range of these pixels where nobody else does */
  widen(pixels: Float32Array | Int32Array): void;
  finish(range: { least: number; most: number } | null): number[];
}

/**
 * Takes a sample of an image that passes by in whole rows.
 *
 * @param width pixels
 * @param height pixels
 * @returns sampler; empty when no pixel is finite
 */
export function newSampler(width: number, height: number): Sampler {
  const columnStep =
    width * height <= SAMPLE_PIXELS ? 1 : Math.min(COLUMN_STEP, Math.ceil((width * height) / SAMPLE_PIXELS) | 1);
  const rowStep = Math.max(1, Math.floor((width * height) / columnStep / SAMPLE_PIXELS));
  const values: number[] = [];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let y = 0;
  return {
    take(pixels) {
      for (let start = 0; start < pixels.length; start += width, y++) {
        if (y % rowStep !== 0) continue;
        for (let x = ((y / rowStep) * COLUMN_SHIFT) % Math.min(columnStep, width); x < width; x += columnStep) {
          const value = pixels[start + x]!;
          if (Number.isFinite(value)) values.push(value);
        }
      }
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
