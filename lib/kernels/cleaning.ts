// Cleaning of an image in kernel memory before a search: marks for pixels that are not to be used, levels
// subtracted, marked pixels filled from their surroundings.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "./index";
import { rectangleOf, robustStatistics, sparseRowStep } from "./statistics";

export interface CleaningBox {
  x0: number;
  y0: number;
  width: number;
  height: number;
}

export interface CleanedBox extends CleaningBox {
  /** subtracted; image units */
  level: number;
  /** 1.4826 × MAD of the good pixels; image units; 0 where they do not scatter */
  noise: number;
}

export interface CleanedImage {
  /** byte offset of float32 [height × width]: the pixels as given, NaN where bad */
  pixels: number;
  /** byte offset of float32 [height × width]: levels subtracted, marked pixels filled */
  plane: number;
  /** byte offset of uint8 [height × width]: 0 good, 1 bad, 2 bright or next to a bright pixel */
  bad: number;
  /** boxes with at least one good pixel */
  boxes: CleanedBox[];
  /** bad or non-finite */
  badCount: number;
  /** above the bright threshold, neighbours not counted */
  brightCount: number;
  /** of the good pixels before bright ones were marked, image units; null: none is good */
  mean: number | null;
  /** cells of CELL_PIXELS squared that are mostly marked, as boxes */
  lostCells: CleaningBox[];
}

/** Side of the cells that marked pixels are filled from. */
const CELL_PIXELS = 64;
/** Of a cell every 15th pixel is taken for its median: 274 values, good to 0.08 sigma. Odd: columns do not alias. */
const CELL_SAMPLE_STEP = 15;
/** Neighbours of a bright pixel that are marked with it: charge diffuses about that far. */
const BRIGHT_GROWTH_PIXELS = 2;
/** Bytes of a segment of levelAndMarkBright. */
const SEGMENT_BYTES = 16;

/**
 * Copies an image into kernel memory and cleans it there.
 *
 * 1. Marked: bad, NaN and infinite pixels. 2. Per box the median of the good pixels is subtracted, and the noise is
 * their 1.4826 × MAD (boxes of over 262,144 pixels: every fourth row). 3. With `brightNSigma`, pixels above it and their neighbours within 2 px are marked too.
 * 4. Marked pixels become the median of the good ones of their 64 × 64 cell, or 0 where under 25 % is good.
 *
 * Border: cells and squares are clipped. Cost: about seven reads of the image; 9 bytes a pixel stay allocated in the
 * arena (the caller marks and releases); the input is untouched. Pixels that lie in kernel memory already are not copied
 * when there is no mask.
 *
 * @param pixels row-major [height × width], any linear unit
 * @param bad not 0: not to be used; null: none
 * @param boxes must not overlap; what they leave out is marked bad
 * @throws InvalidParameterError when the lengths do not fit the shape
 */
export function cleanImage(
  kernels: Kernels,
  image: { width: number; height: number; pixels: Float32Array; bad: Uint8Array | null },
  boxes: readonly CleaningBox[],
  brightNSigma: number | null,
): CleanedImage {
  const { width, height, pixels } = image;
  const n = width * height;
  requireLength("pixels", pixels.length, image);
  if (image.bad) requireLength("bad pixels", image.bad.length, image);
  const resident = isResident(kernels, image, boxes) ? pixels.byteOffset : null;
  const given = resident ?? kernels.allocate(4 * n);
  const plane = kernels.allocate(4 * n);
  const bad = kernels.allocate(n);
  reserveScratch(kernels, n);
  if (resident === null) kernels.float32(given, n).set(pixels);
  if (image.bad) kernels.uint8(bad, n).set(image.bad);
  else kernels.uint8(bad, n).fill(0);
  markOutside(kernels.uint8(bad, n), width, height, boxes);
  const badCount = kernels.exports.markNonFinite(given, bad, n);
  const mean = badCount < n ? kernels.exports.goodSum() / (n - badCount) : null;
  if (badCount > 0 && resident === null) kernels.exports.poison(given, bad, n);
  const cleaned = boxes.flatMap((box): CleanedBox[] => {
    const statistics = robustStatistics(kernels, rectangleOf(given, width, box, sparseRowStep(box)));
    if (statistics.median === null || statistics.sigma === null) return [];
    return [{ ...box, level: statistics.median, noise: statistics.sigma }];
  });
  const brightCount = levelBoxes(kernels, { given, plane, bad, width, height }, cleaned, brightNSigma);
  const lostCells = fillCells(kernels, plane, bad, width, height);
  return { pixels: given, plane, bad, boxes: cleaned, badCount, brightCount, mean, lostCells };
}

