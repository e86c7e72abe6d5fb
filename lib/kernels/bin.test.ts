import { describe, expect, it } from "vitest";
import { type BlockStatistic, binBits, binBlocks } from "./bin";
import { createKernels } from "./index";

const kernels = createKernels();
const STATISTICS = ["mean", "min", "max", "std"] as const;

/** Integer noise with unusable values, some blocks of which are all NaN: the same in bin.golden.py. */
function noise(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (16807 * state) % 2147483647;
    if (i % 211 === 7) return i % 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    if (i % 53 === 5 || (i % 19 < 3 && i % 7 === 0)) return Number.NaN;
    return (state % 20011) / 8 - 1000;
  });
}

function bin(pixels: Float32Array, width: number, shift: number, statistic: BlockStatistic) {
  const mark = kernels.mark();
  const offset = kernels.allocate(4 * pixels.length);
  kernels.float32(offset, pixels.length).set(pixels);
  const rectangle = { offset, strideBytes: 4 * width, width, height: pixels.length / width };
  const blocks = binBlocks(kernels, rectangle, shift, statistic);
  expect(kernels.float32(offset, pixels.length)).toEqual(pixels);
  const values = kernels.float32(blocks.offset, blocks.width * blocks.height).slice();
  kernels.release(mark);
  return { ...blocks, values };
}

/** Indices of the pixels of each block, block by block. */
function* blocksOf(width: number, height: number, side: number): Generator<number[]> {
  for (let y0 = 0; y0 < height; y0 += side) {
    for (let x0 = 0; x0 < width; x0 += side) {
      const block: number[] = [];
      for (let y = y0; y < Math.min(y0 + side, height); y++) {
        for (let x = x0; x < Math.min(x0 + side, width); x++) block.push(y * width + x);
      }
      yield block;
    }
  }
}

/** The plain form: the two-pass definition of each block by itself. */
function slow(values: number[], statistic: BlockStatistic): number {
  if (values.length === 0) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (statistic === "mean") return mean;
  if (statistic === "std")
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.reduce((a, b) => (statistic === "min" ? Math.min(a, b) : Math.max(a, b)));
}

