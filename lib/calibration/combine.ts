// Images → one, in strips: of any number of images only some rows each are in memory at a time.

import type { Kernels } from "@/lib/kernels";
import { type CombineOptions, combineClipped, openCombine } from "@/lib/kernels/combine";

/** Kernel memory of the strips of all images together. */
const STRIP_BYTES = 64 * 2 ** 20;

/** Images of one size that can be read in parts. */
export interface ImageStack {
  inputs: number;
  /** of each image */
  pixelCount: number;
  /** reads pixels start to start + target.length of image `input` */
  read(input: number, start: number, target: Float32Array): void;
}

/** Planes of a combination. */
export interface Combination {
  /** sigma-clipped mean; NaN where no image has a value */
  mean: Float32Array<ArrayBuffer>;
  /** of the mean; NaN where fewer than two values are left */
  variance: Float32Array<ArrayBuffer>;
  /** values that went into the mean */
  counts: Int32Array<ArrayBuffer>;
}

/**
 * Combines images pixel by pixel (lib/kernels/combine.ts).
 *
 * Memory: 12 bytes a pixel for the result, and 64 MiB of strips whatever the number of images.
 *
 * @param kernels of this thread; memory is given back
 * @param stack 2 to 1000 images
 * @param options of the clipping
 * @returns mean, variance of the mean, count
 * @throws InvalidParameterError as the kernel
 */
export function combineStack(kernels: Kernels, stack: ImageStack, options: CombineOptions): Combination {
  const { inputs, pixelCount } = stack;
  const strip = Math.max(16, Math.min(pixelCount, Math.floor(STRIP_BYTES / (4 * Math.max(1, inputs)))));
  const mark = kernels.mark();
  try {
    const buffers = openCombine(kernels, inputs, strip);
    const result: Combination = {
      mean: new Float32Array(pixelCount),
      variance: new Float32Array(pixelCount),
      counts: new Int32Array(pixelCount),
    };
    for (let start = 0; start < pixelCount; start += strip) {
      const length = Math.min(strip, pixelCount - start);
      for (let input = 0; input < inputs; input++) {
        stack.read(input, start, kernels.float32(buffers.planes + 4 * input * buffers.capacity, length));
      }
      combineClipped(kernels, buffers, length, options);
      result.mean.set(kernels.float32(buffers.mean, length), start);
      result.variance.set(kernels.float32(buffers.variance, length), start);
      result.counts.set(kernels.int32(buffers.counts, length), start);
    }
    return result;
  } finally {
    kernels.release(mark);
  }
}

/**
 * The largest number of standard deviations that one of n values can lie from their median, n / sqrt(n - 1): clipping at more
 * leaves nothing out.
 *
 * @param count n, at least 2
 * @returns standard deviations of the population
 */
export function largestDeviation(count: number): number {
  return count / Math.sqrt(count - 1);
}
