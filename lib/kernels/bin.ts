// Square blocks of an image in kernel memory: what a pixel of a coarser level of a pyramid tells of the pixels under it.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "./index";
import type { PixelRectangle } from "./statistics";

/** 2^12 = 4096 pixels a side. */
const MOST_SHIFT = 12;

export type BlockStatistic = "mean" | "min" | "max" | "std";

export interface BinnedBlocks {
  width: number;
  height: number;
  /** offset in the kernels' memory of `width * height` float32, in the arena: mark and release are the caller's */
  offset: number;
  /** smallest and largest finite pixel of the rectangle; null when there is none, or when standard deviations were asked for */
  range: { least: number; most: number } | null;
}

/**
 * A statistic of each square block of 2^shift pixels a side: of its finite pixels p, n of them, mean = Σp / n, min, max, or
 * std = √(Σ(p - c)² / n - (Σ(p - c) / n)²) about the block's first finite pixel c.
 *
 * Border: blocks at the right and upper edge hold what is left. Non-finite pixels are skipped; NaN where none is finite.
 * Cost: one pass, memory bound for mean, min and max; the result and a small scratch in the arena; input untouched. Sums in
 * float64, so that integers are summed exactly; the mean is rounded to float32 once.
 *
 * @param rectangle unit of the pixels
 * @param shift 0 to 12
 * @param statistic which one
 * @returns where the blocks are, same unit
 * @throws InvalidParameterError for another shift or an empty rectangle
 */
export function binBlocks(
  kernels: Kernels,
  rectangle: PixelRectangle,
  shift: number,
  statistic: BlockStatistic,
): BinnedBlocks {
  const { width, height } = blocksOf(rectangle, shift);
  const offset = kernels.allocate(4 * width * height);
  const mark = kernels.mark();
  const scratch = kernels.allocate(kernels.exports.binScratchBytes(width));
  const place = [rectangle.offset, rectangle.strideBytes, rectangle.width, rectangle.height, shift] as const;
  const target = (wanted: BlockStatistic) => (statistic === wanted ? offset : 0);
  if (statistic === "std") kernels.exports.binDeviations(...place, offset, scratch);
  else kernels.exports.binBlocks(...place, target("mean"), target("min"), target("max"), scratch);
  kernels.release(mark);
  const least = statistic === "std" ? Number.NaN : kernels.exports.binnedLeast();
  const range = Number.isNaN(least) ? null : { least, most: kernels.exports.binnedMost() };
  return { width, height, offset, range };
}

/**
 * Bits that any pixel of each square block of a mask has.
 *
 * Border: as binBlocks. Cost: one pass; the result in the arena.
 *
 * @param rectangle of int32
 * @param shift 0 to 12
 * @returns where the int32 are
 * @throws InvalidParameterError as binBlocks
 */
export function binBits(
  kernels: Kernels,
  rectangle: PixelRectangle,
  shift: number,
): Pick<BinnedBlocks, "width" | "height" | "offset"> {
  const { width, height } = blocksOf(rectangle, shift);
  const offset = kernels.allocate(4 * width * height);
  const { offset: first, strideBytes } = rectangle;
  kernels.exports.binBits(first, strideBytes, rectangle.width, rectangle.height, shift, offset);
  return { width, height, offset };
}

function blocksOf(rectangle: PixelRectangle, shift: number): { width: number; height: number } {
  const isSize = rectangle.width >= 1 && rectangle.height >= 1;
  if (!isSize || !Number.isInteger(shift) || shift < 0 || shift > MOST_SHIFT) {
    throw new InvalidParameterError({
      place: "blocks of pixels",
      found: `${rectangle.width} x ${rectangle.height} pixels in blocks of 2^${shift}`,
      expected: `at least one pixel, in blocks of 2^0 to 2^${MOST_SHIFT}`,
    });
  }
  return { width: Math.ceil(rectangle.width / 2 ** shift), height: Math.ceil(rectangle.height / 2 ** shift) };
}
