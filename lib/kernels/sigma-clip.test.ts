import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { type ClippingOptions, sigmaClippedStatistics } from "./sigma-clip";

const kernels = createKernels();

/** Integer noise with spikes and unusable values: the same in sigma-clip.golden.py. */
function noiseWithSpikes(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    let total = 0;
    for (let k = 0; k < 4; k++) {
      state = (16807 * state) % 2147483647;
      total += state % 2001;
    }
    if (i % 211 === 7) return i % 2 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    if (i % 53 === 5) return Number.NaN;
    return Math.fround(total / 100 - 40) + (i % 97 === 0 ? 500 + (i % 7) : 0);
  });
}

function measure(pixels: Float32Array, width: number, options?: ClippingOptions) {
  const mark = kernels.mark();
  const offset = kernels.allocate(4 * pixels.length);
  kernels.float32(offset, pixels.length).set(pixels);
  const height = pixels.length / width;
  const statistics = sigmaClippedStatistics(kernels, { offset, strideBytes: 4 * width, width, height }, options);
  expect(kernels.float32(offset, pixels.length)).toEqual(pixels);
  kernels.release(mark);
  return statistics;
}

/** The plain form: sort, clip, again. */
function slow(pixels: Float32Array, { sigma = 3, maxIterations = 5 }: ClippingOptions = {}) {
  let values = [...pixels].filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const describeValues = () => {
    const half = values.length >> 1;
    const median = values.length % 2 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const standardDeviation = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    return { mean, median, standardDeviation, count: values.length };
  };
  for (let round = 0; round < maxIterations; round++) {
    const { median, standardDeviation, count } = describeValues();
    const reach = sigma * standardDeviation;
    values = values.filter((value) => value >= median - reach && value <= median + reach);
    if (values.length === count) break;
  }
  return describeValues();
}

describe("sigmaClippedStatistics", () => {
  it("clips one outlier that can be seen by eye", () => {
    const pixels = Float32Array.from({ length: 99 }, (_, i) => (i % 3) - 1);
    pixels[50] = 1000;
    const { mean, median, count, high } = measure(pixels, 11);
    expect([median, count]).toEqual([0, 98]);
    expect(mean).toBeCloseTo(-1 / 98, 12);
    expect(high).toBeLessThan(1000);
  });

  it.each([
    [40, 3, 5, -1.6616216358300802, -3.0, 9.602143999704875],
    [40, 2, 1, -1.6616216358300802, -3.0, 9.602143999704875],
    [40, 2.5, 50, -2.3991666643155947, -3.125, 8.639173816439152],
    [1001, 3, 5, -0.31447205605953316, -0.45499999821186066, 11.41189467986586],
    [1001, 2, 1, -0.35120993413246837, -0.46000000834465027, 11.463003419530768],
    [1001, 2.5, 50, -0.25003119142776403, -0.4299999922513962, 11.255192474990817],
    [300000, 3, 5, 0.011284478612483934, 0.019999999552965164, 11.539805816716292],
    [300000, 2, 1, 0.008627325383693292, 0.019999999552965164, 11.563604384539715],
    [300000, 2.5, 50, 0.011294963634336087, 0.019999999552965164, 11.166005087231827],
  ])("agrees with astropy: %i pixels, %f sigma, %i rounds", (count, sigma, maxIterations, mean, median, deviation) => {
    const found = measure(noiseWithSpikes(count), count % 10 === 0 ? 10 : 1001, { sigma, maxIterations });
    expect(found.mean).toBeCloseTo(mean, 9);
    expect(found.median).toBeCloseTo(median, 9);
    expect(found.standardDeviation).toBeCloseTo(deviation, 9);
  });

  it.each([
    [7, 3],
    [33, 31],
    [640, 480],
    [701, 503],
  ])("equals the plain form on %i x %i pixels", (width, height) => {
    const pixels = noiseWithSpikes(width * height);
    for (const options of [
      {},
      { sigma: 2, maxIterations: 1 },
      { sigma: 1.5, maxIterations: 20 },
      { maxIterations: 0 },
    ]) {
      const [found, expected] = [measure(pixels, width, options), slow(pixels, options)];
      expect(found.count).toBe(expected.count);
      expect(found.median).toBe(expected.median);
      // the order of additions differs
      expect(found.mean).toBeCloseTo(expected.mean, 9);
      expect(found.standardDeviation).toBeCloseTo(expected.standardDeviation, 9);
    }
  });

  it("finds the middle when clipping moves it out of the first bracket", () => {
    // a quarter far above: the median of the rest is another one
    const pixels = Float32Array.from(noiseWithSpikes(400_000), (value, i) =>
      i % 4 === 0 ? 80 + (i % 40) / 10 : value,
    );
    const options = { sigma: 1, maxIterations: 3 };
    const [found, expected] = [measure(pixels, 800, options), slow(pixels, options)];
    expect([found.count, found.median]).toEqual([expected.count, expected.median]);
  });

  it("does not depend on the shape, and goes along with level and scale", () => {
    const pixels = noiseWithSpikes(90_000);
    const [one, other] = [measure(pixels, 300), measure(pixels, 9000)];
    expect([other.count, other.median]).toEqual([one.count, one.median]);
    const moved = measure(
      pixels.map((value) => 4 * value + 64),
      300,
    );
    expect(moved.count).toBe(one.count);
    // float32 pixels after the change: 1e-5 of a pixel's value
    expect(moved.mean).toBeCloseTo(4 * (one.mean ?? 0) + 64, 4);
  });

  it("is exact for equal pixels, a single one, and none", () => {
    const constant = { mean: 7, median: 7, standardDeviation: 0 };
    expect(measure(new Float32Array(70_000).fill(7), 100)).toMatchObject({ ...constant, count: 70_000 });
    expect(measure(Float32Array.of(Number.NaN, 7), 2)).toMatchObject({ ...constant, count: 1 });
    const nothing = { mean: null, median: null, standardDeviation: null, count: 0 };
    expect(measure(Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY), 2)).toMatchObject(nothing);
    expect(measure(new Float32Array(70_000).fill(Number.NaN), 100)).toMatchObject(nothing);
  });

  it("refuses a sigma that is not positive", () => {
    expect(() => measure(Float32Array.of(1, 2), 2, { sigma: 0 })).toThrow(/sigma 0, expected a positive number/);
    expect(() => measure(Float32Array.of(1, 2), 2, { sigma: Number.NaN })).toThrow(/expected a positive number/);
  });
});
