import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { halfBinomial } from "./half-binomial";
import { mcNemar, mcNemarP } from "./mcnemar";
import golden from "./testing/compare.golden.json";
import { makeHoles, makeInjections } from "./testing/scene";

describe("mcNemar", () => {
  it("has the p of coins", () => {
    expect(mcNemarP(0, 5)).toEqual({ exactP: 2 / 32, midP: 1 / 32 });
    // P(X <= 1) of 6 is 7/64, P(X = 1) is 6/64
    expect(mcNemarP(5, 1).exactP).toBeCloseTo(14 / 64, 15);
    expect(mcNemarP(5, 1).midP).toBeCloseTo(8 / 64, 15);
    expect(mcNemarP(3, 3)).toEqual({ exactP: 1, midP: 1 });
  });

  it("agrees with scipy", () => {
    for (const [b, c, exact, mid] of golden.mcnemar) {
      const { exactP, midP } = mcNemarP(b!, c!);
      expect(exactP! / exact!).toBeCloseTo(1, 11);
      expect(midP! / mid!).toBeCloseTo(1, 11);
    }
  });

  it("counts every injection once", () => {
    const injections = makeHoles(makeInjections());
    const table = mcNemar(injections);
    const count = (zogy: number, sfft: number) =>
      [...injections.job.keys()].filter(
        (i) => injections.detectedByZogy[i] === zogy && injections.detectedBySfft[i] === sfft,
      ).length;
    expect(table).toMatchObject({
      both: count(1, 1),
      zogyOnly: count(1, 0),
      sfftOnly: count(0, 1),
      neither: count(0, 0),
    });
    expect(table.notMeasured).toBe(count(0, 2) + count(1, 2));
    expect(table).toMatchObject(mcNemarP(table.zogyOnly, table.sfftOnly));
  });

  it("has no p where no injection was found by just one", () => {
    expect(mcNemarP(0, 0)).toEqual({ exactP: null, midP: null });
  });

  it("refuses counts that cannot be", () => {
    expect(() => mcNemarP(1.5, 2)).toThrow(InvalidParameterError);
    expect(() => mcNemarP(-1, 2)).toThrow(InvalidParameterError);
    expect(() => mcNemarP(Number.NaN, 2)).toThrow(InvalidParameterError);
  });
});

describe("halfBinomial", () => {
  it("agrees with Pascal's triangle", () => {
    for (let n = 1, row = [1, 1]; n <= 50; n++, row = [1, ...row.slice(1).map((c, i) => c + row[i]!), 1]) {
      let below = 0;
      row.forEach((ways, k) => {
        below += ways;
        const { upTo, at } = halfBinomial(k, n);
        expect(at / (ways / 2 ** n)).toBeCloseTo(1, 12);
        expect(upTo / (below / 2 ** n)).toBeCloseTo(1, 12);
      });
    }
  });

  it("sums to 1 from both ends", () => {
    for (const [k, n] of [
      [499_000, 1_000_000],
      [480, 1001],
    ])
      expect(halfBinomial(k!, n!).upTo + halfBinomial(n! - k! - 1, n!).upTo).toBeCloseTo(1, 12);
  });
});