describe("binBlocks", () => {
  it.each([1, 2, 3, 4, 5])("spreads one impulse over its block of 2^%i alone", (shift) => {
    const side = 2 ** shift;
    const width = 3 * side + 1;
    const pixels = new Float32Array(width * 2 * side);
    pixels[(side + 1) * width + 2 * side] = 4 ** shift;
    const hit = 4 + 2;
    const only = (value: number) => Float32Array.from({ length: 8 }, (_, i) => (i === hit ? value : 0));
    expect(bin(pixels, width, shift, "mean").values).toEqual(only(1));
    expect(bin(pixels, width, shift, "max").values).toEqual(only(4 ** shift));
    expect(bin(pixels, width, shift, "min").values).toEqual(only(0));
    expect(bin(pixels, width, shift, "std").values).toEqual(only(Math.sqrt(4 ** shift - 1)));
  });

  it.each([
    [77, 45],
    [64, 32],
    [1, 9],
    [130, 3],
    [4099, 5],
  ])("equals the plain form on %i x %i pixels", (width, height) => {
    const pixels = noise(width * height);
    for (const shift of [0, 1, 2, 3, 4, 6, 12]) {
      for (const statistic of STATISTICS) {
        const { values } = bin(pixels, width, shift, statistic);
        let i = 0;
        for (const block of blocksOf(width, height, 2 ** shift)) {
          const finite = block.map((at) => pixels[at]!).filter(Number.isFinite);
          const [found, expected] = [values[i++]!, slow(finite, statistic)];
          // float32 results of float64 sums whose order differs; deviations lose what their squares do
          if (statistic === "std" && expected > 0) expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
          else expect(found).toBe(Math.fround(expected));
        }
        expect(values).toHaveLength(i);
      }
    }
  });

  it.each([
    [0, 3308, 5882524.375, 5882524.375, 5882524.375, 0.0],
    [1, 897, 1618901.458981514, -2697533.375, 5966080.5, 3502423.888145447],
    [2, 240, 440479.0056319237, -1315476.875, 2194174.25, 1127099.6441802979],
    [3, 60, 98713.9590651989, -381910.375, 580283.625, 286031.76208496094],
    [4, 15, 25317.760986328125, -93125.875, 140275.875, 68508.45361328125],
    [5, 6, 4839.189422607422, -20872.875, 31205.875, 14962.672424316406],
    [6, 2, 633.3401794433594, -2981.875, 4500.375, 2121.9627075195312],
  ])("agrees with numpy in blocks of 2^%i", (shift, count, ...sums) => {
    for (const [i, statistic] of STATISTICS.entries()) {
      const kept = [...bin(noise(77 * 45), 77, shift, statistic).values].filter((value) => !Number.isNaN(value));
      const sum = kept.reduce((total, value, at) => total + value * (1 + (at % 13)), 0);
      expect(kept).toHaveLength(count);
      // a last bit of float32 in a few of them
      expect(Math.abs(sum - sums[i]!)).toBeLessThan(1e-7 * Math.abs(sums[i]!) + 1e-9);
    }
  });

  it("keeps the total: means weighted by their pixels", () => {
    const [width, height] = [1021, 77];
    const pixels = noise(width * height).map((value) => (Number.isFinite(value) ? value : 0));
    const total = pixels.reduce((sum, value) => sum + value, 0);
    for (const shift of [1, 2, 3, 4, 5, 9]) {
      const { values } = bin(pixels, width, shift, "mean");
      let [sum, i] = [0, 0];
      for (const block of blocksOf(width, height, 2 ** shift)) sum += block.length * values[i++]!;
      // each mean is rounded to float32: 6e-8 of at most 1500
      expect(Math.abs(sum - total)).toBeLessThan(1e-4 * width * height);
    }
  });

  it("tells the range of all finite pixels", () => {
    const pixels = noise(77 * 45);
    const finite = pixels.filter((value) => Number.isFinite(value));
    const range = { least: Math.min(...finite), most: Math.max(...finite) };
    for (const shift of [0, 1, 2, 3, 4, 7]) expect(bin(pixels, 77, shift, "max").range).toEqual(range);
  });

  it("gives NaN, and no range, where nothing is finite", () => {
    const pixels = new Float32Array(40 * 9).map((_, i) => [Number.NaN, Number.POSITIVE_INFINITY, -Infinity][i % 3]!);
    for (const shift of [0, 1, 2, 3, 5]) {
      for (const statistic of STATISTICS) {
        const { values, range } = bin(pixels, 40, shift, statistic);
        expect([values.every(Number.isNaN), range]).toEqual([true, null]);
      }
    }
  });

  it("is exact for a constant and for the largest pixels", () => {
    expect(bin(new Float32Array(33 * 9).fill(0.1), 33, 3, "std").values).toEqual(new Float32Array(10));
    const largest = 3.4028234663852886e38;
    expect(bin(new Float32Array(64).fill(largest), 8, 2, "mean").values).toEqual(new Float32Array(4).fill(largest));
  });

  it.each([-1, 1.5, 13, Number.NaN])("refuses blocks of 2^%f", (shift) => {
    expect(() => bin(new Float32Array(4), 2, shift, "mean")).toThrow(
      /expected at least one pixel, in blocks of 2\^0 to/,
    );
    expect(() => binBits(kernels, { offset: 0, strideBytes: 8, width: 0, height: 1 }, 1)).toThrow(/0 x 1 pixels/);
  });
});

describe("binBits", () => {
  it.each([0, 1, 2, 3, 5])("ors the bits of blocks of 2^%i", (shift) => {
    const [width, height] = [77, 21];
    const mask = Int32Array.from({ length: width * height }, (_, i) => (i % 17 === 3 ? 1 << ((i * 7) % 32) : 0));
    const mark = kernels.mark();
    const offset = kernels.allocate(4 * mask.length);
    kernels.int32(offset, mask.length).set(mask);
    const blocks = binBits(kernels, { offset, strideBytes: 4 * width, width, height }, shift);
    const found = [...kernels.int32(blocks.offset, blocks.width * blocks.height)];
    kernels.release(mark);
    const expected = [...blocksOf(width, height, 2 ** shift)].map((block) =>
      block.reduce((bits, at) => bits | mask[at]!, 0),
    );
    expect(found).toEqual(expected);
  });
});
