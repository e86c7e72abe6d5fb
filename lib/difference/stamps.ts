// Squares about candidates, cut from full images without reading more of them than their rows; and the display limits of a full image.

import { zscaleLimits } from "@/lib/kernels/zscale";
import { type FitsFile, readImage } from "@/lib/readers/fits";
import { LARGEST_STAMP, type StampLimits } from "./stamp-answer";

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

/** From so many pixels on zscale looks at a thousand of them first (lib/kernels/zscale.ts). */
export const LARGE_PIXELS = 2 ** 20;
export const SAMPLES = 1000;

/**
 * Limits of the zscale algorithm over the full image, as in the published datasets. Of a large uncompressed image whose thousand sampled
 * pixels are finite only these are read; else the image is read once: 4 bytes a pixel for the time of the call.
 *
 * @param image open
 * @returns null when no pixel is finite
 * @throws as readImage
 */
export async function imageLimits(image: StampImage): Promise<StampLimits | null> {
  const sample = image.file.hdus[image.hdu]?.compression === null ? await readSample(image) : null;
  if (sample !== null) return zscaleLimits(sample);
  const { pixels } = await readImage(image.file, image.hdu);
  return zscaleLimits(pixels);
}

/** The thousand pixels at an even stride; null for a small image, and where one is not finite. */
async function readSample({ file, hdu, width, height }: StampImage): Promise<Float32Array | null> {
  const count = width * height;
  if (count < LARGE_PIXELS) return null;
  const stride = Math.floor(count / SAMPLES);
  const sample = new Float32Array(SAMPLES);
  for (let i = 0; i < SAMPLES; i++) {
    const [x, y] = [(i * stride) % width, Math.floor((i * stride) / width)];
    const { pixels } = await readImage(file, hdu, { section: { x0: x, y0: y, x1: x + 1, y1: y + 1 } });
    sample[i] = pixels[0] ?? Number.NaN;
    if (!Number.isFinite(sample[i])) return null;
  }
  return sample;
}
