// Quantisation and its kernels: by eye, against slow twins, and undone by dequantiseDithered.

import { describe, expect, it } from "vitest";
import { DITHER_RANDOMS, decodingKernels, ditherRandoms, makeDitherRandoms } from "./scratch";
import { noiseOf, seededRandom } from "./testing/seeded";
import { gzipFloats, QUANTISED_BLANK, quantiseTile } from "./write-quantised";

/** Runs `use` in memory that is given back. */
function inKernels<T>(use: (kernels: ReturnType<typeof decodingKernels>) => T): T {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    return use(kernels);
  } finally {
    kernels.release(mark);
  }
}

function quantise(pixels: Float32Array | Float64Array, level = 4, index = 0) {
  return inKernels((kernels) => {
    const tile = quantiseTile(kernels, pixels, level, index);
    return tile && { ...tile, stored: kernels.int32(tile.at, pixels.length).slice() };
  });
}

/** What a reader makes of a tile, in float32. */
function restore(tile: { stored: Int32Array; scale: number; zero: number }, seed: number): Float32Array {
  return inKernels((kernels) => {
    const count = tile.stored.length;
    const source = kernels.allocate(4 * count);
    const target = kernels.allocate(4 * count);
    kernels.int32(source, count).set(tile.stored);
    kernels.exports.dequantiseDithered(source, target, count, tile.scale, tile.zero, ditherRandoms(), seed);
    return kernels.float32(target, count).slice();
  });
}

function noisyRow(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, (_, i) => 1000 + i / 3 + 8 * noiseOf(random));
}

function slowNoise(pixels: ArrayLike<number>): number {
  const values = Array.from(pixels).filter(Number.isFinite).map(Math.fround);
  const differences = values
    .slice(4)
    .map((_, i) => Math.fround(Math.abs(Math.fround(2 * values[i + 2]! - values[i]!) - values[i + 4]!)))
    .sort((a, b) => a - b);
  return 0.6052697 * differences[(differences.length - 1) >> 1]!;
}

describe("third differences", () => {
  it("are 0 on a slope, and tell a spike three times", () => {
    const differences = inKernels((kernels) => {
      const at = kernels.allocate(4 * 12);
      kernels.float32(at, 12).set([0, 1, 2, 3, 4, 5, 16, 7, 8, 9, 10, 11]);
      kernels.exports.thirdDifferences(at, at, 12);
      return [...kernels.float32(at, 8)];
    });
    expect(differences).toEqual([0, 0, 10, 0, 20, 0, 10, 0]);
  });
});

describe("quantiseTile", () => {
  it("takes a fourth of the noise as its step, whatever the gradient", () => {
    const { scale, zero } = quantise(noisyRow(4000, 5))!;
    // the noise of six uniform numbers is sqrt(1 / 2); 1.2 / sqrt(4000) of it is uncertain
    expect(scale).toBeGreaterThan(0.95 * 2 * Math.SQRT1_2);
    expect(scale).toBeLessThan(1.05 * 2 * Math.SQRT1_2);
    expect(zero).toBe(Math.min(...noisyRow(4000, 5)));
  });

  it.each([9, 10, 301, 12_345])("equals its slow twin on %i pixels", (count) => {
    const pixels = noisyRow(count, 11);
    const index = 9_998;
    const tile = quantise(pixels, 7, index)!;
    expect(tile.scale).toBe(slowNoise(pixels) / 7);
    const randoms = makeDitherRandoms();
    let seed = index;
    let next = Math.floor(Math.fround(randoms[seed]! * 500));
    for (const [i, value] of pixels.entries()) {
      const exact = (value - tile.zero) / tile.scale + (randoms[next]! - 0.5);
      expect(Math.abs(tile.stored[i]! - exact)).toBeLessThanOrEqual(0.5);
      if (++next < DITHER_RANDOMS) continue;
      seed = (seed + 1) % DITHER_RANDOMS;
      next = Math.floor(Math.fround(randoms[seed]! * 500));
    }
  });

  it("is undone by the reader to within half a step, and on average to far less", () => {
    const pixels = noisyRow(20_000, 3);
    const tile = quantise(pixels, 1, 17)!;
    const restored = restore(tile, 17);
    const errors = pixels.map((value, i) => restored[i]! - value);
    const mean = errors.reduce((total, error) => total + error, 0) / errors.length;
    expect(errors.every((error) => Math.abs(error) <= tile.scale / 2 + 2 ** -10)).toBe(true);
    // sqrt(1 / 12 / 20000) of a step
    expect(Math.abs(mean)).toBeLessThan(4 * 0.002 * tile.scale);
  });

  it("marks NaN, and keeps the others next to the mark", () => {
    const pixels = noisyRow(500, 9);
    pixels.fill(Number.NaN, 100, 140);
    const { stored, scale } = quantise(pixels)!;
    for (const [i, value] of stored.entries()) {
      if (i >= 100 && i < 140) expect(value).toBe(QUANTISED_BLANK);
      else {
        expect(value).toBeGreaterThan(QUANTISED_BLANK + 10);
        expect(value).toBeLessThan(QUANTISED_BLANK + 20 + 1000 / scale);
      }
    }
    const nothing = quantise(new Float32Array(50).fill(Number.NaN))!;
    expect(nothing).toMatchObject({ scale: 1, zero: 0, stored: new Int32Array(50).fill(QUANTISED_BLANK) });
  });

  it.each([
    ["a constant row", new Float32Array(100).fill(3)],
    ["an infinity", noisyRow(100, 1).fill(Number.NEGATIVE_INFINITY, 4, 5)],
    ["an infinity beside NaN", noisyRow(100, 1).fill(Number.POSITIVE_INFINITY, 4, 5).fill(Number.NaN, 50, 60)],
    ["too few pixels", noisyRow(8, 1)],
    ["a range beyond int32", Float64Array.from(noisyRow(100, 1)).fill(1e30, 50, 51)],
    ["numbers whose differences overflow", Float32Array.from({ length: 50 }, (_, i) => (i % 3) * 3e38 - 3e38)],
  ])("leaves %s as it is", (_name, pixels) => {
    expect(quantise(pixels)).toBeNull();
  });
});

describe("gzipFloats", () => {
  it("is the same at any time", () => {
    const bytes = gzipFloats(Float32Array.of(1, 2, 3));
    expect([...bytes.subarray(4, 8)]).toEqual([0, 0, 0, 0]);
  });
});
