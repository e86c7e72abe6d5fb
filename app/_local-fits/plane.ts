// One plane of an image HDU held in memory: read in strips, so that progress can be told, and served in parts.

import type { RegionBox } from "@/components/local-fits/plane-view";
import { UnsupportedFormatError } from "@/lib/errors";
import { shortestFloat32 } from "@/lib/readers/catalogs/float32-text";
import { type FitsFile, type PixelArray, readPixels } from "@/lib/readers/fits";
import { setPixels } from "@/lib/readers/fits/scaling";
import { planeIndexes, planesOf } from "./planes";

/** Read at a time: progress is told after each. */
const STRIP_PIXELS = 2 ** 22;
/** What a tab of the browser can hold beside the rest, 2 GB of float64. */
const MOST_PIXELS = 2 ** 28;
/** Enough for the quantiles of any stretch. */
const SAMPLE_PIXELS = 100_000;

export interface Plane {
  width: number;
  height: number;
  pixels: PixelArray;
  unit: string | null;
  /** Finite pixels at an even stride, with the smallest and the largest of all at the front: what limits are made of. */
  sample: Float32Array<ArrayBuffer>;
}

/**
 * Reads one plane, exact in its own type.
 * @param onProgress gets the part that is done, 0 to 1
 * @throws as readPixels; UnsupportedFormatError for a plane that the browser cannot hold
 */
export async function readPlane(
  file: FitsFile,
  hdu: number,
  plane: number,
  onProgress: (done: number) => void,
): Promise<Plane> {
  const shape = file.hdus[hdu]?.shape ?? [];
  const { width, height } = planesOf(shape);
  if (width * height > MOST_PIXELS) {
    const place = `HDU ${hdu} of ${file.name}`;
    throw new UnsupportedFormatError({
      place,
      found: `${width} x ${height} pixels`,
      expected: `at most ${MOST_PIXELS}`,
    });
  }
  const leading = planeIndexes(shape, plane);
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  let pixels: PixelArray | null = null;
  let unit: string | null = null;
  for (let y = 0; y < height || y === 0; y += rows) {
    const end = Math.min(height, y + rows);
    const [from, to] =
      shape.length < 2
        ? [[0], [width]]
        : [
            [...leading, y, 0],
            [...leading.map((i) => i + 1), end, width],
          ];
    const strip = await readPixels(file, hdu, { section: { start: from, end: to } });
    pixels ??= emptyLike(strip.pixels, width * height);
    setPixels(pixels, strip.pixels, y * width);
    unit = strip.unit;
    onProgress(end / height);
  }
  const whole = pixels ?? new Float32Array(0);
  return { width, height, pixels: whole, unit, sample: sampleOf(whole) };
}

function emptyLike(pixels: PixelArray, length: number): PixelArray {
  if (pixels instanceof Uint8Array) return new Uint8Array(length);
  if (pixels instanceof Int8Array) return new Int8Array(length);
  if (pixels instanceof Int16Array) return new Int16Array(length);
  if (pixels instanceof Uint16Array) return new Uint16Array(length);
  if (pixels instanceof Int32Array) return new Int32Array(length);
  if (pixels instanceof Uint32Array) return new Uint32Array(length);
  if (pixels instanceof BigInt64Array) return new BigInt64Array(length);
  if (pixels instanceof BigUint64Array) return new BigUint64Array(length);
  return pixels instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** The value of a pixel, with all its digits and no more. */
export function pixelText(plane: Plane, x: number, y: number): string {
  const value = plane.pixels[y * plane.width + x] ?? Number.NaN;
  return plane.pixels instanceof Float32Array ? shortestFloat32(Number(value)) : String(value);
}

/** Finite pixels at an even stride behind the smallest and the largest; empty when no pixel is finite. */
export function sampleOf(pixels: PixelArray): Float32Array<ArrayBuffer> {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pixels.length; i++) {
    const value = Number(pixels[i]);
    if (value < least && value !== Number.NEGATIVE_INFINITY) least = value;
    if (value > most && value !== Number.POSITIVE_INFINITY) most = value;
  }
  if (!(least <= most)) return new Float32Array(0);
  const stride = Math.max(1, Math.ceil(pixels.length / SAMPLE_PIXELS)) | 1;
  const sample = [least, most];
  for (let i = 0; i < pixels.length; i += stride) {
    const value = Number(pixels[i]);
    if (Number.isFinite(value)) sample.push(value);
  }
  return Float32Array.from(sample);
}

/**
 * A part of a plane in square bins, each the mean of its finite pixels, NaN where there is none; at the right and upper edge
 * of the plane bins are of what is left.
 */
export function cutRegion(plane: Plane, box: RegionBox) {
  const { bin } = box;
  const width = Math.ceil((box.x1 - box.x0) / bin);
  const height = Math.ceil((box.y1 - box.y0) / bin);
  const sums = new Float64Array(width);
  const counts = new Uint32Array(width);
  const pixels = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    counts.fill(0);
    const lastY = Math.min(box.y1, box.y0 + (row + 1) * bin);
    for (let y = box.y0 + row * bin; y < lastY; y++) addRow(plane, box, y, sums, counts);
    for (let x = 0; x < width; x++) pixels[row * width + x] = counts[x] ? sums[x]! / counts[x]! : Number.NaN;
  }
  return { box, width, height, pixels };
}

function addRow(plane: Plane, box: RegionBox, y: number, sums: Float64Array, counts: Uint32Array): void {
  const start = y * plane.width;
  for (let x = box.x0, at = 0, inBin = 0; x < box.x1; x++) {
    const value = Number(plane.pixels[start + x]);
    if (value - value === 0) {
      sums[at]! += value;
      counts[at]!++;
    }
    if (++inBin === box.bin) {
      inBin = 0;
      at++;
    }
  }
}
