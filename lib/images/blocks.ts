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

export interface BlockRequest {
  shift: number;
  plane: TileAddress["plane"];
}

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
 * @param kept the layer
 * @param section pixels of it
 * @param request blocks of 2^shift pixels a side, 0: the pixels themselves; statistic, or the mask's bits
 * @param take gets the blocks, whose pixels may lie in the layer's memory: they are gone when it returns
 * @returns what `take` gives
 */
export function keptBlocks<T>(
  kept: KeptPlane,
  section: Section,
  { shift, plane }: BlockRequest,
  take: (blocks: Blocks) => T,
): T {
  const { kernels, width } = kept;
  const offset = kept.offset + PIXEL_BYTES * (section.y0 * width + section.x0);
  const size = { width: section.x1 - section.x0, height: section.y1 - section.y0 };
  return withBlocks({ kernels, offset, stride: width, ...size }, { shift, plane }, take);
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
  request: BlockRequest & { onRows?: (pixels: Float32Array | Int32Array) => void },
): Promise<Blocks> {
  const { onRows } = request;
  const side = 2 ** request.shift;
  const width = section.x1 - section.x0;
  const rows = side * Math.max(1, Math.floor(STRIP_BYTES / (PIXEL_BYTES * width * side)));
  if (request.shift === 0 && request.plane !== "std" && !onRows && section.y1 - section.y0 <= rows) {
    return readPart(file, layer, section);
  }
  const kernels = createKernels();
  const offset = kernels.allocate(PIXEL_BYTES * width * Math.min(rows, section.y1 - section.y0));
  const parts: Blocks[] = [];
  for (let y0 = section.y0; y0 < section.y1; y0 += rows) {
    const y1 = Math.min(section.y1, y0 + rows);
    const count = width * (y1 - y0);
    const view = () => (layer.isMask ? kernels.int32(offset, count) : kernels.float32(offset, count));
    await layer.loadSection(file, { ...section, y0, y1 }, view());
    onRows?.(view());
    parts.push(withBlocks({ kernels, offset, stride: width, width, height: y1 - y0 }, request, copyOf));
  }
  return joinRows(parts);
}

/** Pixels as they are, for a tile: nobody asks for their range. */
async function readPart(
  file: FitsFile,
  layer: Layer & { loadSection: NonNullable<Layer["loadSection"]> },
  section: Section,
): Promise<Blocks> {
  const [width, height] = [section.x1 - section.x0, section.y1 - section.y0];
  const pixels = layer.isMask ? new Int32Array(width * height) : new Float32Array(width * height);
  await layer.loadSection(file, section, pixels);
  return { width, height, pixels, range: null };
}

/** Blocks with pixels of their own. */
export function copyOf(blocks: Blocks): Blocks {
  return { ...blocks, pixels: blocks.pixels.slice() };
}

function withBlocks<T>(from: Rectangle, { shift, plane }: BlockRequest, take: (blocks: Blocks) => T): T {
  const { kernels, offset, stride, width, height } = from;
  const mark = kernels.mark();
  const rectangle = { offset, strideBytes: PIXEL_BYTES * stride, width, height };
  let blocks: Blocks;
  if (plane === "mask") {
    const bits = binBits(kernels, rectangle, shift);
    blocks = { ...bits, pixels: kernels.int32(bits.offset, bits.width * bits.height), range: null };
  } else {
    // of single pixels the kernel is asked for the range alone, in the blocks that it reads fastest
    const isWhole = shift === 0 && plane !== "std";
    const binned = binBlocks(kernels, rectangle, isWhole ? RANGE_SHIFT : shift, plane);
    const pixels = () => kernels.float32(binned.offset, binned.width * binned.height);
    blocks = isWhole ? { ...copyRows(from), range: binned.range } : { ...binned, pixels: pixels() };
  }
  const result = take(blocks);
  kernels.release(mark);
  return result;
}

const RANGE_SHIFT = 3;

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
