// Binned statistics of a detector for mosaics: blocks of 8 x 8 pixels from the pixels, blocks of 64 x 64 from those where every pixel is
// finite, which saves two passes over the pixels.

import type { Kernels } from "@/lib/kernels";
import type { PixelRectangle } from "@/lib/kernels/statistics";

/** Statistics of square blocks, each `plane[y * width + x]`; NaN where a block has no finite pixel. */
export interface BlockStatistics {
  width: number;
  height: number;
  mean: Float32Array<ArrayBuffer>;
  min: Float32Array<ArrayBuffer>;
  max: Float32Array<ArrayBuffer>;
  /** of the population */
  std: Float32Array<ArrayBuffer>;
}

/** Blocks of 2^3 and 2^6 pixels a side. */
export const FINE_SHIFT = 3;
export const COARSE_SHIFT = 6;

/**
 * Blocks of 8 and of 64 pixels a side.
 *
 * Border and non-finite pixels: as binBlocks (lib/kernels/bin.ts). Cost: one pass over the pixels, or three where some are not
 * finite; the means of 64 x 64 are then of float64 sums, else of float32 means (6e-8 of a mean).
 *
 * @param kernels whose memory the pixels are in; what is taken is given back
 * @param rectangle pixels, without gaps between rows
 * @returns fine and coarse blocks
 */
export function binDetector(
  kernels: Kernels,
  rectangle: PixelRectangle,
): { fine: BlockStatistics; coarse: BlockStatistics } {
  const { offset, strideBytes, width, height } = rectangle;
  let isWhole = false;
  const fine = binInto(kernels, rectangle, FINE_SHIFT, ({ mean, min, max, std, scratch }) => {
    isWhole = kernels.exports.binEights(offset, strideBytes, width, height, mean, min, max, std, scratch) === 1;
  });
  if (isWhole) return { fine, coarse: coarsen(fine, width, height) };
  const coarse = binInto(kernels, rectangle, COARSE_SHIFT, ({ mean, min, max, std, scratch }) => {
    kernels.exports.binBlocks(offset, strideBytes, width, height, COARSE_SHIFT, mean, min, max, scratch);
    kernels.exports.binDeviations(offset, strideBytes, width, height, COARSE_SHIFT, std, scratch);
  });
  return { fine, coarse };
}

/** Where a kernel shall put its planes, and its scratch. */
type Places = Record<"mean" | "min" | "max" | "std" | "scratch", number>;

function binInto(
  kernels: Kernels,
  { width, height }: PixelRectangle,
  shift: number,
  bin: (places: Places) => void,
): BlockStatistics {
  const size = { width: Math.ceil(width / 2 ** shift), height: Math.ceil(height / 2 ** shift) };
  const count = size.width * size.height;
  const mark = kernels.mark();
  const [mean, min, max, std] = [0, 1, 2, 3].map(() => kernels.allocate(4 * count)) as [number, number, number, number];
  const scratch = kernels.allocate(kernels.exports.binScratchBytes(size.width));
  bin({ mean, min, max, std, scratch });
  const plane = (at: number) => kernels.float32(at, count).slice();
  const planes = { mean: plane(mean), min: plane(min), max: plane(max), std: plane(std) };
  kernels.release(mark);
  return { ...size, ...planes };
}

/** Eight by eight blocks to one: sums of n values of each, its variance about the common mean. */
function coarsen(fine: BlockStatistics, width: number, height: number): BlockStatistics {
  const step = 2 ** (COARSE_SHIFT - FINE_SHIFT);
  const side = 2 ** FINE_SHIFT;
  const size = { width: Math.ceil(fine.width / step), height: Math.ceil(fine.height / step) };
  const planes = () => new Float32Array(size.width * size.height);
  const coarse = { ...size, mean: planes(), min: planes(), max: planes(), std: planes() };
  for (let Y = 0; Y < size.height; Y++) {
    for (let X = 0; X < size.width; X++) {
      let [n, sum, squares, low, high] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      const centre = fine.mean[Y * step * fine.width + X * step]!;
      for (let y = Y * step; y < Math.min(fine.height, (Y + 1) * step); y++) {
        for (let x = X * step; x < Math.min(fine.width, (X + 1) * step); x++) {
          const at = y * fine.width + x;
          const pixels = Math.min(side, width - x * side) * Math.min(side, height - y * side);
          const mean = fine.mean[at]! - centre;
          n += pixels;
          sum += pixels * mean;
          squares += pixels * (fine.std[at]! ** 2 + mean ** 2);
          low = Math.min(low, fine.min[at]!);
          high = Math.max(high, fine.max[at]!);
        }
      }
      const at = Y * size.width + X;
      coarse.mean[at] = centre + sum / n;
      coarse.std[at] = Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
      coarse.min[at] = low;
      coarse.max[at] = high;
    }
  }
  return coarse;
}
