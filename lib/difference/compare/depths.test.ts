import { describe, expect, it } from "vitest";
import type { CompletenessFit } from "./completeness-fit";
import { compareDepths, measureDepths } from "./depths";
import { DETECTION_SETS } from "./injections";
import golden from "./testing/compare.golden.json";
import { makeHoles, makeInjections } from "./testing/scene";

function measured(fit: CompletenessFit) {
  if (fit.state === "not measured") throw new Error(fit.reason);
  return fit;
}

describe("measureDepths", () => {
  it("agrees with numpy and scipy, the draws included", () => {
    const depths = measureDepths(makeInjections(), { replicates: 200, seed: 5, confidence: 0.9 });
    for (const set of DETECTION_SETS)
      for (const { level, interpolated } of depths[set].depths) {
        const expected = golden.sets[set].interpolated[`${level as 0.8 | 0.5 | 0.2}`];
        expect(interpolated.state === "reached" && interpolated.magnitude).toBeCloseTo(expected, 11);
      }
    const { model } = measured(depths.zogy.fit);
    expect(model.halfMagnitude).toBeCloseTo(golden.fitOfBins.halfMagnitude, 6);
    expect(model.widthMag).toBeCloseTo(golden.fitOfBins.widthMag, 6);
    const interval = depths.zogy.depths[1]!.interpolatedInterval;
    if (interval.state === "not measured") throw new Error(interval.reason);
    expect(interval.low).toBeCloseTo(golden.bootstrap.zogy.low, 10);
    expect(interval.high).toBeCloseTo(golden.bootstrap.zogy.high, 10);
    expect(interval.standardError).toBeCloseTo(golden.bootstrap.zogy.standardError, 10);
  });

  it("gives the same twice, and other errors for another seed", () => {
    const injections = makeHoles(makeInjections(800));
    const measure = (seed: number) => measureDepths(injections, { replicates: 30, seed });
    expect(measure(3)).toEqual(measure(3));
    expect(measure(3).sfft.depths[0]!.fittedInterval).not.toEqual(measure(4).sfft.depths[0]!.fittedInterval);
  });

  it("covers the depths that made the injections", () => {
    const { zogy, sfft } = measureDepths(makeInjections(20_000), { replicates: 200, levels: [0.47] });
    // half of SFFT's ceiling of 0.94; ZOGY: 23.6 + 0.3 ln(0.97 / 0.47 - 1)
    for (const [depths, truth] of [
      [zogy, 23.6 + 0.3 * Math.log(0.97 / 0.47 - 1)],
      [sfft, 24.2],
    ] as const) {
      const { fittedInterval } = depths.depths[0]!;
      if (fittedInterval.state === "not measured") throw new Error(fittedInterval.reason);
      expect(fittedInterval.low).toBeLessThan(truth);
      expect(fittedInterval.high).toBeGreaterThan(truth);
      expect(fittedInterval.standardError).toBeLessThan(0.1);
    }
  });

  it("says that a depth is not reached, in the draws too", () => {
    const bright = { startMag: 20, endMag: 22 };
    const { depths } = measureDepths(makeInjections(), { replicates: 20, limits: bright }).zogy;
    expect(depths[1]!.interpolated).toMatchObject({ state: "not reached", side: "fainter" });
    expect(depths[1]!.fitted).toMatchObject({ state: "not reached", side: "fainter" });
    expect(depths[1]!.interpolatedInterval).toMatchObject({ low: null, high: null, infinite: 20 });
  });

  it("has no errors from one job, and no depth from none", () => {
    const injections = makeInjections(300);
    const alone = measureDepths({ ...injections, job: injections.job.map(() => 4) }, { replicates: 5 });
    expect(alone.zogy.depths[0]!.fittedInterval).toMatchObject({ reason: "drawn from 1 job, needs 2" });
    const none = measureDepths(makeInjections(0), { replicates: 5 });
    expect(none.both.depths[0]!.fitted).toMatchObject({ state: "not reached", side: null });
    expect(none.both.depths[0]!.interpolatedInterval).toMatchObject({ reason: "drawn from 0 jobs, needs 2" });
  });
});

describe("compareDepths", () => {
  it("agrees with numpy on the same draws", () => {
    const [difference] = compareDepths(makeInjections(), {
      ...{ replicates: 200, seed: 5, confidence: 0.9 },
      levels: [0.5],
    });
    const { sets, bootstrap } = golden;
    const expected = sets.sfft.interpolated["0.5"] - sets.zogy.interpolated["0.5"];
    expect(difference!.interpolatedMag).toBeCloseTo(expected, 11);
    const interval = difference!.interpolatedInterval;
    if (interval.state === "not measured") throw new Error(interval.reason);
    expect(interval.low).toBeCloseTo(bootstrap.difference.low, 10);
    expect(interval.high).toBeCloseTo(bootstrap.difference.high, 10);
  });

  it("changes sign with the algorithms", () => {
    const injections = makeHoles(makeInjections(1000));
    const exchanged = {
      ...injections,
      detectedByZogy: injections.detectedBySfft,
      detectedBySfft: injections.detectedByZogy,
    };
    const [there, back] = [compareDepths(injections, { replicates: 20 }), compareDepths(exchanged, { replicates: 20 })];
    there.forEach(({ fittedMag, interpolatedMag }, i) => {
      expect(back[i]!.fittedMag).toBeCloseTo(-fittedMag!, 12);
      expect(back[i]!.interpolatedMag).toBeCloseTo(-interpolatedMag!, 12);
    });
  });

  it("is 0 without error between an algorithm and itself", () => {
    const injections = makeInjections(1000);
    const same = { ...injections, detectedBySfft: injections.detectedByZogy };
    expect(compareDepths(same, { replicates: 20, levels: [0.5] })[0]).toMatchObject({
      interpolatedMag: 0,
      fittedInterval: { low: 0, high: 0, standardError: 0 },
    });
  });
});

describe("draws that are not fitted", () => {
  it("leave the interpolated depths and their intervals as they are, and the fitted ones without an interval", () => {
    const injections = makeInjections(1000);
    const fitted = measureDepths(injections, { replicates: 20 }).zogy.depths;
    const plain = measureDepths(injections, { replicates: 20, areDrawsFitted: false }).zogy.depths;
    plain.forEach(({ fittedInterval, ...rest }, i) => {
      expect(fitted[i]).toMatchObject(rest);
      expect(fittedInterval).toEqual({ state: "not measured", reason: "no replicate gave a value" });
    });
  });
});
