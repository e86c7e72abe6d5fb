import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { type AlgorithmScores, compareAtFalsePositives, cutDetections } from "./fixed-false-positives";
import { mcNemar } from "./mcnemar";
import { makeInjections, makeNoise } from "./testing/scene";

const INJECTIONS = {
  job: new Uint32Array(5),
  jobCount: 1,
  magnitude: Float64Array.of(20, 21, 22, 23, 24),
  detectedByZogy: Uint8Array.of(1, 1, 1, 0, 2),
  detectedBySfft: Uint8Array.of(1, 1, 1, 1, 1),
};

const NONE = Number.NaN;
const ZOGY: AlgorithmScores = {
  values: Float64Array.of(9, 8, 7, 6, 6, 5),
  classes: Uint8Array.of(1, 1, 0, 1, 0, 0),
  direction: "above",
  imageCount: 1,
  ofInjections: Float64Array.of(9, 8, 6, NONE, NONE),
};
/** chi² like: small is good */
const SFFT: AlgorithmScores = {
  values: Float64Array.of(1, 1.1, 1.2, 1.3, 4, 5),
  classes: Uint8Array.of(1, 1, 1, 1, 0, 0),
  direction: "below",
  imageCount: 2,
  ofInjections: Float64Array.of(1, 1.1, 1.2, 1.3, NONE),
};

describe("compareAtFalsePositives", () => {
  it("sets each threshold by its own false positives per image", () => {
    const { zogy, sfft, injections } = compareAtFalsePositives(INJECTIONS, { zogy: ZOGY, sfft: SFFT }, 1);
    expect([zogy.threshold, zogy.falsePositivesPerImage]).toEqual([7, 1]);
    expect([sfft.threshold, sfft.falsePositivesPerImage]).toEqual([5, 1]);
    expect([...injections.detectedByZogy]).toEqual([1, 1, 0, 0, 2]);
    expect([...injections.detectedBySfft]).toEqual([1, 1, 1, 1, 0]);
    expect(mcNemar(injections)).toMatchObject({ both: 2, zogyOnly: 0, sfftOnly: 2, neither: 0, notMeasured: 1 });
  });

  it("lets nothing false pass when asked to", () => {
    const { zogy, sfft } = compareAtFalsePositives(INJECTIONS, { zogy: ZOGY, sfft: SFFT }, 0);
    expect([zogy.threshold, sfft.threshold]).toEqual([8, 1.3]);
  });

  it("does not care for the scale of a feature: a noise underestimated by 2 changes nothing", () => {
    const injections = makeInjections();
    const noise = makeNoise(4);
    const ofInjections = injections.magnitude.map((m) => 10 ** (0.4 * (26 - m)) + noise());
    const values = Float64Array.from({ length: 4000 }, () => 5 + 20 * noise() ** 4);
    const scores = { values, classes: new Uint8Array(4000), direction: "above" as const, imageCount: 20, ofInjections };
    const twice = { ...scores, values: values.map((v) => 2 * v), ofInjections: ofInjections.map((v) => 2 * v) };
    const fair = compareAtFalsePositives(injections, { zogy: scores, sfft: twice }, 10);
    expect(fair.zogy.falsePositives).toBe(200);
    expect(fair.sfft.falsePositives).toBe(200);
    const cut = (threshold: number, of: typeof scores) =>
      cutDetections(injections.detectedByZogy, of, threshold).reduce((sum, found) => sum + found, 0);
    expect(cut(fair.sfft.threshold, twice)).toBe(cut(fair.zogy.threshold, scores));
    expect(cut(fair.zogy.threshold, scores)).toBeLessThan(cut(0, scores));
  });

  it("refuses values that do not go with the injections", () => {
    const short = { ...ZOGY, ofInjections: new Float64Array(4) };
    expect(() => compareAtFalsePositives(INJECTIONS, { zogy: short, sfft: SFFT }, 1)).toThrow(InvalidParameterError);
    expect(() => compareAtFalsePositives(INJECTIONS, { zogy: ZOGY, sfft: SFFT }, NONE)).toThrow(InvalidParameterError);
  });
});
