import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { bootstrapJobs, percentileInterval } from "./bootstrap";
import { type CompletenessFit, depthByFit, fitCompleteness, modelCompleteness } from "./completeness-fit";
import { depthByInterpolation } from "./depth";
import { compareDepths, measureDepths } from "./depths";
import { DETECTION_SETS, type Injections, outcomesOf } from "./injections";
import { SeededGenerator } from "./seeded-generator";
import golden from "./testing/compare.golden.json";
import { makeHoles, makeInjections } from "./testing/scene";

const counts = (injected: number[], detected: number[], start = 20.5) => ({
  centreMag: Float64Array.from(injected, (_, i) => start + i),
  injected: Float64Array.from(injected),
  detected: Float64Array.from(detected),
});

/** One count per injection. */
function rowsOf(injections: Injections, set: (typeof DETECTION_SETS)[number]) {
  const order = [...injections.magnitude.keys()].sort((a, b) => injections.magnitude[a]! - injections.magnitude[b]!);
  const outcomes = outcomesOf(injections, set);
  return {
    centreMag: Float64Array.from(order, (i) => injections.magnitude[i]!),
    injected: new Float64Array(order.length).fill(1),
    detected: Float64Array.from(order, (i) => outcomes[i]!),
  };
}

function measured(fit: CompletenessFit) {
  if (fit.state === "not measured") throw new Error(fit.reason);
  return fit;
}

describe("depthByInterpolation", () => {
  it("draws a line between the middles of bins", () => {
    const line = counts([10, 10, 10], [10, 8, 2]);
    expect(depthByInterpolation(line, 0.5)).toEqual({ state: "reached", magnitude: 22, crossings: 1 });
    expect(depthByInterpolation(line, 0.8)).toEqual({ state: "reached", magnitude: 21.5, crossings: 1 });
  });

  it("passes over bins without injections", () => {
    expect(depthByInterpolation(counts([10, 0, 10], [10, 0, 0]), 0.5)).toMatchObject({ magnitude: 21.5 });
  });

  it("takes the brightest of several falls, and says how many", () => {
    const noisy = depthByInterpolation(counts([10, 10, 10, 10], [10, 0, 10, 0]), 0.5);
    expect(noisy).toEqual({ state: "reached", magnitude: 21, crossings: 2 });
  });

  it("does not extrapolate", () => {
    const side = (detected: number[]) => {
      const depth = depthByInterpolation(counts([10, 10], detected), 0.5);
      return depth.state === "reached" ? depth.magnitude : `${depth.side}: ${depth.reason}`;
    };
    expect(side([10, 6])).toBe("fainter: completeness is not below 50 % in the faintest bin");
    expect(side([4, 1])).toBe("brighter: completeness reaches 50 % in no bin");
    expect(side([4, 5])).toMatch(/^fainter/);
    expect(depthByInterpolation(counts([0], [0]), 0.5)).toMatchObject({ state: "not reached", side: null });
  });

  it("refuses a level that is none", () => {
    for (const level of [0, 1, -1, Number.NaN])
      expect(() => depthByInterpolation(counts([1], [1]), level)).toThrow(InvalidParameterError);
  });
});

