import { describe, expect, it } from "vitest";
import { type CombineOptions, combineClipped, openCombine, sortingNetwork } from "./combine";
import { createKernels } from "./index";

const kernels = createKernels();
const STANDARD: CombineOptions = { nSigma: 3, iterations: 3, spread: "std" };

function combine(images: readonly ArrayLike<number>[], options: Partial<CombineOptions> = {}) {
  const mark = kernels.mark();
  const pixels = images[0]!.length;
  const buffers = openCombine(kernels, images.length, pixels);
  for (const [i, image] of images.entries()) {
    kernels.float32(buffers.planes + 4 * i * buffers.capacity, pixels).set(image);
  }
  combineClipped(kernels, buffers, pixels, { ...STANDARD, ...options });
  const mean = kernels.float32(buffers.mean, pixels).slice();
  const variance = kernels.float32(buffers.variance, pixels).slice();
  const counts = kernels.int32(buffers.counts, pixels).slice();
  kernels.release(mark);
  return { mean, variance, counts };
}

/** Integer noise with spikes and NaN: the same in combine.golden.py. */
function stack(inputs: number, pixels: number): Float32Array[] {
  let state = 1;
  return Array.from({ length: inputs }, (_, i) =>
    Float32Array.from({ length: pixels }, (_, k) => {
      let total = 0;
      for (let n = 0; n < 4; n++) {
        state = (16807 * state) % 2147483647;
        total += state % 2001;
      }
      const at = i * pixels + k;
      if (at % 17 === 5) return Number.NaN;
      return Math.fround(Math.fround(total / 100 - 40) + (at % 31 === 0 ? 500 : 0));
    }),
  );
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The plain form, one pixel at a time. */
function slow(images: readonly Float32Array[], k: number, { nSigma, iterations, spread }: CombineOptions) {
  let values = images.map((image) => image[k]!).filter(Number.isFinite);
  values.sort((a, b) => a - b);
  const meanOf = (all: readonly number[]) => all.reduce((a, b) => a + b, 0) / all.length;
  for (let round = 0; round < iterations; round++) {
    const [mean, median] = [meanOf(values), medianOf(values)];
    const deviations = values.map((value) => Math.abs(value - median)).sort((a, b) => a - b);
    const sigma =
      spread === "std"
        ? Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)))
        : 1.482602218505602 * medianOf(deviations);
    if (sigma > 0) values = values.filter((value) => Math.abs(value - median) <= nSigma * sigma);
  }
  const [mean, count] = [meanOf(values), values.length];
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, count, variance: count > 1 ? squares / (count - 1) / count : Number.NaN };
}

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0);

