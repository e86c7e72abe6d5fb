import { describe, expect, it } from "vitest";
import { boxStatistics, histogramOf, profileAlong } from "./box-statistics";

describe("statistics of a box", () => {
  it("are those one can count by hand", () => {
    expect(boxStatistics([1, 2, Number.NaN, 3, 4, Number.POSITIVE_INFINITY])).toEqual({
      count: 4,
      nanCount: 2,
      mean: 2.5,
      median: 2.5,
      std: Math.sqrt(1.25),
      min: 1,
      max: 4,
      clipped: { count: 4, mean: 2.5, median: 2.5, std: Math.sqrt(1.25) },
    });
  });

  it("clip a cosmic ray and leave a constant alone", () => {
    const sky = Array.from({ length: 99 }, (_, i) => 100 + ((i * 7) % 5));
    const statistics = boxStatistics([...sky, 65_535]);
    expect(statistics?.max).toBe(65_535);
    expect(statistics?.clipped.count).toBe(99);
    expect(statistics?.clipped.mean).toBeCloseTo(sky.reduce((a, b) => a + b) / 99, 10);
    expect(boxStatistics([7, 7, 7])?.clipped).toEqual({ count: 3, mean: 7, median: 7, std: 0 });
  });

  it("do not cancel on a large level", () => {
    expect(boxStatistics([1e9, 1e9 + 1, 1e9 + 2])?.std).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  it("say that there is no finite pixel", () => {
    expect(boxStatistics([Number.NaN])).toBeNull();
    expect(boxStatistics([])).toBeNull();
  });
});

describe("histogram", () => {
  it("counts every finite pixel once, the largest too", () => {
    const { counts, edges } = histogramOf([0, 0.5, 1, 2, Number.NaN], 0, 2, 4);
    expect([...counts]).toEqual([1, 1, 1, 1]);
    expect([...edges]).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(histogramOf([3, 3], 3, 3, 4).counts[0]).toBe(2);
  });
});

describe("profile", () => {
  const box = { x0: 10, y0: 20, width: 3, height: 2, step: 1, pixels: [0, 1, 2, 10, 11, 12] };

  it("takes the nearest pixel, one a pixel of length", () => {
    const { distance, value, x } = profileAlong(box, [10, 20, 12, 20]);
    expect([...distance]).toEqual([0, 1, 2]);
    expect([...value]).toEqual([0, 1, 2]);
    expect([...x]).toEqual([10, 11, 12]);
    expect([...profileAlong(box, [10, 20, 12, 21]).value]).toEqual([0, 11, 12]);
  });

  it("is NaN outside", () => {
    expect([...profileAlong(box, [9, 20, 10, 20]).value]).toEqual([Number.NaN, 0]);
  });
});
