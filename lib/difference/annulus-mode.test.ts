import { describe, expect, it } from "vitest";
import { annulusCandidates } from "./annulus-mode";
import { compareModes, describeModeDifference } from "./compare-modes";
import { type Detection, detectionReader } from "./detections";
import type { TruthSource } from "./truth";

const NOTHING = detectionReader(null, null)(-1, -1);
const RADII = { mergeRadiusPx: 1, matchRadiusPx: 4 };
const SIZE = { width: 400, height: 300 };

const at = (id: number, x: number, y: number): Detection => ({ ...NOTHING, id, x, y });
const truthAt = (truthId: string, x: number, y: number): TruthSource => ({
  truthId,
  kind: truthId.endsWith("_inj") ? "inj" : "ou",
  x,
  y,
  raDeg: Number.NaN,
  decDeg: Number.NaN,
  flux: 50,
  realizedFlux: Number.NaN,
  mag: Number.NaN,
});

function merge(zogy: Detection[], sfft: Detection[], truth: TruthSource[] = [], hasTruth = true) {
  const result = annulusCandidates({ zogy, sfft, truth, hasTruth, imageSize: SIZE }, RADII);
  const rows = result.candidates.map((one) => ({
    ids: `${one.zogy?.id ?? "-"} ${one.sfft?.id ?? "-"}`,
    truth: one.match?.truth.truthId ?? null,
    label: one.label,
    flags: one.flags,
  }));
  return { ...result, rows };
}

