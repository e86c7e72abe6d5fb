import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { type CompletenessFit, depthByFit, fitCompleteness, modelCompleteness } from "./completeness-fit";
import { depthByInterpolation } from "./depth";
import { DETECTION_SETS, type Injections, outcomesOf } from "./injections";
import golden from "./testing/compare.golden.json";
import { makeInjections } from "./testing/scene";

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
