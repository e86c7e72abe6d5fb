import { describe, expect, it } from "vitest";
import { measureBlobScore, type Stamp } from "./blob-score";
import { median } from "./median";

function stampOf(width: number, height: number, value: (x: number, y: number) => number): Stamp {
  const pixels = Float64Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, pixels };
}

const blob = (x: number, y: number) => 100 - 30 * Math.exp(-0.5 * (((x - 9.2) / 2) ** 2 + ((y - 8.7) / 2) ** 2));

describe("measureBlobScore", () => {
  it("likes a Gaussian and finds its width", () => {
    const { score, sigmaPixels } = measureBlobScore(stampOf(19, 18, blob), "skip");
    expect(score).toBeGreaterThan(0.98);
    expect(Math.abs((sigmaPixels ?? 0) - 2)).toBeLessThan(0.5);
  });

  it("does not like a ring", () => {
    const ring = stampOf(17, 17, (x, y) => -25 * Math.exp(-0.5 * ((Math.hypot(x - 8, y - 8) - 5) / 1.2) ** 2));
    expect(measureBlobScore(ring, "skip").score).toBeLessThan(0.5);
  });

  it("has nothing to say of a constant stamp or one with nothing good", () => {
    expect(
      measureBlobScore(
        stampOf(5, 5, () => 7),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
    expect(
      measureBlobScore(
        stampOf(5, 5, () => Number.NaN),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
    expect(
      measureBlobScore(
        stampOf(1, 1, () => 7),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
  });

  it("is poisoned by one NaN as upstream is, or leaves it out", () => {
    const stamp = stampOf(19, 18, blob);
    stamp.pixels[40] = Number.NaN;
    expect(measureBlobScore(stamp, "poison")).toEqual({ score: -1, sigmaPixels: Math.SQRT1_2 });
    expect(measureBlobScore(stamp, "skip").score).toBeGreaterThan(0.98);
  });

  it("does not feel level and scale", () => {
    const plain = measureBlobScore(stampOf(19, 18, blob), "skip");
    const other = measureBlobScore(
      stampOf(19, 18, (x, y) => 3 * blob(x, y) - 500),
      "skip",
    );
    expect(other.score).toBeCloseTo(plain.score, 10);
  });
});

describe("median", () => {
  it("takes the middle, or the mean of the two middle ones", () => {
    expect(median(Float64Array.of(5, 1, 9))).toBe(5);
    expect(median(Float64Array.of(4, 1, 9, 2))).toBe(3);
    expect(median(new Float64Array(0))).toBeNaN();
  });

  it.each([1, 2, 10, 101, 1000])("equals a sort of %i values", (n) => {
    const values = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 257);
    const sorted = values.slice().sort();
    const expected = n % 2 ? sorted[n >> 1] : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
    expect(median(values)).toBe(expected);
  });
});
