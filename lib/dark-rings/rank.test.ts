import { describe, expect, it } from "vitest";
import { compareByScore, selectRoundest } from "./rank";

const row = (detector: number, footprintId: number, gaussianLikeScore: number | null, diameter: number | null = 5) => {
  return { detector, footprintId, gaussianLikeScore, gaussianDiameterPixels: diameter };
};

describe("compareByScore", () => {
  it("orders by score, then detector, then footprint; no score last", () => {
    const rows = [row(2, 1, 0.8), row(1, 9, null), row(1, 2, 0.8), row(1, 1, 0.8), row(3, 0, 0.9), row(0, 0, null)];
    expect(rows.sort(compareByScore).map(({ detector, footprintId }) => `${detector}/${footprintId}`)).toEqual([
      "3/0",
      "1/1",
      "1/2",
      "2/1",
      "0/0",
      "1/9",
    ]);
  });
});

describe("selectRoundest", () => {
  it("takes a score at the limit, and leaves out what has none", () => {
    const rows = [row(0, 0, 0.7), row(0, 1, 0.6999), row(0, 2, null), row(0, 3, 0.99)];
    const limits = { minGaussianLike: 0.7, minGaussianDiameterPixels: null };
    expect(selectRoundest(rows, limits).map(({ footprintId }) => footprintId)).toEqual([3, 0]);
  });

  it("applies the smallest diameter when there is one", () => {
    const rows = [row(0, 0, 0.9, 2.9), row(0, 1, 0.8, 3), row(0, 2, 0.9, null)];
    const limits = { minGaussianLike: 0.7, minGaussianDiameterPixels: 3 };
    expect(selectRoundest(rows, limits).map(({ footprintId }) => footprintId)).toEqual([1]);
  });
});
