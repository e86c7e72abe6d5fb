// Stamps of many candidates out of one large image, and its limits, in one pass over its file: no plane of it is ever in memory.

import { createKernels, type Kernels } from "@/lib/kernels";
import { eachBand, findStoredFloats, type StoredFloats } from "@/lib/readers/fits";
import { BLOCK_PIXELS, LimitSamples } from "./limit-samples";
import type { StampLimits } from "./stamp-answer";
import { type StampImage, type StampPlace, stampCorner } from "./stamps";

/** From so many pixels on zscale looks at a thousand of them first (lib/kernels/zscale.ts). */
const LARGE_PIXELS = 2 ** 20;
/** Stays in the processor's cache from the reading to the cutting, and is read without leaving the thread (lib/files/byte-source.ts). */
const BAND_BYTES = 1 << 20;
/** The exponent's bits, as a little-endian machine loads a big-endian word. */
const BIG_ENDIAN_EXPONENT = 0x0000807f;

/** Of the last image with NaN: the difference images of a job have theirs where the reference does not reach, all at the same places. */
let likelyFinite = 0;

/** What one pass gives. */
export interface CutStamps {
  /** one stamp after the other, `pixels[y * size + x]` each, NaN outside of the image and where a place is not known */
  pixels: Float32Array<ArrayBuffer>;
  /** null: no finite pixel; undefined: not asked for */
  limits: StampLimits | null | undefined;
}

/** Memory of passes that have ended: a pass takes one, and gives it back. */
const idle: Kernels[] = [];

/**
 * Whether cutStamps can: unscaled float32, not compressed, a megapixel at least.
 *
 * @param image open
 * @returns where its pixels lie, or null
 * @throws as readImage
 */
export function findPassable({ file, hdu, width, height }: StampImage): StoredFloats | null {
  return width * height < LARGE_PIXELS ? null : findStoredFloats(file, hdu);
}

/**
 * Cuts squares about many places.
 *
 * @param image as findPassable gives it
 * @param places of the centres
 * @param size px each way
 * @param withLimits whether to measure the zscale limits of the full image, to the same samples as zscaleLimits; without them only rows that
 *   have stamps are read
 * @throws FileUnreadableError
 */
export async function cutStamps(
  image: StoredFloats,
  places: readonly StampPlace[],
  size: number,
  withLimits: boolean,
): Promise<CutStamps> {
  const kernels = idle.pop() ?? createKernels();
  const mark = kernels.mark();
  try {
    const { width } = image;
    const memory = openMemory(kernels, width, size);
    const sheet = openSheet(image, places, size);
    const samples = withLimits ? new LimitSamples(image, likelyFinite) : null;
    const isWanted = (y0: number, y1: number) =>
      samples !== null || sheet.squares.some((one) => meets(one, y0, y1, size));
    await eachBand(image, memory.buffer, isWanted, (y0, y1) => {
      for (const square of sheet.squares) {
        if (meets(square, y0, y1, size)) cutRows(kernels, memory, { y0, y1, width }, square, sheet);
      }
      if (samples === null) return;
      const count = (y1 - y0) * width;
      const pixels = new DataView(memory.buffer.buffer, memory.at, 4 * count);
      samples.take({ first: y0 * width, pixels, finite: countBand(kernels, memory, count) });
    });
    if (samples && samples.finiteCount < width * image.height) likelyFinite = samples.finiteCount;
    return { pixels: sheet.pixels, limits: await samples?.limits() };
  } finally {
    kernels.release(mark);
    idle.push(kernels);
  }
}

interface BandMemory {
  /** of the band */
  at: number;
  /** the same as bytes */
  buffer: Uint8Array;
  /** of the part of a stamp that the band has */
  piece: number;
  counts: number;
}

function openMemory(kernels: Kernels, width: number, size: number): BandMemory {
  const bytes = Math.max(BAND_BYTES, 4 * width);
  const at = kernels.allocate(bytes);
  const piece = kernels.allocate(4 * size * size);
  const counts = kernels.allocate(4 * Math.ceil(bytes / 4 / BLOCK_PIXELS));
  return { at, buffer: kernels.uint8(at, bytes), piece, counts };
}

/** Finite pixels of each block of the band that is in memory. */
function countBand(kernels: Kernels, { at, counts }: BandMemory, pixels: number): Int32Array {
  kernels.exports.countFinite(at, pixels, BLOCK_PIXELS, BIG_ENDIAN_EXPONENT, counts);
  return kernels.int32(counts, Math.ceil(pixels / BLOCK_PIXELS)).slice();
}

/** A stamp: its first pixel in the image, and its first word among the stamps. */
interface Square {
  x0: number;
  y0: number;
  at: number;
}

interface Sheet {
  size: number;
  squares: Square[];
  /** of all stamps */
  pixels: Float32Array<ArrayBuffer>;
}

function openSheet({ width, height }: StoredFloats, places: readonly StampPlace[], size: number): Sheet {
  const pixels = new Float32Array(places.length * size * size);
  const squares: Square[] = [];
  for (const [i, place] of places.entries()) {
    const corner = stampCorner(place, size);
    const at = i * size * size;
    const isInside =
      corner !== null && corner.x0 >= 0 && corner.y0 >= 0 && corner.x0 + size <= width && corner.y0 + size <= height;
    if (!isInside) pixels.fill(Number.NaN, at, at + size * size);
    if (corner !== null) squares.push({ ...corner, at });
  }
  return { size, squares, pixels };
}

function meets({ y0 }: Square, bandY0: number, bandY1: number, size: number): boolean {
  return y0 < bandY1 && y0 + size > bandY0;
}

/** The rows of a square that a band has, as far as they lie on the image. */
function cutRows(
  kernels: Kernels,
  memory: BandMemory,
  band: Rows,
  { x0, y0, at }: Square,
  { size, pixels }: Sheet,
): void {
  const [first, top] = [Math.max(0, x0), Math.max(y0, band.y0)];
  const width = Math.min(band.width, x0 + size) - first;
  const height = Math.min(y0 + size, band.y1) - top;
  if (width <= 0 || height <= 0) return;
  const source = memory.at + 4 * ((top - band.y0) * band.width + first);
  kernels.exports.cutSwapped32(source, band.width, memory.piece, width, height);
  const piece = kernels.float32(memory.piece, width * height);
  const to = at + (top - y0) * size + (first - x0);
  if (width === size) {
    pixels.set(piece, to);
    return;
  }
  for (let y = 0; y < height; y++) pixels.set(piece.subarray(y * width, (y + 1) * width), to + y * size);
}

/** Rows [y0, y1) of an image of that width. */
interface Rows {
  y0: number;
  y1: number;
  width: number;
}
