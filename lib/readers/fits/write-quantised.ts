// A tile of floats as scaled integers with subtractive dither (FITS 4.0, 10.2), or exactly where that cannot be.

import { gzipSync } from "fflate";
import type { Kernels } from "@/lib/kernels";
import { DITHER_RANDOMS, ditherRandoms } from "./scratch";
import { storeNumbers } from "./write-numbers";

/** Stored for NaN: the value that cfitsio uses, next to the most negative one. */
export const QUANTISED_BLANK = -2147483647;
/** Integers next to the blank that stay free for readers' own marks, as in cfitsio. */
const RESERVED = 10;
/** 1 / (sqrt(6) * 0.67449): from the median of |2 x[i] - x[i-2] - x[i+2]| to the standard deviation of Gaussian noise. */
const MEDIAN_TO_SIGMA = 0.6052697;
/** More steps do not fit int32. */
const LARGEST_STEPS = 2 ** 31 - 4 * RESERVED;
/** Fewer finite pixels in a row say nothing of its noise. */
const LEAST_PIXELS = 9;

/** Integers in the kernels' memory, and what makes floats of them. */
export interface QuantisedTile {
  at: number;
  scale: number;
  zero: number;
}

/**
 * Quantises a tile in steps of its noise / level. The noise is the median of the third differences of its finite pixels (Stoehr and others
 * 2008), which smooth gradients and single stars hardly touch.
 * @param index of the tile plus ZDITHER0 - 1: where its dither starts
 * @returns null where the tile must be kept exactly: no noise to be measured, infinities, or a range beyond int32
 */
export function quantiseTile(
  kernels: Kernels,
  pixels: Float32Array | Float64Array,
  level: number,
  index: number,
): QuantisedTile | null {
  const count = pixels.length;
  const { exports } = kernels;
  const at = kernels.allocate(4 * count);
  const source = kernels.allocate(pixels.byteLength);
  const isDouble = pixels instanceof Float64Array;
  if (isDouble) kernels.float64(source, count).set(pixels);
  else kernels.float32(source, count).set(pixels);
  const finite = kernels.allocate(4 * count);
  const finiteCount = (isDouble ? exports.finiteDoubles : exports.finiteFloats)(source, finite, count);
  const hasNaN = finiteCount < count;
  if (hasNaN && pixels.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)) return null;
  if (finiteCount === 0) {
    kernels.int32(at, count).fill(QUANTISED_BLANK);
    return { at, scale: 1, zero: 0 };
  }
  const [least, most] = [exports.finiteLeast(), exports.finiteMost()];
  const scale = measureNoise(kernels, finite, finiteCount) / level;
  if (!(scale > 0 && Number.isFinite(scale)) || !((most - least) / scale < LARGEST_STEPS)) return null;
  // Among blanks all integers lie next to the blank: a difference costs no more than between pixels.
  const zero = hasNaN ? least - scale * (QUANTISED_BLANK + RESERVED + 1) : least;
  const quantise = isDouble ? exports.quantiseDoubles : exports.quantiseFloats;
  quantise(source, at, count, scale, zero, ditherRandoms(), index % DITHER_RANDOMS, QUANTISED_BLANK);
  return { at, scale, zero };
}

/** Standard deviation of `count` float32 in the kernels' memory, which are overwritten; 0 for too few. */
function measureNoise(kernels: Kernels, values: number, count: number): number {
  if (count < LEAST_PIXELS) return 0;
  kernels.exports.thirdDifferences(values, values, count);
  const differences = count - 4;
  return MEDIAN_TO_SIGMA * kernels.exports.selectRank(values, differences, (differences - 1) >> 1);
}

/** The pixels as gzip of big-endian floats. */
export function gzipFloats(pixels: Float32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(pixels.byteLength);
  storeNumbers(pixels, bytes);
  return gzipSync(bytes, { mtime: 0 });
}
