// Statistics of the physical values of an image, a slab at a time, so that a large one needs no memory of its size.

import { requireImage } from "./image";
import type { FitsFile } from "./open-fits";
import { readPixels } from "./pixels";
import type { PixelArray } from "./scaling";

/** Of the finite values; all but the counts are null where there is none. */
export interface ValueStatistics {
  finite: number;
  /** Undefined pixels among them. Infinite values are neither. */
  nan: number;
  /** A bigint where the values have 64 bits. */
  min: number | bigint | null;
  max: number | bigint | null;
  mean: number | null;
  /** Of the population: divided by the number of values, as numpy does. */
  std: number | null;
  sum: number | null;
}

/** Values that are summed up together: few, so that rounding stays small, and the two passes stay in the cache. */
const BLOCK_VALUES = 8192;
/** Plain images are read in slabs of at most so many pixels. */
const SLAB_PIXELS = 4 << 20;

/**
 * Collects values: means and sums of squares of blocks are joined pairwise (Chan, Golub and LeVeque 1983, Am. Stat. 37, 242, eq.
 * 2.1), the blocks' sums with their rounding kept (Neumaier 1974, ZAMM 54, 39). All in float64; 64-bit integers are rounded to it, but
 * for the least and the largest.
 */
export class StatisticsCollector {
  private finite = 0;
  private nan = 0;
  private min: number | bigint | null = null;
  private max: number | bigint | null = null;
  private mean = 0;
  private squares = 0;
  private sum = 0;
  private lost = 0;
  private readonly block = new Float64Array(BLOCK_VALUES);

  /** @param isUndefined 1 where a value is none: it counts as NaN; null where all are values */
  add(values: PixelArray, isUndefined: Uint8Array | null = null): void {
    const isWide = values instanceof BigInt64Array || values instanceof BigUint64Array;
    for (let start = 0; start < values.length; start += BLOCK_VALUES) {
      const end = Math.min(values.length, start + BLOCK_VALUES);
      const block = this.block.subarray(0, end - start);
      if (isWide) {
        const part = values.subarray(start, end);
        for (let i = 0; i < part.length; i++) block[i] = Number(part[i]);
        this.addBlock(block, isUndefined?.subarray(start, end) ?? null);
        this.stretch(part, isUndefined?.subarray(start, end) ?? null);
      } else {
        block.set(values.subarray(start, end));
        this.addBlock(block, isUndefined?.subarray(start, end) ?? null);
      }
    }
  }

  result(): ValueStatistics {
    const { finite, nan, min, max, mean } = this;
    if (finite === 0) return { finite, nan, min: null, max: null, mean: null, std: null, sum: null };
    return { finite, nan, min, max, mean, std: Math.sqrt(this.squares / finite), sum: this.sum + this.lost };
  }

  private addBlock(block: Float64Array, isUndefined: Uint8Array | null): void {
    let count = 0;
    // of the differences from the first value: what all have in common costs no digits
    let sum = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < block.length; i++) {
      const value = isUndefined?.[i] === 1 ? Number.NaN : block[i]!;
      if (!Number.isFinite(value)) {
        if (Number.isNaN(value)) this.nan++;
        continue;
      }
      block[count++] = value;
      sum += value - block[0]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    if (count === 0) return;
    const first = block[0]!;
    const mean = first + sum / count;
    let squares = 0;
    for (let i = 0; i < count; i++) squares += (block[i]! - mean) * (block[i]! - mean);
    this.join(count, mean, squares);
    this.addSum(first * count);
    this.addSum(sum);
    if (typeof this.min !== "bigint") this.min = Math.min(this.min ?? min, min);
    if (typeof this.max !== "bigint") this.max = Math.max(this.max ?? max, max);
  }

  private join(count: number, mean: number, squares: number): void {
    const total = this.finite + count;
    const step = mean - this.mean;
    this.mean += (step * count) / total;
    this.squares += squares + step * step * ((this.finite * count) / total);
    this.finite = total;
  }

  private addSum(value: number): void {
    const sum = this.sum + value;
    const isLarger = Math.abs(this.sum) >= Math.abs(value);
    this.lost += isLarger ? this.sum - sum + value : value - sum + this.sum;
    this.sum = sum;
  }

  /** The least and the largest of 64-bit integers, exactly. */
  private stretch(values: BigInt64Array | BigUint64Array, isUndefined: Uint8Array | null): void {
    let min = typeof this.min === "bigint" ? this.min : null;
    let max = typeof this.max === "bigint" ? this.max : null;
    for (let i = 0; i < values.length; i++) {
      if (isUndefined?.[i] === 1) continue;
      const value = values[i]!;
      if (min === null || value < min) min = value;
      if (max === null || value > max) max = value;
    }
    this.min = min;
    this.max = max;
  }
}

/**
 * Statistics of the physical values of an image (readPixels). A plain image is read a slab at a time, a compressed one at once.
 * @throws as readPixels
 */
export async function readStatistics(file: FitsFile, hduIndex: number): Promise<ValueStatistics> {
  const { hdu } = requireImage(file, hduIndex);
  const collector = new StatisticsCollector();
  if (hdu.compression !== null) collector.add((await readPixels(file, hduIndex)).pixels);
  else {
    for (const section of slabsOf(hdu.shape)) collector.add((await readPixels(file, hduIndex, { section })).pixels);
  }
  return collector.result();
}

/** Sections that make up an image, along its slowest axes. */
function* slabsOf(shape: readonly number[]): Generator<{ start: number[]; end: number[] }> {
  let axis = shape.length - 1;
  let inner = 1;
  while (axis > 0 && inner * shape[axis]! <= SLAB_PIXELS) inner *= shape[axis--]!;
  const step = Math.max(1, Math.floor(SLAB_PIXELS / inner));
  const outer = shape.slice(0, axis).reduce((product, length) => product * length, 1);
  for (let index = 0; index < outer; index++) {
    let rest = index;
    const start = shape.map(() => 0);
    for (let i = axis - 1; i >= 0; i--) {
      start[i] = rest % shape[i]!;
      rest = Math.floor(rest / shape[i]!);
    }
    for (let first = 0; first < shape[axis]!; first += step) {
      start[axis] = first;
      const last = Math.min(first + step, shape[axis]!);
      yield {
        start: [...start],
        end: shape.map((length, i) => (i > axis ? length : i === axis ? last : start[i]! + 1)),
      };
    }
  }
}
