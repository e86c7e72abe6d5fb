import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../../errors";
import { measureCompleteness } from "./completeness";
import { collectInjections, DETECTION_SETS, type InjectionRow, outcomesOf, pairedInjections } from "./injections";
import { binOf, countByJob, gridOver, sumOverJobs } from "./magnitude-counts";
import golden from "./testing/compare.golden.json";
import { makeHoles, makeInjections } from "./testing/scene";

const row = (magnitude: number | null, zogy: boolean | null, sfft: boolean | null, job = "2"): InjectionRow => ({
  ...{ job, magnitude, detectedByZogy: zogy, detectedBySfft: sfft },
});

const FEW = collectInjections([
  row(22.1, true, true),
  row(22.4, true, false, "10"),
  row(22.5, false, true),
  row(23.9, false, false, "10"),
  row(null, true, true),
  row(22.2, true, null),
]);

describe("collectInjections", () => {
  it("numbers jobs as they come", () => {
    expect(FEW.jobs).toEqual(["2", "10"]);
    expect([...FEW.injections.job]).toEqual([0, 1, 0, 1, 0, 0]);
    expect([...FEW.injections.detectedBySfft]).toEqual([1, 0, 1, 0, 1, 2]);
  });
});

describe("outcomesOf", () => {
  it("has either and both only where both algorithms were measured", () => {
    const outcomes = (set: "either" | "both") => [...outcomesOf(FEW.injections, set)];
    expect(outcomes("either")).toEqual([1, 1, 1, 0, 1, 2]);
    expect(outcomes("both")).toEqual([1, 0, 0, 0, 1, 2]);
    expect(pairedInjections(FEW.injections).job).toHaveLength(5);
  });
});

describe("measureCompleteness", () => {
  it("counts by eye, and has none where nothing was injected", () => {
    const { zogy, sfft } = measureCompleteness(FEW.injections);
    const line = ({ startMag, injected, detected, completeness }: (typeof zogy.bins)[number]) =>
      `${startMag} ${detected}/${injected} ${completeness?.value}`;
    expect(zogy.bins.map(line)).toEqual(["22 3/3 1", "22.5 0/1 0", "23 0/0 undefined", "23.5 0/1 0"]);
    expect(sfft.bins.map(line)).toEqual(["22 1/2 0.5", "22.5 1/1 1", "23 0/0 undefined", "23.5 0/1 0"]);
    expect([zogy.withoutMagnitude, zogy.notMeasured, sfft.withoutMagnitude, sfft.notMeasured]).toEqual([1, 0, 1, 1]);
  });

  it("agrees with numpy's histograms", () => {
    const curves = measureCompleteness(makeInjections());
    for (const set of DETECTION_SETS) {
      expect(curves[set].bins.map(({ injected }) => injected)).toEqual(golden.sets[set].injected);
      expect(curves[set].bins.map(({ detected }) => detected)).toEqual(golden.sets[set].detected);
    }
  });

  it("counts as a filter on its edges does, holes and limits included", () => {
    const injections = makeHoles(makeInjections(2000, 5));
    const limits = { startMag: 21.13, endMag: 24.2 };
    const curves = measureCompleteness(injections, { stepMag: 0.1, limits });
    for (const set of DETECTION_SETS) {
      const outcomes = outcomesOf(injections, set);
      const count = (isIt: (m: number, outcome: number) => boolean) =>
        outcomes.reduce((sum, outcome, i) => sum + Number(isIt(injections.magnitude[i]!, outcome)), 0);
      for (const { startMag, endMag, injected, detected } of curves[set].bins) {
        expect(injected).toBe(count((m, outcome) => outcome !== 2 && m >= startMag && m < endMag));
        expect(detected).toBe(count((m, outcome) => outcome === 1 && m >= startMag && m < endMag));
      }
      expect(curves[set].bins[0]?.startMag).toBe(21.13);
      expect(curves[set].bins.at(-1)?.endMag).toBe(24.2);
    }
  });

  it("loses no row", () => {
    const injections = makeHoles(makeInjections(2000, 9));
    const curves = measureCompleteness(injections, { limits: { startMag: 22, endMag: 24 } });
    for (const set of DETECTION_SETS) {
      const { bins, outside, withoutMagnitude, notMeasured } = curves[set];
      const counted = bins.reduce((sum, { injected }) => sum + injected, 0);
      expect(counted + outside + withoutMagnitude + notMeasured).toBe(2000);
      expect(Math.min(counted, outside, withoutMagnitude)).toBeGreaterThan(0);
    }
  });

  it("finds by either at least what each finds, and by both at most", () => {
    const { zogy, sfft, either, both } = measureCompleteness(makeInjections());
    zogy.bins.forEach(({ detected }, i) => {
      const [least, most] = [Math.min(detected, sfft.bins[i]!.detected), Math.max(detected, sfft.bins[i]!.detected)];
      expect(either.bins[i]!.detected).toBeGreaterThanOrEqual(most);
      expect(both.bins[i]!.detected).toBeLessThanOrEqual(least);
      expect(either.bins[i]!.detected + both.bins[i]!.detected).toBe(detected + sfft.bins[i]!.detected);
    });
  });

  it("has no bins without magnitudes", () => {
    const { zogy } = measureCompleteness(collectInjections([row(null, true, true)]).injections);
    expect(zogy).toEqual({ set: "zogy", bins: [], outside: 0, withoutMagnitude: 1, notMeasured: 0 });
  });

  it("refuses columns and bins that cannot be", () => {
    const injections = makeInjections(10);
    const measure = (options: object, changed: object = {}) =>
      measureCompleteness({ ...injections, ...changed }, options);
    expect(() => measure({ stepMag: 0 })).toThrow(InvalidParameterError);
    expect(() => measure({ stepMag: Number.NaN })).toThrow(InvalidParameterError);
    expect(() => measure({ limits: { startMag: 24, endMag: 22 } })).toThrow(
      /24 to 22 mag in steps of 0.5, expected 1 to/,
    );
    expect(() => measure({}, { magnitude: new Float64Array(9) })).toThrow(
      /columns of 10, 9, 10, 10 rows, expected one/,
    );
    expect(() => measure({}, { jobCount: 3 })).toThrow(/job number \d+, expected less than 3/);
    expect(() => measure({}, { jobCount: 1e8 })).toThrow(/at most 50000000 counts/);
  });
});

describe("binOf", () => {
  it("puts an edge into the bin that it starts, whatever the division says", () => {
    const grid = gridOver(Float64Array.of(20.05, 22.95), 0.1)!;
    expect([grid.edges[0], grid.edges.at(-1)]).toEqual([20, 23]);
    grid.edges.slice(0, -1).forEach((edge, i) => {
      expect(binOf(grid, edge)).toBe(i);
    });
    expect([binOf(grid, 23), binOf(grid, 19.999), binOf(grid, Number.NaN)]).toEqual([-1, -1, -1]);
  });
});

describe("sumOverJobs", () => {
  it("counts a job as often as its weight says", () => {
    const { injections } = FEW;
    const counts = countByJob(injections, "zogy", gridOver(injections.magnitude, 0.5)!);
    const { centreMag, injected, detected } = sumOverJobs(counts, Uint32Array.of(0, 3));
    expect([...injected]).toEqual([3, 0, 0, 3]);
    expect([...detected]).toEqual([3, 0, 0, 0]);
    expect(centreMag[0]).toBe(22.25);
  });
});
