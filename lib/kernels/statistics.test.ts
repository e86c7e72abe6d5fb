import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { medianOfRectangle, rectangleOf, robustStatistics, sparseRowStep } from "./statistics";

const kernels = createKernels();

/** Minimal-standard generator (Park & Miller 1988), sum of twelve: nearly Gaussian, the same on every machine. */
function gaussianPixels(count: number, seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  return Float32Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum;
  });
}

function withPixels<Result>(pixels: Float32Array, run: (offset: number) => Result): Result {
  const mark = kernels.mark();
  const offset = kernels.allocate(4 * pixels.length);
  kernels.float32(offset, pixels.length).set(pixels);
  const result = run(offset);
  kernels.release(mark);
  return result;
}

const whole = (pixels: Float32Array, width: number) =>
  withPixels(pixels, (offset) =>
    robustStatistics(kernels, rectangleOf(offset, width, { x0: 0, y0: 0, width, height: pixels.length / width })),
  );

/** The plain form: sort. */
function slowMedian(values: Float32Array) {
  const sorted = values.filter(Number.isFinite).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

describe("robustStatistics", () => {
  it("gives median 3 and sigma 1.4826 for 1 2 3 4 5", () => {
    expect(whole(Float32Array.of(1, 2, 3, 4, 5), 5)).toEqual({ median: 3, sigma: 1.4826, count: 5 });
  });

  it.each([
    [7, 9],
    [101, 33],
    [500, 400],
    [513, 401],
    [1023, 300],
  ])("equals a full sort at %i × %i", (width, height) => {
    const pixels = gaussianPixels(width * height, width);
    const { median, sigma, count } = whole(pixels, width);
    const middle = slowMedian(pixels);
    expect(count).toBe(pixels.length);
    expect(median).toBe(middle);
    expect(sigma).toBe(1.4826 * slowMedian(pixels.map((value) => Math.abs(value - Math.fround(middle)))));
  });

  it("skips NaN and both infinities", () => {
    const pixels = gaussianPixels(400 * 300, 3);
    for (let i = 0; i < pixels.length; i += 7) pixels[i] = [Number.NaN, Number.NEGATIVE_INFINITY, 1 / 0][i % 3]!;
    const { median, count } = whole(pixels, 400);
    expect(median).toBe(slowMedian(pixels));
    expect(count).toBe(pixels.filter(Number.isFinite).length);
  });

  it.each([
    ["two values", (i: number) => i % 2],
    ["one value", () => 42],
    ["steps of 10", (i: number) => 10 * Math.round((i % 97) / 10)],
    ["a ramp", (i: number) => i],
    ["a column of its own", (i: number) => (i % 400 === 3 ? 1e30 : i % 5)],
  ])("is exact for ties and order: %s", (_name, value) => {
    const pixels = Float32Array.from({ length: 400 * 300 }, (_, i) => value(i));
    expect(whole(pixels, 400).median).toBe(slowMedian(pixels));
  });

  it("says null when nothing is finite", () => {
    expect(whole(new Float32Array(300_000).fill(Number.NaN), 500)).toEqual({ median: null, sigma: null, count: 0 });
  });

  it("takes only its rectangle and its rows", () => {
    const pixels = Float32Array.from({ length: 100 }, (_, i) => i);
    const box = { x0: 2, y0: 1, width: 3, height: 8 };
    const taken = [0, 4].flatMap((y) => [12, 13, 14].map((x) => x + 10 * y));
    const found = withPixels(pixels, (offset) => medianOfRectangle(kernels, rectangleOf(offset, 10, box, 4)));
    expect(found).toEqual({ median: slowMedian(Float32Array.from(taken)), count: 6 });
  });

  it("does not feel a shift by a power of two, exactly", () => {
    const pixels = gaussianPixels(300 * 300, 9).map((value) => Math.fround(Math.round(value * 1024) / 1024));
    const shifted = whole(
      pixels.map((value) => value + 64),
      300,
    );
    const plain = whole(pixels, 300);
    expect([shifted.median, shifted.sigma]).toEqual([(plain.median ?? 0) + 64, plain.sigma]);
  });

  it("is sparse for large boxes only", () => {
    expect([sparseRowStep({ width: 512, height: 512 }), sparseRowStep({ width: 509, height: 2000 })]).toEqual([1, 4]);
  });
});

describe("selectRank", () => {
  const kinds: [string, (value: number) => number][] = [
    ["noise", (value) => value],
    ["few values, many ties", (value) => Math.round(value + 20)],
    ["one value", () => 7],
    ["rising", (value) => value],
  ];

  it.each(kinds)("gives what sorting gives, and parts the others there: %s", (kind, of) => {
    for (const count of [1, 2, 3, 17, 600, 601, 602, 5000]) {
      const drawn = gaussianPixels(count, 3).map(of);
      const pixels = kind === "rising" ? drawn.sort() : drawn;
      const sorted = pixels.slice().sort();
      for (const rank of [0, count >> 2, count >> 1, count - 1]) {
        withPixels(pixels, (offset) => {
          expect(kernels.exports.selectRank(offset, count, rank)).toBe(sorted[rank]);
          const parted = kernels.float32(offset, count);
          expect(Math.max(...parted.subarray(0, rank + 1))).toBe(sorted[rank]);
          expect(Math.min(...parted.subarray(rank))).toBe(sorted[rank]);
          expect(parted.slice().sort()).toEqual(sorted);
        });
      }
    }
  });
});

describe("countBracket", () => {
  it("keeps what lies inside, in order, and counts on when its buffer is full", () => {
    const pixels = gaussianPixels(203, 5);
    pixels[11] = Number.NaN;
    pixels[12] = Number.NEGATIVE_INFINITY;
    const inside = pixels.filter((value) => value >= -0.25 && value <= 0.5);
    const below = pixels.filter((value) => Number.isFinite(value) && value < -0.25);
    for (const capacity of [0, 1, 5, inside.length - 1, inside.length, 203]) {
      withPixels(pixels, (offset) => {
        const buffer = kernels.allocate(4 * capacity + 4);
        const kept = kernels.float32(buffer, capacity + 1).fill(99);
        kernels.exports.countBracket(offset, 4 * 29, 29, 7, 0, 0, -0.25, 0.5, buffer, capacity);
        expect(kernels.exports.bracketFinite()).toBe(201);
        expect(kernels.exports.bracketBelow()).toBe(below.length);
        expect(kernels.exports.bracketInside()).toBe(inside.length);
        const most = Math.min(capacity, inside.length);
        expect([...kept.subarray(0, most)]).toEqual([...inside.subarray(0, most)]);
        expect(kept[capacity]).toBe(99);
      });
    }
  });
});
