// Plain float32 images as they lie in the file, for what needs every pixel once, or a few of them, and never a plane in memory.

import type { ByteSource } from "@/lib/files/memory-source";
import { requireImage } from "./image";
import type { FitsFile } from "./open-fits";
import { isUnscaled, scalingOf } from "./scaling";

const PIXEL_BYTES = 4;

/** An image of two axes of unscaled float32 that are not compressed: its bytes are its pixels, most significant byte first. */
export interface StoredFloats {
  source: ByteSource;
  /** byte of the file */
  dataStart: number;
  width: number;
  height: number;
}

/**
 * Where the pixels of an image lie.
 *
 * @param file open
 * @param hdu of an image
 * @returns null for an image of any other kind
 * @throws as readImage for what is no image, or cut off
 */
export function findStoredFloats(file: FitsFile, hdu: number): StoredFloats | null {
  const { hdu: found, axes, bitpix } = requireImage(file, hdu);
  const [width = 0, height = 0, ...others] = axes;
  const isPlane = axes.length >= 2 && others.every((length) => length === 1);
  if (!isPlane || found.compression !== null || bitpix !== -32) return null;
  return isUnscaled(scalingOf(found.header, bitpix))
    ? { source: file.source, dataStart: found.dataStart, width, height }
    : null;
}

/**
 * Passes over the rows of an image in their order, some at a time, in memory that is used again.
 *
 * @param image as found
 * @param buffer for a row at least; it must not move meanwhile
 * @param isWanted false for rows [y0, y1) that need not be read
 * @param take gets rows [y0, y1), which lie in the buffer from its first byte on, big-endian
 * @throws FileUnreadableError
 */
export async function eachBand(
  image: StoredFloats,
  buffer: Uint8Array,
  isWanted: (y0: number, y1: number) => boolean,
  take: (y0: number, y1: number) => void,
): Promise<void> {
  const rowBytes = PIXEL_BYTES * image.width;
  const rows = Math.floor(buffer.length / rowBytes);
  for (let y0 = 0; y0 < image.height; y0 += rows) {
    const y1 = Math.min(image.height, y0 + rows);
    if (!isWanted(y0, y1)) continue;
    await image.source.readInto(image.dataStart + rowBytes * y0, buffer.subarray(0, rowBytes * (y1 - y0)));
    take(y0, y1);
    // a source that reads without leaving the thread would keep everything else waiting until the image has ended
    await turnOfEventLoop();
  }
}

/** Others have their turn. In the browser, where reads leave the thread, there is nothing to do. */
function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else resolve();
  });
}

/**
 * Pixels in the order of the file.
 *
 * @param image as found
 * @param first pixel, counted from the image's first
 * @param into gets their bytes, as they are stored
 * @throws FileUnreadableError
 */
export async function readStoredFloats(image: StoredFloats, first: number, into: Uint8Array): Promise<void> {
  await image.source.readInto(image.dataStart + PIXEL_BYTES * first, into);
}