/** In kernel memory already, and can stay as it is: else a copy is needed in which bad pixels are NaN. */
function isResident(
  kernels: Kernels,
  { pixels, bad }: { pixels: Float32Array; bad: Uint8Array | null },
  boxes: readonly CleaningBox[],
): boolean {
  const covered = boxes.reduce((area, box) => area + box.width * box.height, 0);
  return bad === null && covered === pixels.length && pixels.buffer === kernels.memory.buffer;
}

/** Grows the memory once for the buffers below, so that views made after this call stay attached. */
function reserveScratch(kernels: Kernels, pixelCount: number): void {
  const mark = kernels.mark();
  kernels.allocate(pixelCount + 1_000_000);
  kernels.release(mark);
}

function requireLength(what: string, found: number, { width, height }: { width: number; height: number }): void {
  const isShape = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (isShape && found === width * height) return;
  throw new InvalidParameterError({
    place: what,
    found: `${found} values`,
    expected: `${width} × ${height}, both positive`,
  });
}

/** Marks what no box covers; nothing to do when they cover the image. */
function markOutside(bad: Uint8Array, width: number, height: number, boxes: readonly CleaningBox[]): void {
  const covered = boxes.reduce((area, box) => area + box.width * box.height, 0);
  if (covered === width * height) return;
  const inside = new Uint8Array(width * height);
  for (const { x0, y0, width: w, height: h } of boxes) {
    for (let y = y0; y < y0 + h; y++) inside.fill(1, y * width + x0, y * width + x0 + w);
  }
  for (let i = 0; i < inside.length; i++) if (!inside[i]) bad[i] = 1;
}

/** Levels all boxes that begin and end in the same rows at once, row by row as the memory lies. Returns how many pixels were bright. */
function levelBoxes(
  kernels: Kernels,
  { given, plane, bad, width, height }: { given: number; plane: number; bad: number; width: number; height: number },
  boxes: readonly CleanedBox[],
  brightNSigma: number | null,
): number {
  const mark = kernels.mark();
  const segments = kernels.allocate(SEGMENT_BYTES * boxes.length);
  const growth = BRIGHT_GROWTH_PIXELS;
  let count = 0;
  for (const [first, ...others] of Map.groupBy(boxes, ({ y0, height: rows }) => `${y0} ${rows}`).values()) {
    if (first === undefined) continue;
    const row = [first, ...others];
    row.forEach(({ x0, width: columns, level, noise }, i) => {
      const bright = brightNSigma === null || noise === 0 ? Number.POSITIVE_INFINITY : brightNSigma * noise;
      kernels.int32(segments + SEGMENT_BYTES * i, 2).set([x0, x0 + columns]);
      kernels.float32(segments + SEGMENT_BYTES * i + 8, 2).set([level, bright]);
    });
    const [start, end] = [first.y0, first.y0 + first.height];
    const { exports } = kernels;
    count += exports.levelAndMarkBright(given, plane, bad, width, height, start, end, segments, row.length, growth);
  }
  kernels.release(mark);
  return count;
}

function fillCells(kernels: Kernels, plane: number, bad: number, width: number, height: number): CleaningBox[] {
  const mark = kernels.mark();
  const [across, down] = [Math.ceil(width / CELL_PIXELS), Math.ceil(height / CELL_PIXELS)];
  const scratch = kernels.allocate(4 * CELL_PIXELS ** 2);
  const mostlyBad = kernels.allocate(across * down);
  kernels.exports.fillMarked(plane, bad, width, height, CELL_PIXELS, CELL_SAMPLE_STEP, scratch, mostlyBad);
  const lost: CleaningBox[] = [];
  kernels.uint8(mostlyBad, across * down).forEach((isLost, cell) => {
    if (!isLost) return;
    const x0 = (cell % across) * CELL_PIXELS;
    const y0 = Math.floor(cell / across) * CELL_PIXELS;
    lost.push({ x0, y0, width: Math.min(CELL_PIXELS, width - x0), height: Math.min(CELL_PIXELS, height - y0) });
  });
  kernels.release(mark);
  return lost;
}

/**
 * Sets marked pixels and lost cells of a plane to NaN, so that they neither enter statistics nor are detected.
 *
 * @param plane byte offset of float32 [height × width]
 */
export function forgetMarked(
  kernels: Kernels,
  plane: number,
  cleaned: CleanedImage,
  shape: { width: number; height: number },
): void {
  const n = shape.width * shape.height;
  if (cleaned.badCount + cleaned.brightCount === 0) return;
  kernels.exports.poison(plane, cleaned.bad, n);
  const values = kernels.float32(plane, n);
  for (const { x0, y0, width, height } of cleaned.lostCells) {
    for (let y = y0; y < y0 + height; y++) {
      values.fill(Number.NaN, y * shape.width + x0, y * shape.width + x0 + width);
    }
  }
}
