// Sigma-clipped mean of images, pixel by pixel, in kernel memory.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "./index";

/** Pixels that the kernel works on at once. */
const BLOCK_PIXELS = 16;
const BLOCK_BYTES = 64;
/** The sorting network of more would be as large as the pixels. */
const MOST_INPUTS = 1000;

export interface CombineOptions {
  /** values further than so many spreads from the median are left out */
  nSigma: number;
  /** rounds of clipping; 0: none */
  iterations: number;
  /** std: of the population; mad: 1.4826 × median absolute deviation */
  spread: "std" | "mad";
}

/** Images of one length in kernel memory, and where their combination goes. */
export interface CombineBuffers {
  /** values that each image has room for: a multiple of 16 */
  capacity: number;
  inputs: number;
  /** image i begins at planes + 4 capacity i */
  planes: number;
  mean: number;
  variance: number;
  counts: number;
  /** the sorting network and room to sort in */
  steps: number;
  stepCount: number;
  scratch: number;
}

/**
 * Takes the memory for combining.
 *
 * @param kernels arena; the caller marks and releases
 * @param inputs images
 * @param pixels largest number of pixels at a time
 * @returns offsets
 * @throws InvalidParameterError for fewer than 2 or more than 1000 images
 */
export function openCombine(kernels: Kernels, inputs: number, pixels: number): CombineBuffers {
  if (!Number.isInteger(inputs) || inputs < 2 || inputs > MOST_INPUTS) {
    throw new InvalidParameterError({
      place: "combination",
      found: `${inputs} images`,
      expected: `2 to ${MOST_INPUTS}`,
    });
  }
  const capacity = Math.ceil(pixels / BLOCK_PIXELS) * BLOCK_PIXELS;
  const pairs = sortingNetwork(inputs);
  const steps = kernels.allocate(8 * pairs.length);
  const scratch = kernels.allocate(BLOCK_BYTES * (inputs + 1));
  const planes = kernels.allocate(4 * capacity * inputs);
  const [mean, variance, counts] = [0, 0, 0].map(() => kernels.allocate(4 * capacity)) as [number, number, number];
  kernels.int32(steps, 2 * pairs.length).set(pairs.flatMap(([a, b]) => [a * BLOCK_BYTES, b * BLOCK_BYTES]));
  return { capacity, inputs, planes, mean, variance, counts, steps, stepCount: pairs.length, scratch };
}

/**
 * Sigma-clipped mean of each pixel over all images: in each round values beyond median ± nSigma × spread are left out, until
 * nothing changes or the rounds are done. Mean, and variance of the mean = sum (v - mean)² / (n - 1) / n, of what is left.
 *
 * Border: none. Values that are not finite are left out; a pixel without a value has mean NaN and count 0, one with a single
 * value has variance NaN. With `mad` a spread of 0 (more than half of the values equal) leaves nothing out.
 * n values can only lie n / sqrt(n - 1) standard deviations from their median: with `std` and 3 sigma at least 8 are needed
 * before one of them can be left out.
 * Cost: n (log n)² / 4 vector steps a 4 pixels for sorting, some 10 operations a value for the rest; sums in float64 about the
 * median; planes are left as they are.
 * Source: the definition of astropy's sigma_clip(axis=0, cenfunc="median", stdfunc="std" or "mad_std"), but what was left out
 * stays out (astropy's takes values back where the limits of a later round are wider); sorting by the merge
 * exchange of Batcher (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M), which takes any number of rows.
 *
 * @param kernels whose memory it is
 * @param buffers from openCombine, planes filled
 * @param pixels how many, at most the capacity
 * @param options how to clip
 * @throws InvalidParameterError for a sigma that is not positive, or rounds that are no count
 */
export function combineClipped(
  kernels: Kernels,
  buffers: CombineBuffers,
  pixels: number,
  { nSigma, iterations, spread }: CombineOptions,
): void {
  if (!(nSigma > 0) || !Number.isInteger(iterations) || iterations < 0) {
    const found = `${nSigma} sigma, ${iterations} rounds`;
    throw new InvalidParameterError({ place: "combination", found, expected: "a positive number, and a count" });
  }
  const { capacity, inputs, planes, mean, variance, counts, steps, stepCount, scratch } = buffers;
  if (pixels > capacity) {
    throw new InvalidParameterError({
      place: "combination",
      found: `${pixels} pixels`,
      expected: `at most ${capacity}`,
    });
  }
  kernels.exports.combineClipped(
    planes,
    4 * capacity,
    inputs,
    pixels,
    steps,
    stepCount,
    nSigma,
    iterations,
    spread === "mad" ? 1 : 0,
    scratch,
    mean,
    variance,
    counts,
  );
}

/**
 * Compare-and-exchange steps that sort any rows (Batcher's merge exchange; Knuth 5.2.2 M).
 *
 * @param count rows
 * @returns pairs of rows [smaller, larger], to be done in their order
 */
export function sortingNetwork(count: number): [number, number][] {
  const pairs: [number, number][] = [];
  const first = 2 ** Math.max(0, Math.ceil(Math.log2(count)) - 1);
  for (let p = first; p >= 1; p /= 2) {
    let [q, r, d] = [first, 0, p];
    for (;;) {
      for (let i = 0; i < count - d; i++) if ((i & p) === r) pairs.push([i, i + d]);
      if (q === p) break;
      [d, q, r] = [q - p, q / 2, p];
    }
  }
  return pairs;
}
