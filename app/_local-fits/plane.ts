// One plane of an image HDU held in memory: read in strips, so that progress can be told, and served in parts.

import { UnsupportedFormatError } from "@/lib/errors";
import { levelSize, TILE_SIDE, type Tile, type TileAddress } from "@/lib/images/description";
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

/** What is known of the pixels of one row of bins; deviations are from the first finite pixel of each, so that they do not cancel. */
interface BinRow {
  count: Uint32Array;
  first: Float64Array;
  sum: Float64Array;
  squares: Float64Array;
  least: Float64Array;
  most: Float64Array;
}

function emptyRow(width: number): BinRow {
  return {
    count: new Uint32Array(width),
    first: new Float64Array(width),
    sum: new Float64Array(width),
    squares: new Float64Array(width),
    least: new Float64Array(width).fill(Number.POSITIVE_INFINITY),
    most: new Float64Array(width).fill(Number.NEGATIVE_INFINITY),
  };
}

function addRow(plane: Plane, bins: BinRow, at: { x0: number; x1: number; y: number; bin: number }): void {
  const start = at.y * plane.width;
  for (let x = at.x0, i = 0, inBin = 0; x < at.x1; x++) {
    const value = Number(plane.pixels[start + x]);
    if (value - value === 0) {
      if (bins.count[i]!++ === 0) bins.first[i] = value;
      const deviation = value - bins.first[i]!;
      bins.sum[i]! += deviation;
      bins.squares[i]! += deviation * deviation;
      if (value < bins.least[i]!) bins.least[i] = value;
      if (value > bins.most[i]!) bins.most[i] = value;
    }
    if (++inBin === at.bin) {
      inBin = 0;
      i++;
    }
  }
}

function statisticOf(bins: BinRow, i: number, statistic: TileAddress["plane"]): number {
  const count = bins.count[i]!;
  if (count === 0) return Number.NaN;
  const mean = bins.sum[i]! / count;
  if (statistic === "min") return bins.least[i]!;
  if (statistic === "max") return bins.most[i]!;
  if (statistic === "std") return Math.sqrt(Math.max(0, bins.squares[i]! / count - mean * mean));
  return bins.first[i]! + mean;
}

/**
 * A tile of a plane: square bins, each the statistic of its finite pixels, NaN where there is none; at the right and upper
 * edge of the plane bins are of what is left. Level 0 is the pixels themselves, as float32.
 */
export function cutTile(plane: Plane, address: TileAddress): Tile {
  const bin = 2 ** address.level;
  const size = levelSize(plane, address.level);
  const [left, below] = [address.column * TILE_SIDE, address.row * TILE_SIDE];
  const width = Math.max(0, Math.min(TILE_SIDE, size.width - left));
  const height = Math.max(0, Math.min(TILE_SIDE, size.height - below));
  const pixels = new Float32Array(width * height);
  if (bin === 1 && address.plane === "std") return { width, height, pixels };
  const x0 = left * bin;
  const x1 = Math.min(plane.width, (left + width) * bin);
  for (let row = 0; row < height; row++) {
    const bins = emptyRow(width);
    const y0 = (below + row) * bin;
    for (let y = y0; y < Math.min(plane.height, y0 + bin); y++) addRow(plane, bins, { x0, x1, y, bin });
    for (let x = 0; x < width; x++) pixels[row * width + x] = statisticOf(bins, x, address.plane);
  }
  return { width, height, pixels };
}
