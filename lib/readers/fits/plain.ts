// Pixels of plain image HDUs: big-endian numbers one after the other (FITS 4.0, 3.3.2 and 5).

import { UnsupportedFormatError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/byte-source";
import { readBigEndian, swap32 } from "./big-endian";
import type { Header } from "./header";
import type { Plane, Section } from "./image";

/** value = scale * stored + zero; stored = blank is undefined (FITS 4.0, 4.4.2.5). */
export interface Scaling {
  scale: number;
  zero: number;
  /** Null where no stored value means undefined, always so for floating types. */
  blank: number | null;
}

/** Large images pass through a buffer of about this size. */
const CHUNK_BYTES = 4 << 20;

/** BSCALE, BZERO and BLANK of a plain image; a missing or undefined keyword has its default. */
export function scalingOf(header: Header, bitpix: number): Scaling {
  return {
    scale: header.getNumber("BSCALE") ?? 1,
    zero: header.getNumber("BZERO") ?? 0,
    blank: bitpix > 0 ? header.getNumber("BLANK") : null,
  };
}

/**
 * Reads a section into `pixels`. Unscaled float32 that is asked for whole goes straight into `pixels` and is swapped there;
 * everything else goes by chunks of whole rows.
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
    swap32(bytes);
    return;
  }
  const width = section.x1 - section.x0;
  await eachChunk(source, plane, section, (row, firstPixel, start) => {
    const stored = readBigEndian(row, bitpix, firstPixel, width);
    scaleInto(pixels, start, stored, scaling);
  });
}

/**
 * Reads all pixels as exact integers.
 * @throws UnsupportedFormatError for floating, 64-bit or scaled images, and unsigned 32-bit ones
 */
export async function readPlainIntegers(source: ByteSource, plane: Plane): Promise<Int32Array> {
  const { hdu, place, width, height } = plane;
  const bitpix = hdu.bitpix ?? 0;
  const { scale, zero } = scalingOf(hdu.header, bitpix);
  const isExact = scale === 1 && Number.isInteger(zero) && Math.abs(zero) <= 2 ** 16;
  if (bitpix < 8 || bitpix > 32 || !isExact) {
    const found = `BITPIX ${bitpix}, BSCALE ${scale}, BZERO ${zero}`;
    throw new UnsupportedFormatError({ place, found, expected: "integers that fit int32" });
  }
  const pixels = new Int32Array(width * height);
  await eachChunk(source, plane, { x0: 0, x1: width, y0: 0, y1: height }, (row, firstPixel, start) => {
    const stored = readBigEndian(row, bitpix, firstPixel, width);
    for (let i = 0; i < width; i++) pixels[start + i] = stored[i]! + zero;
  });
  return pixels;
}

/** Physical values of stored ones, computed in float64. */
export function scaleInto(pixels: Float32Array, start: number, stored: ArrayLike<number>, scaling: Scaling): void {
  const { scale, zero, blank } = scaling;
  for (let i = 0; i < stored.length; i++) pixels[start + i] = stored[i]! * scale + zero;
  if (blank === null) return;
  for (let i = 0; i < stored.length; i++) if (stored[i] === blank) pixels[start + i] = Number.NaN;
}

/** Calls `take` for each row of the section: its bytes, the first pixel wanted in them, and where it goes in the output. */
async function eachChunk(
  source: ByteSource,
  plane: Plane,
  section: Section,
  take: (row: Uint8Array, firstPixel: number, start: number) => void,
): Promise<void> {
  const rowBytes = (plane.width * Math.abs(plane.hdu.bitpix ?? 0)) / 8;
  const rowsPerChunk = Math.max(1, Math.floor(CHUNK_BYTES / rowBytes));
  const width = section.x1 - section.x0;
  for (let first = section.y0; first < section.y1; first += rowsPerChunk) {
    const end = Math.min(section.y1, first + rowsPerChunk);
    const start = plane.hdu.dataStart + first * rowBytes;
    const bytes = await source.read(start, start + (end - first) * rowBytes);
    for (let y = first; y < end; y++) {
      const row = bytes.subarray((y - first) * rowBytes, (y - first + 1) * rowBytes);
      take(row, section.x0, (y - section.y0) * width);
    }
  }
}
