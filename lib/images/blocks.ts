// A statistic of the blocks of a region of a layer: from memory, or in strips from the file.

import { createKernels, type Kernels } from "../kernels";
import { binBits, binBlocks } from "../kernels/bin";
import type { FitsFile, Section } from "../readers/fits";
import type { Tile, TileAddress } from "./description";
import type { KeptPlane } from "./kept-planes";
import type { Layer } from "./layer";

const PIXEL_BYTES = 4;
/** Rows are read in strips of about so many bytes, whole blocks high. */
const STRIP_BYTES = 16 * 2 ** 20;

export interface Blocks extends Tile {
  /** of the pixels; null: none is finite, a mask, or standard deviations */
  range: { least: number; most: number } | null;
}

/** Row by row what lies in a rectangle of kernel memory. */
interface Rectangle {
  kernels: Kernels;
  offset: number;
  /** pixels from row to row */
  stride: number;
  width: number;
  height: number;
}

/**
 * Blocks of a layer in memory. Synchronous.
 *
 * @param plane the layer
 * @param section pixels of it
 * @param shift blocks of 2^shift pixels a side; 0: the pixels themselves
 * @param plane statistic, or the mask's bits
 * @returns new arrays
 */
export function keptBlocks(kept: KeptPlane, section: Section, shift: number, plane: TileAddress["plane"]): Blocks {
  const { kernels, width } = kept;
  const offset = kept.offset + PIXEL_BYTES * (section.y0 * width + section.x0);
  const size = { width: section.x1 - section.x0, height: section.y1 - section.y0 };
  return blocksOf({ kernels, offset, stride: width, ...size }, shift, plane);
}

/**
 * Blocks of a layer in its file, a strip of it in memory at a time.
 *
 * @param file opened
 * @param layer one that can be read by sections
 * @param section pixels of it, its corner on a block
 * @param request blocks of 2^shift pixels a side, statistic or mask; `onRows` gets each strip of pixels
 * @returns new arrays
 */
export async function fileBlocks(
  file: FitsFile,
  layer: Layer & { loadSection: NonNullable<Layer["loadSection"]> },
  section: Section,
  request: { shift: number; plane: TileAddress["plane"]; onRows?: (pixels: Float32Array | Int32Array) => void },
): Promise<Blocks> {
  const { shift, plane, onRows } = request;
  const side = 2 ** shift;
  const width = section.x1 - section.x0;
  const rows = side * Math.max(1, Math.floor(STRIP_BYTES / (PIXEL_BYTES * width * side)));
  const kernels = createKernels();
  const offset = kernels.allocate(PIXEL_BYTES * width * Math.min(rows, section.y1 - section.y0));
  const parts: Blocks[] = [];
  for (let y0 = section.y0; y0 < section.y1; y0 += rows) {
    const y1 = Math.min(section.y1, y0 + rows);
    const count = width * (y1 - y0);
    const view = () => (layer.isMask ? kernels.int32(offset, count) : kernels.float32(offset, count));
    await layer.loadSection(file, { ...section, y0, y1 }, view());
    onRows?.(view());
    parts.push(blocksOf({ kernels, offset, stride: width, width, height: y1 - y0 }, shift, plane));
  }
  return joinRows(parts);
}

function blocksOf(from: Rectangle, shift: number, plane: TileAddress["plane"]): Blocks {
  const { kernels, offset, stride, width, height } = from;
  const mark = kernels.mark();
  const rectangle = { offset, strideBytes: PIXEL_BYTES * stride, width, height };
  const isMask = plane === "mask";
  // of single pixels the kernel is asked for the range alone, in the blocks that it reads fastest
  const statistic = isMask ? "mean" : plane;
  const isWhole = shift === 0 && plane !== "std";
  const blocks = isMask
    ? { ...binBits(kernels, rectangle, shift), range: null }
    : binBlocks(kernels, rectangle, isWhole ? 3 : shift, statistic);
  const result = isWhole && !isMask ? { ...copyRows(from), range: blocks.range } : taken(kernels, blocks, isMask);
  kernels.release(mark);
  return result;
}

function taken(
  kernels: Kernels,
  { width, height, offset, range }: { width: number; height: number; offset: number; range: Blocks["range"] },
  isMask: boolean,
): Blocks {
  const pixels = (isMask ? kernels.int32(offset, width * height) : kernels.float32(offset, width * height)).slice();
  return { width, height, pixels, range };
}

function copyRows({ kernels, offset, stride, width, height }: Rectangle): Tile {
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    pixels.set(kernels.float32(offset + PIXEL_BYTES * y * stride, width), y * width);
  }
  return { width, height, pixels };
}

function joinRows(parts: Blocks[]): Blocks {
  const [first] = parts;
  if (parts.length === 1 && first) return first;
  const width = first?.width ?? 0;
  const height = parts.reduce((sum, part) => sum + part.height, 0);
  const isMask = first?.pixels instanceof Int32Array;
  const pixels = isMask ? new Int32Array(width * height) : new Float32Array(width * height);
  let at = 0;
  for (const part of parts) {
    pixels.set(part.pixels, at);
    at += part.pixels.length;
  }
  const ranges = parts.flatMap(({ range }) => (range ? [range] : []));
  const least = Math.min(...ranges.map((range) => range.least));
  const most = Math.max(...ranges.map((range) => range.most));
  return { width, height, pixels, range: ranges.length > 0 ? { least, most } : null };
}
