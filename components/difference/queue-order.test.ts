import { describe, expect, it } from "vitest";
import { medianSeconds, shuffled } from "./queue-order";

const rows = Array.from({ length: 400 }, (_, i) => ({ candidateId: `jid1:zogy:${i}`, rank: i }));

describe("the order of a queue", () => {
  it("is the same for the same seed, whatever order the rows come in, and loses none", () => {
    const once = shuffled(rows, 7).map(({ rank }) => rank);
    expect(shuffled([...rows].reverse(), 7).map(({ rank }) => rank)).toEqual(once);
    expect([...once].sort((a, b) => a - b)).toEqual(rows.map(({ rank }) => rank));
    expect(shuffled(rows, 8).map(({ rank }) => rank)).not.toEqual(once);
  });

  it("does not follow the rank", () => {
    const ranks = shuffled(rows, 1).map(({ rank }) => rank);
    const mean = 199.5;
    // covariance of rank and place over the variance of 0…399: 0 for a shuffle, with a scatter of 1/20
    const covariance = ranks.reduce((sum, rank, place) => sum + (rank - mean) * (place - mean), 0) / 400;
    expect(Math.abs(covariance / (mean ** 2 / 3))).toBeLessThan(0.2);
  });

  it("takes the median of an even count between the middle two", () => {
    expect(medianSeconds([])).toBeNull();
    expect(medianSeconds([4, 1, 2])).toBe(2);
    expect(medianSeconds([4, 1, 2, 3])).toBe(2.5);
  });
});
