// Squares about candidates, cut from full images without reading more of them than their rows.

import { type FitsFile, readImage } from "@/lib/readers/fits";
import { LARGEST_STAMP } from "./stamp-answer";

/** Where a stamp is centred, px, 0-based; null: not known. */
export interface StampPlace {
  x: number | null;
  y: number | null;
}

/** First pixel of the square about a place: the candidate's own pixel (rounded half up) stands at [size / 2, size / 2]. */
export function stampCorner({ x, y }: StampPlace, size: number): { x0: number; y0: number } | null {
  if (x === null || y === null) return null;
  const half = Math.floor(size / 2);
  return { x0: Math.floor(x + 0.5) - half, y0: Math.floor(y + 0.5) - half };
}

/** An image HDU of an open file. */
export interface StampImage {
  file: FitsFile;
  hdu: number;
  width: number;
  height: number;
}

/**
 * Cuts one square.
 *
 * @param image open
 * @param place of the centre
 * @param size px each way, 1 to 256
 * @returns `pixels[y * size + x]`, NaN outside of the image and where the place is not known
 * @throws as readImage
 */
export async function cutStamp(image: StampImage, place: StampPlace, size: number): Promise<Float32Array> {
  const { file, hdu, width, height } = image;
  const stamp = new Float32Array(size * size).fill(Number.NaN);
  const corner = stampCorner(place, Math.min(size, LARGEST_STAMP));
  if (corner === null) return stamp;
  const { x0, y0 } = corner;
  const section = {
    x0: Math.max(0, x0),
    y0: Math.max(0, y0),
    x1: Math.min(width, x0 + size),
    y1: Math.min(height, y0 + size),
  };
  if (section.x0 >= section.x1 || section.y0 >= section.y1) return stamp;
  const cut = await readImage(file, hdu, { section });
  for (let y = 0; y < cut.height; y++) {
    const row = cut.pixels.subarray(y * cut.width, (y + 1) * cut.width);
    stamp.set(row, (section.y0 - y0 + y) * size + (section.x0 - x0));
  }
  return stamp;
}

/**
 * Cuts a square out of pixels that are in memory.
 *
 * @param plane a full image
 * @param place of the centre
 * @param size px each way, 1 to 256
 * @returns as cutStamp
 */
export function cutFromPlane(plane: StampPlane, place: StampPlace, size: number): Float32Array {
  const stamp = new Float32Array(size * size).fill(Number.NaN);
  const corner = stampCorner(place, size);
  if (corner === null) return stamp;
  const { x0, y0 } = corner;
  const [first, end] = [Math.max(0, x0), Math.min(plane.width, x0 + size)];
  if (first >= end) return stamp;
  for (let y = Math.max(0, y0); y < Math.min(plane.height, y0 + size); y++) {
    const row = plane.pixels.subarray(y * plane.width + first, y * plane.width + end);
    stamp.set(row, (y - y0) * size + (first - x0));
  }
  return stamp;
}

/** `pixels[y * width + x]` */
export interface StampPlane {
  width: number;
  height: number;
  pixels: Float32Array;
}