describe("fitCompleteness", () => {
  it("agrees with scipy's simplex on every injection", () => {
    for (const set of DETECTION_SETS) {
      const { model, logLikelihood, converged, atBound } = measured(fitCompleteness(rowsOf(makeInjections(), set)));
      const expected = golden.sets[set].fitOfRows;
      expect(logLikelihood).toBeCloseTo(expected.logLikelihood, 8);
      expect(model.amplitude).toBeCloseTo(expected.amplitude, 6);
      expect(model.halfMagnitude).toBeCloseTo(expected.halfMagnitude, 6);
      expect(model.widthMag).toBeCloseTo(expected.widthMag, 6);
      expect({ converged, atBound }).toEqual({ converged: true, atBound: [] });
    }
  });

  it("agrees with scipy where the amplitude is held at 1", () => {
    const { centre, detected, injected, fit } = golden.fitAtCeiling;
    const found = measured(
      fitCompleteness({
        centreMag: Float64Array.from(centre),
        injected: new Float64Array(centre.length).fill(injected),
        detected: Float64Array.from(detected),
      }),
    );
    expect(found.atBound).toEqual(["amplitude"]);
    expect(found.model.amplitude).toBe(1);
    expect(found.model.halfMagnitude).toBeCloseTo(fit.halfMagnitude, 6);
    expect(found.model.widthMag).toBeCloseTo(fit.widthMag, 6);
    expect(found.standardErrors.amplitude).toBeNull();
    expect(found.standardErrors.halfMagnitude).toBeGreaterThan(0);
  });

  it("finds the model again that made the counts, from any start", () => {
    const model = { amplitude: 0.9, halfMagnitude: 24.1, widthMag: 0.35 };
    const centreMag = Float64Array.from({ length: 60 }, (_, i) => 21 + 0.1 * i);
    const injected = new Float64Array(60).fill(1000);
    const detected = centreMag.map((m) => 1000 * modelCompleteness(model, m));
    const starts = [undefined, { amplitude: 0.2, halfMagnitude: 21, widthMag: 2 }, { ...model, widthMag: 0.02 }];
    for (const start of starts) {
      const found = measured(fitCompleteness({ centreMag, injected, detected }, start));
      expect(found.model.amplitude).toBeCloseTo(0.9, 8);
      expect(found.model.halfMagnitude).toBeCloseTo(24.1, 8);
      expect(found.model.widthMag).toBeCloseTo(0.35, 8);
    }
  });

  it("has the standard errors that repeated samples scatter by", () => {
    const fits = Array.from({ length: 60 }, (_, i) =>
      measured(fitCompleteness(rowsOf(makeInjections(2000, i), "sfft"))),
    );
    for (const parameter of ["amplitude", "halfMagnitude", "widthMag"] as const) {
      const values = fits.map(({ model }) => model[parameter]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const scatter = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
      // a scatter of 60 is good to 9 %
      expect(scatter / fits[0]!.standardErrors[parameter]!).toBeGreaterThan(0.7);
      expect(scatter / fits[0]!.standardErrors[parameter]!).toBeLessThan(1.3);
    }
  });

  it("has no curve where nothing or all was found", () => {
    expect(fitCompleteness(counts([0], [0]))).toMatchObject({ state: "not measured", side: null });
    expect(fitCompleteness(counts([5, 5], [0, 0]))).toMatchObject({
      side: "brighter",
      reason: "none of 10 injections found",
    });
    expect(fitCompleteness(counts([5, 5], [5, 5]))).toMatchObject({
      side: "fainter",
      reason: "all of 10 injections found",
    });
  });

  it("ends on a step, as steep as is allowed", () => {
    const { model, atBound } = measured(fitCompleteness(counts([50, 50, 50, 50], [50, 50, 0, 0])));
    expect(model.halfMagnitude).toBeGreaterThan(21.5);
    expect(model.halfMagnitude).toBeLessThan(22.5);
    expect(modelCompleteness(model, 21.5)).toBeCloseTo(1, 6);
    expect(atBound).toContain("amplitude");
  });
});

describe("depthByFit", () => {
  const fit = measured(fitCompleteness(rowsOf(makeInjections(), "sfft")));

  it("is where the fitted completeness of all injections has the level", () => {
    for (const level of [0.2, 0.5, 0.8]) {
      const depth = depthByFit(fit, level);
      expect(depth.state === "reached" && modelCompleteness(fit.model, depth.magnitude)).toBeCloseTo(level, 12);
    }
  });

  it("does not reach a level above the amplitude, nor one beyond the injections", () => {
    expect(depthByFit(fit, 0.97)).toMatchObject({ side: "brighter", reason: "fitted completeness stays below 97 %" });
    expect(depthByFit({ ...fit, faintestMag: 23 }, 0.5)).toMatchObject({ state: "not reached", side: "fainter" });
    expect(depthByFit({ ...fit, brightestMag: 25 }, 0.5)).toMatchObject({ state: "not reached", side: "brighter" });
  });
});

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
