import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { bootstrapJobs, percentileInterval } from "./bootstrap";
import { SeededGenerator } from "./seeded-generator";
import golden from "./testing/compare.golden.json";

describe("SeededGenerator", () => {
  it("gives the words of the same generator in Python", () => {
    const generator = new SeededGenerator(1);
    expect(Array.from({ length: 6 }, () => generator.next())).toEqual(golden.generator);
  });

  it("draws all values below a limit about equally", () => {
    const generator = new SeededGenerator(7);
    const drawn = new Uint32Array(10);
    for (let i = 0; i < 100_000; i++) drawn[generator.below(10)]! += 1;
    // 5 standard deviations of a count of 10,000
    for (const count of drawn) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe("percentileInterval", () => {
  it("interpolates between replicates, and keeps infinite ones in rank", () => {
    const values = [3, 1, 2, 4, 5, Number.POSITIVE_INFINITY, Number.NaN];
    expect(percentileInterval(values, 9, 0.8)).toEqual({
      ...{ state: "measured", low: 1.5, high: null, standardError: Math.sqrt(2.5) },
      ...{ replicates: 6, infinite: 1, withoutValue: 1 },
    });
  });

  it("says why there is none", () => {
    expect(percentileInterval([1, 2], 1)).toEqual({ state: "not measured", reason: "drawn from 1 job, needs 2" });
    expect(percentileInterval([Number.NaN], 3)).toMatchObject({ reason: "no replicate gave a value" });
  });

  it("refuses what cannot be", () => {
    expect(() => percentileInterval([1], 3, 1)).toThrow(InvalidParameterError);
    expect(() => bootstrapJobs(Uint32Array.of(0, 1), 2, { replicates: 0 }, () => [])).toThrow(InvalidParameterError);
  });
});
