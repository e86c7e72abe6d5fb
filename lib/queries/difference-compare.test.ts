// The comparison on a case that can be counted by hand: two jobs, four injections each, one of them near the border.
import { describe, expect, it } from "vitest";
import {
  type AlgorithmColumns,
  type CompareRows,
  compareColumns,
  type MatchedDetection,
} from "./difference-compare-columns";
import { measureComparison } from "./difference-compare-measure";
import { COMPARED_FEATURES, parseCompareRequest } from "./difference-compare-request";
import type { TruthColumnsRow } from "./difference-compare-rows";

const JOB = {
  width: 100,
  height: 100,
  hasZogy: true,
  hasSfft: true,
  lacksZogy: false,
  lacksSfft: false,
};
const JOBS = [
  { id: 7, jid: "jid7", ...JOB },
  { id: 9, jid: "jid9", ...JOB },
];

type Fate = [magAb: number, zogy: number | null, sfft: number | null];

function truthOf(jobId: number, fates: Fate[]): TruthColumnsRow[] {
  return fates.map(([magAb, zogySeparationPx, sfftSeparationPx], i) => {
    const missReason = zogySeparationPx === null && sfftSeparationPx === null ? "not_detected" : null;
    return { jobId, truthId: `${i}_inj`, x: 50, y: 50, magAb, zogySeparationPx, sfftSeparationPx, missReason };
  });
}

/** [job, value, truth, separation, decided] */
type Row = [number, number, string | null, number, 0 | 1];

function detectionsOf(rows: Row[]): AlgorithmColumns {
  return {
    job: Uint32Array.from(rows, ([job]) => job),
    value: Float64Array.from(rows, ([, value]) => value),
    separationPx: Float64Array.from(rows, ([, , , separation]) => separation),
    isDecided: Uint8Array.from(rows, ([, , , , decided]) => decided),
    flux: Float64Array.from(rows, ([, value]) => value),
    matched: rows.flatMap(([job, value, truthId, separation]): MatchedDetection[] =>
      truthId === null ? [] : [[job, truthId, separation, value, value]],
    ),
  };
}

const ROWS: CompareRows = {
  jobs: JOBS,
  truth: [
    ...truthOf(7, [
      [22.1, 0.1, 0.2],
      [22.2, 0.3, null],
      [24.1, null, 2.5],
      [24.2, null, null],
    ]),
    ...truthOf(9, [
      [22.3, 0.4, 0.1],
      [24.3, 0.2, 0.3],
    ]),
    { ...truthOf(9, [[22, 0.1, 0.1]])[0]!, truthId: "edge_inj", x: 3 },
    { ...truthOf(9, [[22, null, null]])[0]!, truthId: "gap_inj", missReason: "no_coverage" },
  ],
  detections: {
    zogy: detectionsOf([
      [7, 30, "0_inj", 0.1, 1],
      [7, 8, "1_inj", 0.3, 1],
      [9, 20, "0_inj", 0.4, 1],
      [9, 6, "1_inj", 0.2, 1],
      [9, 10, null, Number.NaN, 1],
      [9, 99, null, Number.NaN, 0],
    ]),
    sfft: detectionsOf([
      [7, 25, "0_inj", 0.2, 1],
      [7, 5, "2_inj", 2.5, 1],
      [9, 22, "0_inj", 0.1, 1],
      [9, 7, "1_inj", 0.3, 1],
    ]),
  },
};

function measured(parameters: Record<string, string>) {
  const request = parseCompareRequest({ step: "2", ...parameters });
  return measureComparison(compareColumns(ROWS, request), request, 5);
}

