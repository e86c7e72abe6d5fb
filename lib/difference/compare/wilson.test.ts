import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import golden from "./testing/compare.golden.json";
import { wilsonInterval } from "./wilson";

describe("wilsonInterval", () => {
  it("reaches z² / (n + z²) from the end where nothing or all was found", () => {
    expect(wilsonInterval(0, 12, 2)).toEqual({ value: 0, low: 0, high: 0.25 });
    expect(wilsonInterval(12, 12, 2)).toEqual({ value: 1, low: 0.75, high: 1 });
  });

  it("agrees with scipy", () => {
    for (const [k, n, z, low, high] of golden.wilson) {
      const found = wilsonInterval(k!, n!, z!);
      // scipy is given the confidence of z, which keeps 13 digits of it
      expect(found?.low).toBeCloseTo(low!, 11);
      expect(found?.high).toBeCloseTo(high!, 11);
    }
  });

  it("ends where the true fraction is z standard errors away (its definition)", () => {
    for (const k of [1, 7, 19]) {
      const { value, low, high } = wilsonInterval(k, 20)!;
      for (const limit of [low, high])
        expect(Math.abs(value - limit) / Math.sqrt((limit * (1 - limit)) / 20)).toBeCloseTo(1.959963984540054, 10);
    }
  });

  it("mirrors when found and missed are exchanged", () => {
    const [found, missed] = [wilsonInterval(3, 17)!, wilsonInterval(14, 17)!];
    expect(found.low).toBeCloseTo(1 - missed.high, 14);
    expect(found.high).toBeCloseTo(1 - missed.low, 14);
  });

  it("has none where nothing was tried", () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it("refuses counts and z that cannot be", () => {
    for (const [k, n, z] of [
      [3, 2, 1],
      [-1, 2, 1],
      [Number.NaN, 2, 1],
      [1, Number.POSITIVE_INFINITY, 1],
      [1, 2, 0],
      [1, 2, Number.NaN],
    ])
      expect(() => wilsonInterval(k!, n!, z)).toThrow(InvalidParameterError);
  });
});