describe("combineClipped", () => {
  it("leaves out the one hit of ten that can be seen by eye", () => {
    const images = Array.from({ length: 10 }, (_, i) => [i % 2 ? 1 : -1, 5, i === 3 ? 1000 : i % 2 ? 1 : -1]);
    const { mean, variance, counts } = combine(images);
    expect([...counts]).toEqual([10, 10, 9]);
    expect([...mean].slice(0, 2)).toEqual([0, 5]);
    // nine left: five of -1, four of 1
    expect(mean[2]).toBeCloseTo(-1 + 8 / 9, 6);
    expect(variance[0]).toBeCloseTo(10 / 9 / 10, 6);
    expect(variance[1]).toBe(0);
  });

  it("cannot leave out one of seven by standard deviation, but by the MAD", () => {
    const images = [1, 2, 3, 4, 5, 6, 1000].map((value) => [value]);
    expect(combine(images).counts[0]).toBe(7);
    expect(combine(images, { spread: "mad" })).toMatchObject({ counts: Int32Array.of(6), mean: Float32Array.of(3.5) });
  });

  it.each([
    [5, "std", 3, 3, [174, 506.8419948067516, 56844.757911611334, 1.107999962568283, 5.181103917553189, 5]],
    [20, "std", 3, 3, [673, -16.830479417943582, 280.7348811482376, -1.0584211741623126, 5.590905146851131, 19]],
    [33, "std", 2, 5, [1032, -11.563860927785216, 128.8656495709727, 3.37759999871254, 1.4915321264969819, 25]],
    [9, "mad", 3, 1, [296, -25.91472080129287, 567.6386487465777, 1.5088888903458912, 3.7831096444095005, 9]],
    [20, "mad", 2, 1, [644, -19.211850213923476, 242.87591044613234, 0.24111102521419525, 4.361194293121233, 18]],
  ] as const)(
    "agrees with astropy: %i images, %s, %f sigma, %i rounds",
    (inputs, spread, nSigma, iterations, golden) => {
      const { mean, variance, counts } = combine(stack(inputs, 37), { spread, nSigma, iterations });
      const [count, sumOfMeans, sumOfVariances, mean11, variance11, count11] = golden;
      expect([total(counts), counts[11]]).toEqual([count, count11]);
      // results are float32: 6e-8 of each value
      expect(total(mean) / sumOfMeans).toBeCloseTo(1, 5);
      expect(total(variance) / sumOfVariances).toBeCloseTo(1, 5);
      expect(mean[11]! / mean11).toBeCloseTo(1, 6);
      expect(variance[11]! / variance11).toBeCloseTo(1, 6);
    },
  );

  it.each([2, 3, 4, 7, 16, 21, 100])("equals the plain form of %i images", (inputs) => {
    const images = stack(inputs, 83);
    for (const options of [
      STANDARD,
      { nSigma: 1.5, iterations: 10, spread: "mad" } as const,
      { nSigma: 1, iterations: 1, spread: "std" } as const,
      { nSigma: 3, iterations: 0, spread: "std" } as const,
    ]) {
      const { mean, variance, counts } = combine(images, options);
      for (let k = 0; k < 83; k++) {
        const expected = slow(images, k, options);
        expect(counts[k]).toBe(expected.count);
        expect(mean[k]).toBeCloseTo(expected.mean, 4);
        if (expected.count > 1)
          expect(variance[k]! / (expected.variance || 1)).toBeCloseTo(expected.variance ? 1 : 0, 5);
        else expect(variance[k]).toBeNaN();
      }
    }
  });

  it("depends on no order of the images, and goes along with level and scale", () => {
    const images = stack(12, 40);
    const one = combine(images);
    expect(combine(images.toReversed())).toEqual(one);
    const moved = combine(images.map((image) => image.map((value) => 2 * value + 64)));
    expect(moved.counts).toEqual(one.counts);
    // float32 after the change: 1e-5 of a value of 100
    for (let k = 0; k < 40; k++) expect(moved.mean[k]).toBeCloseTo(2 * one.mean[k]! + 64, 3);
  });

  it("keeps the noise beside a hit of 1e9", () => {
    const images = Array.from({ length: 20 }, (_, i) => [i === 4 ? 1e9 : i % 2]);
    const { mean, variance, counts } = combine(images);
    expect(counts[0]).toBe(19);
    expect(mean[0]).toBeCloseTo(10 / 19, 6);
    expect(variance[0]).toBeCloseTo(0.013850415512465374, 8);
  });

  it("takes no value that is not finite, and says where there is none", () => {
    const images = [
      [Number.NaN, Number.NaN, 1],
      [Number.NaN, 4, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, Number.NaN, 3],
    ];
    const { mean, variance, counts } = combine(images);
    expect([...counts]).toEqual([0, 1, 2]);
    expect([...mean]).toEqual([Number.NaN, 4, 2]);
    expect([...variance]).toEqual([Number.NaN, Number.NaN, 1]);
  });

  it("refuses what is no combination", () => {
    expect(() => combine([[1]])).toThrow(/1 images, expected 2 to 1000/);
    expect(() => combine([[1], [2]], { nSigma: 0 })).toThrow(/0 sigma, 3 rounds, expected a positive number/);
    expect(() => combine([[1], [2]], { iterations: 1.5 })).toThrow(/1.5 rounds/);
  });
});

describe("sortingNetwork", () => {
  it.each([2, 3, 5, 6, 8, 13])("sorts every zero-one sequence of %i", (count) => {
    // the zero-one principle: a network that sorts these sorts everything (Knuth 5.3.4)
    const pairs = sortingNetwork(count);
    for (let bits = 0; bits < 2 ** count; bits++) {
      const values = Array.from({ length: count }, (_, i) => (bits >> i) & 1);
      for (const [a, b] of pairs) if (values[a]! > values[b]!) [values[a], values[b]] = [values[b]!, values[a]!];
      expect(values.every((value, i) => i === 0 || values[i - 1]! <= value)).toBe(true);
    }
  });
});