describe("ZOGY against SFFT", () => {
  it("counts what could have been found, near the border or not covered left out whether found or missed", () => {
    const { truthCount, leftOut, completeness, paired } = measured({});
    expect(truthCount).toBe(6);
    expect(leftOut).toEqual({ outsideImage: 0, noCoverage: 1, edge: 1 });
    const counts = (set: "zogy" | "sfft" | "either" | "both") =>
      completeness[set].bins.map(({ startMag, detected, injected }) => `${startMag}: ${detected}/${injected}`);
    expect(counts("zogy")).toEqual(["22: 3/3", "24: 1/3"]);
    expect(counts("sfft")).toEqual(["22: 2/3", "24: 2/3"]);
    expect(counts("either")).toEqual(["22: 3/3", "24: 2/3"]);
    expect(counts("both")).toEqual(["22: 2/3", "24: 1/3"]);
    expect(paired).toMatchObject({ both: 3, zogyOnly: 1, sfftOnly: 1, neither: 1 });
  });

  it("drops the pairs beyond a smaller radius: found becomes missed, real becomes bogus", () => {
    const { paired, features } = measured({ radius: "1" });
    expect(paired).toMatchObject({ both: 3, zogyOnly: 1, sfftOnly: 0, neither: 2 });
    expect(features.sfft).toMatchObject({ real: 3, bogus: 1, unknown: 0 });
    expect(measured({}).features.sfft).toMatchObject({ real: 4, bogus: 0 });
  });

  it("says nothing of detections whose truth a nearer one has", () => {
    expect(measured({}).features.zogy).toMatchObject({ real: 4, bogus: 1, unknown: 1, imageCount: 2 });
  });

  it("calls a detection bogus whose lost truth lies beyond a smaller radius", () => {
    const zogy = detectionsOf([
      [7, 30, "0_inj", 0.1, 1],
      [7, 12, "1_inj", 3, 0],
    ]);
    const counts = (radius: string) => {
      const request = parseCompareRequest({ radius });
      const columns = compareColumns({ ...ROWS, detections: { ...ROWS.detections, zogy } }, request);
      return measureComparison(columns, request, 5).features.zogy;
    };
    expect(counts("4")).toMatchObject({ real: 2, bogus: 0, unknown: 0 });
    expect(counts("1")).toMatchObject({ real: 1, bogus: 1, unknown: 0 });
  });

  it("quotes a feature at the usual recalls and false positive rates", () => {
    // real 30, 20, 8, 6; bogus 10: two of four pass before it, all four only with it
    expect(measured({}).features.zogy).toMatchObject({
      atRecalls: [0.9, 0.95, 0.99].map((recall) => ({ recall, falsePositiveRate: 1 })),
      atFalsePositiveRates: [0.01, 0.001].map((falsePositiveRate) => ({ falsePositiveRate, missed: 0.5 })),
    });
    expect(measured({ mode: "reference" }).features.sfft).toMatchObject({
      atRecalls: [0.9, 0.95, 0.99].map((recall) => ({ recall, falsePositiveRate: null })),
      atFalsePositiveRates: [0.01, 0.001].map((falsePositiveRate) => ({ falsePositiveRate, missed: null })),
    });
  });

  it("cuts both at the same false positives per image, and the injections with them", () => {
    const { features, paired } = measured({ fp: "0" });
    // ZOGY's one bogus detection has 10: 30 and 20 are above it, 8 and 6 are not
    expect(features.zogy.cut).toMatchObject({ threshold: 20, truePositives: 2, falsePositives: 0 });
    expect(paired).toMatchObject({ both: 2, zogyOnly: 0, sfftOnly: 2, neither: 2 });
  });

  it("tells where false positives reach ten an image, on the scale of the matched sources of their job", () => {
    const rows = (flux: number, count: number) =>
      Array.from({ length: count }, (): Row => [7, flux, null, Number.NaN, 1]);
    // a source of 22 mag has 1000 DN/s but for one: 22 + 2.5 lg 1000 = 29.5 is the median
    const fluxes = [1000, 1000, 1000, 1000, 9000];
    const matched = fluxes.map((flux, i): Row => [7, flux, `${i}_inj`, 0.1 * (i + 1), 1]);
    const truth = truthOf(
      7,
      fluxes.map((_, i): Fate => [22, 0.1 * (i + 1), null]),
    );
    // 22 bogus of 29.5 - 2.5 lg 100 = 24.5 and 27 mag on two images: 20 of them are reached with 9 of the 11 within 27.0 to 27.2
    const zogy = detectionsOf([...matched, ...rows(100, 11), ...rows(10, 11), ...rows(-5, 3)]);
    const request = parseCompareRequest({});
    const measure = (of: TruthColumnsRow[]) => {
      const detections = { ...ROWS.detections, zogy };
      return measureComparison(compareColumns({ ...ROWS, truth: of, detections }, request), request, 5)
        .falsePositiveDepths;
    };
    const { zogy: depth, sfft } = measure(truth);
    expect(depth).toMatchObject({ state: "reached", counted: 22, withoutMagnitude: 3 });
    expect(depth?.state === "reached" && depth.magnitude).toBeCloseTo(27 + (0.2 * 9) / 11, 6);
    expect(sfft).toMatchObject({ state: "not reached", counted: 0 });
    // four matched sources tell no scale
    expect(measure(truth.slice(1)).zogy).toMatchObject({ state: "not reached", withoutMagnitude: 25 });
  });

  it("keeps the paired test within the limits of magnitude", () => {
    expect(measured({ magfrom: "23" }).paired).toMatchObject({ both: 1, zogyOnly: 0, sfftOnly: 1, neither: 1 });
    expect(measured({ magto: "23" }).paired).toMatchObject({ both: 2, zogyOnly: 1, sfftOnly: 0, neither: 0 });
  });

  it("has SFFT not measured where its catalogue is absent, and in reference mode", () => {
    const jobs = [{ ...JOBS[0]!, hasSfft: false, lacksSfft: true }, JOBS[1]!];
    const request = parseCompareRequest({});
    const lacking = measureComparison(compareColumns({ ...ROWS, jobs }, request), request, 5);
    expect(lacking.paired).toMatchObject({ both: 2, notMeasured: 4 });
    expect(lacking.features.sfft.imageCount).toBe(1);
    const reference = measured({ mode: "reference" });
    expect(reference.paired.notMeasured).toBe(6);
    expect(reference.completeness.zogy.notMeasured).toBe(0);
  });
});

describe("a request of an address", () => {
  it("has its usual values, and names what does not hold", () => {
    expect(parseCompareRequest({ magfrom: "", of: "reduced_chi2" })).toMatchObject({
      radius: 4,
      magfrom: null,
      fp: null,
    });
    expect(() => parseCompareRequest({ radius: "5" })).toThrow(/radius.*5/);
    expect(() => parseCompareRequest({ magfrom: "25", magto: "24" })).toThrow(/fainter than magfrom/);
    expect(() => parseCompareRequest({ of: "jid" })).toThrow(/a feature of both algorithms/);
    expect(() => parseCompareRequest({ fp: "many" })).toThrow(/fp/);
  });

  it("offers measurements that both algorithms have", () => {
    expect(COMPARED_FEATURES).toContain("snr");
    expect(COMPARED_FEATURES).toContain("reduced_chi2");
    expect(COMPARED_FEATURES).not.toContain("id");
    expect(COMPARED_FEATURES).not.toContain("truth_sep_px");
  });
});
