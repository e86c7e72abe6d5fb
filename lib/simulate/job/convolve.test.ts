import { describe, expect, it } from "vitest";
import { RandomStream } from "../random";
import { clippedNoise } from "./clipped";
import { convolveEven, correlate } from "./convolve";
import { psfStamp } from "./psf";
import { spectrumOf, stampOf } from "./spectrum";

function noise(size: number): Float32Array {
  const random = new RandomStream("convolve test");
  return Float32Array.from({ length: size * size }, () => random.gaussian());
}

/** Slow twin: the definition, zeros outside. */
function correlateSlowly(pixels: Float32Array, size: number, kernel: ArrayLike<number>): Float64Array {
  const side = Math.sqrt(kernel.length);
  const half = (side - 1) / 2;
  return Float64Array.from({ length: size * size }, (_, index) => {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      const [x, y] = [(index % size) + (k % side) - half, Math.floor(index / size) + Math.floor(k / side) - half];
      if (x >= 0 && y >= 0 && x < size && y < size) sum += kernel[k]! * pixels[y * size + x]!;
    }
    return sum;
  });
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from({ length: a.length }, (_, i) => Math.abs(a[i]! - b[i]!)).reduce((x, y) => Math.max(x, y), 0);
}

describe("correlate", () => {
  it("looks up the kernel at the offset of the source pixel", () => {
    const pixels = new Float32Array(25);
    pixels[2 * 5 + 3] = 1;
    const made = correlate({ size: 5, pixels }, [0, 0, 0, 0, 0, 7, 0, 0, 0], new Float32Array(25));
    expect([...made.pixels].flatMap((value, i) => (value === 0 ? [] : [[i, value]]))).toEqual([[12, 7]]);
  });

  it("is its definition", () => {
    const kernel = noise(5);
    const made = correlate({ size: 23, pixels: noise(23) }, kernel, new Float32Array(23 * 23));
    expect(largestDifference(made.pixels, correlateSlowly(noise(23), 23, kernel))).toBeLessThan(2e-6);
  });
});

describe("convolveEven", () => {
  it.each([1, 2, 3, 4, 5])("is its definition for kernels that reach %i pixels", (half) => {
    const side = 2 * half + 1;
    const quarter = noise(half + 1);
    const kernel = Float64Array.from(
      { length: side * side },
      (_, i) => quarter[Math.abs(Math.floor(i / side) - half) * (half + 1) + Math.abs((i % side) - half)]!,
    );
    const made = convolveEven({ size: 19, pixels: noise(19) }, kernel, new Float32Array(19 * 19));
    expect(largestDifference(made.pixels, correlateSlowly(noise(19), 19, kernel))).toBeLessThan(1e-5);
  });

  it("joins its strips and maps pixels as they are read", () => {
    const size = 600;
    const kernel = psfStamp([{ weight: 1, sigma: 0.8 }], 2);
    const made = convolveEven(
      { size, pixels: noise(size) },
      kernel,
      new Float32Array(size * size),
      (value) => 2 * value,
    );
    const doubled = noise(size).map((value) => 2 * value);
    expect(largestDifference(made.pixels, correlateSlowly(doubled, size, kernel))).toBeLessThan(1e-5);
  });
});

describe("spectrumOf and stampOf", () => {
  it("give the stamp back, and between its pixels too", () => {
    const stamp = psfStamp([{ weight: 1, sigma: 1.2 }], 9);
    const spectrum = spectrumOf(stamp);
    expect(spectrum[0]).toBeCloseTo(1, 12);
    expect(largestDifference(stampOf(spectrum, 9), stamp)).toBeLessThan(1e-12);
    const fine = stampOf(spectrum, 9, 4);
    expect(fine[36 * 73 + 36]).toBeCloseTo(stamp[9 * 19 + 9]!, 12);
    expect(fine[36 * 73 + 38]).toBeGreaterThan(stamp[9 * 19 + 10]!);
  });
});

describe("clippedNoise", () => {
  it("is the standard deviation of Gaussian noise in spite of outliers, and skips NaN", () => {
    const pixels = noise(300).map((value, i) => (i % 997 === 0 ? 1e4 : i % 991 === 0 ? Number.NaN : 3 * value + 5));
    const { median, mean, sigma } = clippedNoise(pixels);
    // errors of 90,000 values; the percentiles are of every other
    expect(Math.abs(sigma / 3 - 1)).toBeLessThan(0.01);
    expect(Math.abs(median - 5)).toBeLessThan(0.06);
    expect(Math.abs(mean - 5)).toBeLessThan(0.04);
    expect(clippedNoise(new Float32Array(4).fill(Number.NaN))).toEqual({ median: 0, mean: 0, sigma: 0 });
  });
});
