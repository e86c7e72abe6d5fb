// Pixels of plain image HDUs: big-endian numbers one after the other (FITS 4.0, 3.3.2 and 5).

import { TaskFailedError, UnsupportedFormatError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/memory-source";
import { readBigEndian, swap32, toWords } from "./big-endian";
import type { Header } from "./header";
import type { Plane, Section } from "./image";
import { decodingKernels } from "./scratch";

/** value = scale * stored + zero; stored = blank is undefined (FITS 4.0, 4.4.2.5). */
export interface Scaling {
  scale: number;
  zero: number;
  /** Null where no stored value means undefined, always so for floating types. */
  blank: number | null;
}

/** Images pass through a buffer of about this size, so that what is decoded stays in the cache. */
const CHUNK_BYTES = 256 << 10;

/** BSCALE, BZERO and BLANK of a plain image; a missing or undefined keyword has its default. */
export function scalingOf(header: Header, bitpix: number): Scaling {
  return {
    scale: header.getNumber("BSCALE") ?? 1,
    zero: header.getNumber("BZERO") ?? 0,
    blank: bitpix > 0 ? storable(header.getNumber("BLANK"), bitpix) : null,
  };
}

/** A blank value that the stored type cannot hold marks no pixel. */
export function storable(blank: number | null, bitpix: number): number | null {
  if (blank === null || !Number.isInteger(blank)) return null;
  return bitpix === 64 || blank === (blank | 0) ? blank : null;
}

/**
 * Reads a section into `pixels`. Unscaled float32 that is asked for whole goes straight into `pixels` and is swapped there;
 * everything else goes through small chunks.
 * @throws TaskFailedError when `pixels` lies in a WebAssembly memory that grew meanwhile
 */
export async function readPlainFloats(
  source: ByteSource,
  plane: Plane,
  section: Section,
  pixels: Float32Array,
): Promise<void> {
  const bitpix = plane.hdu.bitpix ?? 0;
  const scaling = scalingOf(plane.hdu.header, bitpix);
  const isWhole = pixels.length === plane.width * plane.height;
  if (isWhole && bitpix === -32 && scaling.scale === 1 && scaling.zero === 0) {
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    await source.readInto(plane.hdu.dataStart, bytes);
    requireAttached(pixels, plane);
    swap32(bytes);
    return;
  }
  await eachRun(source, plane, section, (bytes, start, count) => {
    requireAttached(pixels, plane);
    if (bitpix === 8 || bitpix === 16 || bitpix === 32) scaleIntegers(bytes, bitpix, scaling, pixels, start, count);
    else scaleNumbers(readBigEndian(bytes, bitpix, 0, count), scaling, pixels, start);
  });
}

/**
 * BZERO of an image that holds exact integers.
 * @throws UnsupportedFormatError for floating, 64-bit or scaled images, and unsigned 32-bit ones
 */
export function requireIntegers(plane: Plane): number {
  const { hdu, place } = plane;
  const bitpix = hdu.bitpix ?? 0;
  const { scale, zero } = scalingOf(hdu.header, bitpix);
  if (bitpix >= 8 && bitpix <= 32 && scale === 1 && Number.isInteger(zero) && Math.abs(zero) <= 2 ** 16) return zero;
  const found = `BITPIX ${bitpix}, BSCALE ${scale}, BZERO ${zero}`;
  throw new UnsupportedFormatError({ place, found, expected: "integers that fit int32" });
}

/** Reads all pixels as stored integers plus `zero`. */
export async function readPlainIntegers(source: ByteSource, plane: Plane, zero: number): Promise<Int32Array> {
  const { width, height } = plane;
  const bitpix = plane.hdu.bitpix ?? 0;
  const pixels = new Int32Array(width * height);
  await eachRun(source, plane, { x0: 0, x1: width, y0: 0, y1: height }, (bytes, start, count) => {
    const stored = readBigEndian(bytes, bitpix, 0, count);
    for (let i = 0; i < count; i++) pixels[start + i] = stored[i]! + zero;
  });
  return pixels;
}

function scaleIntegers(
  bytes: Uint8Array,
  bitpix: number,
  scaling: Scaling,
  pixels: Float32Array,
  start: number,
  count: number,
): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const words = toWords(bytes, bitpix / 8, count);
  const target = kernels.allocate(4 * count);
  kernels.exports.scaleInt32(words, target, count, scaling.scale, scaling.zero);
  if (scaling.blank !== null) kernels.exports.replaceWhere(words, target, count, scaling.blank, Number.NaN);
  pixels.set(kernels.float32(target, count), start);
  kernels.release(mark);
}

function scaleNumbers(
  stored: ArrayLike<number>,
  { scale, zero, blank }: Scaling,
  pixels: Float32Array,
  start: number,
): void {
  for (let i = 0; i < stored.length; i++) {
    pixels[start + i] = stored[i] === blank ? Number.NaN : stored[i]! * scale + zero;
  }
}

function requireAttached(pixels: Float32Array, plane: Plane): void {
  if (pixels.length > 0) return;
  const found = "memory for the pixels that grew or was given away while they were read";
  throw new TaskFailedError({ place: plane.place, found, expected: "memory that stays where it is" });
}

/** Calls `take` for runs of neighbouring pixels of the section: their bytes, the first one's place in the output, their number. */
async function eachRun(
  source: ByteSource,
  plane: Plane,
  section: Section,
  take: (bytes: Uint8Array, start: number, count: number) => void,
): Promise<void> {
  const pixelBytes = Math.abs(plane.hdu.bitpix ?? 0) / 8;
  const rowBytes = plane.width * pixelBytes;
  const rowsPerChunk = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  const width = section.x1 - section.x0;
  const chunk = new Uint8Array(Math.min(rowsPerChunk, section.y1 - section.y0) * rowBytes);
  for (let first = section.y0; first < section.y1; first += rowsPerChunk) {
    const rows = Math.min(section.y1 - first, rowsPerChunk);
    const start = plane.hdu.dataStart + first * rowBytes;
    const bytes = chunk.subarray(0, rows * rowBytes);
    await source.readInto(start, bytes);
    const output = (first - section.y0) * width;
    if (width === plane.width) take(bytes, output, rows * width);
    else {
      for (let row = 0; row < rows; row++) {
        const from = row * rowBytes + section.x0 * pixelBytes;
        take(bytes.subarray(from, from + width * pixelBytes), output + row * width, width);
      }
    }
  }
}