describe("annulus mode", () => {
  it("pairs by position whatever the numbers, and lists what one algorithm alone has", () => {
    const { rows } = merge([at(1, 10, 10), at(2, 50, 50)], [at(1, 50.3, 50), at(2, 200, 200)]);
    expect(rows.map(({ ids }) => ids)).toEqual(["1 -", "2 1", "- 2"]);
  });

  it("does not join at more than the radius, and flags what is crowded", () => {
    const { rows } = merge([at(1, 10, 10), at(2, 10.8, 10)], [at(1, 10.7, 10), at(2, 90, 90)]);
    expect(rows).toMatchObject([
      { ids: "1 -", flags: ["duplicate"] },
      { ids: "2 1", flags: ["duplicate", "ambiguous_merge"] },
      { ids: "- 2", flags: [] },
    ]);
    expect(merge([at(1, 10, 10)], [at(1, 11.001, 10)]).rows).toHaveLength(2);
    expect(merge([at(1, 10, 10)], [at(1, 11, 10)]).rows).toHaveLength(1);
  });

  it("gives each truth to the nearest candidate, each candidate one truth, and keeps the rest undetected", () => {
    const truth = [truthAt("0_inj", 13, 10), truthAt("1_inj", 10.5, 10), truthAt("7_ou", 300, 200)];
    const { rows, candidates } = merge([at(1, 10, 10), at(2, 12, 10)], [], truth);
    expect(rows).toMatchObject([
      { truth: "1_inj", label: 1, flags: expect.arrayContaining(["ambiguous_truth"]) },
      { truth: "0_inj", label: 1 },
    ]);
    expect(candidates.map(({ isInjected }) => isInjected)).toEqual([true, true]);
    expect(new Set(candidates.map(({ match }) => match?.index)).has(2)).toBe(false);
  });

  it("leaves the label open where the other algorithm's nearer detection has the truth", () => {
    const { rows, candidates } = merge([at(1, 99.5, 100)], [at(9, 101, 100)], [truthAt("0_inj", 100, 100)]);
    expect(rows).toMatchObject([
      { ids: "1 -", truth: "0_inj", label: 1 },
      { ids: "- 9", truth: null, label: null, flags: expect.arrayContaining(["truth_taken"]) },
    ]);
    // completeness counts both: SFFT found it
    expect(candidates[1]?.sfftMatch?.truth.truthId).toBe("0_inj");
  });

  it("tells when both algorithms, each by itself, have another truth", () => {
    const truth = [truthAt("0_inj", 99.6, 100), truthAt("1_inj", 100.9, 100)];
    const { rows } = merge([at(1, 100, 100)], [at(1, 100.8, 100)], truth);
    expect(rows).toMatchObject([{ truth: "0_inj", flags: expect.arrayContaining(["truth_conflict"]) }]);
  });

  it("labels nothing where there is no list of truth, and all bogus where it is empty", () => {
    expect(merge([at(1, 10, 10)], [], [], false).rows).toMatchObject([{ truth: null, label: null }]);
    expect(merge([at(1, 10, 10)], [], [], true).rows).toMatchObject([{ truth: null, label: 0 }]);
  });

  it("measures that truth counts from 1, for each kind by itself", () => {
    const zogy = Array.from({ length: 12 }, (_, i) => at(i + 1, 20 + 25 * i, 30 + 17 * i));
    const injected = zogy.slice(0, 6).map(({ x, y }, i) => truthAt(`${i}_inj`, x + 1 + 0.05 * (i - 2), y + 1.02));
    const simulated = zogy.slice(6).map(({ x, y }, i) => truthAt(`${i}_ou`, x - 0.05, y + 0.1));
    const { origins, truth, candidates } = merge(zogy, [], [...injected, ...simulated]);
    expect(origins.inj).toMatchObject({ offsetPx: 1, isMeasured: true, pairs: 6 });
    expect(origins.inj?.medianDx).toBeCloseTo(1.025, 9);
    expect(origins.ou).toMatchObject({ offsetPx: 0, isMeasured: true, pairs: 6 });
    expect(truth[0]?.y).toBeCloseTo(30.02, 9);
    expect(candidates[0]?.match?.separationPx).toBeLessThan(0.2);
  });

  it("believes two pairs that agree", () => {
    const truth = [truthAt("3_ou", 101.2, 100.9), truthAt("4_ou", 201.1, 51)];
    const { origins } = merge([at(1, 100, 100), at(2, 200, 50)], [], truth);
    expect(origins.ou).toMatchObject({ offsetPx: 1, isMeasured: true, pairs: 2 });
  });

  it("takes truth as it is where nothing can be measured", () => {
    const few = merge([at(1, 100, 100)], [], [truthAt("0_inj", 101, 101)]);
    expect(few.origins.inj).toMatchObject({ offsetPx: 0, isMeasured: false, pairs: 1 });
    const two = merge(
      [at(1, 100, 100), at(2, 200, 50)],
      [],
      [truthAt("0_inj", 101.2, 100.9), truthAt("1_inj", 200.4, 50.2)],
    );
    expect(two.origins.inj).toMatchObject({ offsetPx: 0, isMeasured: false, pairs: 2 });
    const zogy = Array.from({ length: 8 }, (_, i) => at(i + 1, 20 + 25 * i, 30));
    const askew = merge(
      zogy,
      [],
      zogy.map(({ x, y }, i) => truthAt(`${i}_ou`, x + 1, y)),
    );
    expect(askew.origins.ou).toMatchObject({ offsetPx: 0, isMeasured: false, pairs: 8 });
  });

  it("flags positions off the image, whose outer edge is half a pixel out", () => {
    const { rows } = merge([at(1, -0.5, 0), at(2, -0.6, 50), at(3, 399.5, 150), at(4, 20, 300)], []);
    expect(rows.map(({ flags }) => flags)).toEqual([[], ["outside_image"], [], ["outside_image"]]);
  });

  it("passes over detections without a position", () => {
    const { rows } = merge([at(1, Number.NaN, 10)], [at(1, Number.NaN, 10)], [truthAt("0_inj", 10, 10)]);
    expect(rows).toMatchObject([
      { ids: "1 -", truth: null },
      { ids: "- 1", truth: null },
    ]);
  });
});

describe("difference of the modes", () => {
  it("is told in one sentence with its reasons", () => {
    const { candidates } = merge([at(1, 10, 10), at(2, 50, 50)], [at(1, 50.3, 50)]);
    const [first, second] = candidates;
    const reference = [
      { ...first!, sfft: second!.sfft, separationPx: 56.7 },
      { ...second!, sfft: null },
    ];
    const difference = compareModes(reference, candidates);
    expect(difference).toMatchObject({
      referenceRows: 2,
      annulusRows: 2,
      differing: 2,
      joinedByNumber: 2,
      otherTruth: 0,
    });
    expect(describeModeDifference([difference])).toBe(
      "2 of the 2 rows of reference mode differ from annulus mode: 2 because it joins ZOGY and SFFT by running number instead of position (its pairs lie 56.7 px apart in the median); annulus mode has 2 rows.",
    );
    expect(describeModeDifference([compareModes(candidates, candidates)])).toBe(
      "All 2 rows of reference mode are the same in annulus mode; annulus mode has 2 rows.",
    );
  });
});
