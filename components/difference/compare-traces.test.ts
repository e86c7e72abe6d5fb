import type { Data } from "plotly.js";
import { describe, expect, it } from "vitest";
import { parseCandidateFilter } from "@/lib/difference/filter-language";
import type { CompareAnswer, FeatureStudy } from "@/lib/queries/difference-compare-measure";
import { writeTable } from "@/lib/tables";
import { PLOT_COLORS } from "../charts/colors";
import { binFilter } from "./compare-bins";
import { completenessTraces, readBinAddress } from "./compare-completeness";
import { completenessNote, featureNote } from "./compare-notes";
import { compareTable } from "./compare-table";
import { passingFilter, THRESHOLD_PLOTS, thresholdTraces } from "./compare-thresholds";

const colors = PLOT_COLORS.light;

const curve = (set: "zogy" | "sfft" | "either" | "both", detected: [number, number]) => ({
  set,
  bins: [
    { startMag: 22, endMag: 22.5, injected: 4, detected: detected[0], completeness: fraction(detected[0] / 4) },
    { startMag: 22.5, endMag: 23, injected: 0, detected: 0, completeness: null },
    { startMag: 23, endMag: 23.5, injected: 4, detected: detected[1], completeness: fraction(detected[1] / 4) },
  ],
  outside: 0,
  withoutMagnitude: 1,
  notMeasured: 0,
});

function fraction(value: number) {
  return { value, low: value / 2, high: (1 + value) / 2 };
}

const STUDY: FeatureStudy = {
  column: "zogy_snr",
  direction: "above",
  imageCount: 2,
  real: 4,
  bogus: 2,
  unknown: 3,
  withoutValue: { real: 0, bogus: 1 },
  thresholds: [null, 9, 7, 5],
  truePositives: [0, 2, 3, 4],
  falsePositives: [0, 0, 1, 2],
  rocArea: 0.875,
  averagePrecision: 0.9,
  atRecalls: [
    { recall: 0.9, falsePositiveRate: 0.25 },
    { recall: 0.99, falsePositiveRate: null },
  ],
  atFalsePositiveRates: [{ falsePositiveRate: 0.01, missed: 0.5 }],
  cut: null,
};

const ANSWER: CompareAnswer = {
  jobCount: 2,
  truthCount: 9,
  leftOut: { outsideImage: 2, noCoverage: 0, edge: 1 },
  completeness: {
    zogy: curve("zogy", [4, 1]),
    sfft: curve("sfft", [3, 2]),
    either: curve("either", [4, 3]),
    both: curve("both", [3, 0]),
  },
  // what stands in the table beside the curves: not drawn
  depths: {} as CompareAnswer["depths"],
  differences: [],
  falsePositiveDepths: { zogy: null, sfft: null },
  replicates: 200,
  paired: { both: 3, zogyOnly: 2, sfftOnly: 2, neither: 2, notMeasured: 0, exactP: 1, midP: 1 },
  features: { zogy: STUDY, sfft: { ...STUDY, column: "sfft_snr", direction: "below", truePositives: [0, 1, 1, 4] } },
};

/** Traces as lines: name, and its points. */
function printed(traces: readonly Data[]): string {
  const short = (value: unknown) => (typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value));
  return traces
    .map((trace) => {
      const { name, x, y, text } = trace as { name: string; x: number[]; y: number[]; text: string[] };
      return `${name}: ${x.map((value, i) => `(${short(value)}, ${short(y[i])}) ${text[i]}`).join("; ")}`;
    })
    .join("\n");
}

describe("completeness", () => {
  it("has a point a bin with injections, the sets beside each other, and says what is left out", () => {
    const traces = completenessTraces(ANSWER, colors);
    expect(printed(traces)).toMatchInlineSnapshot(`
      "ZOGY: (22.2, 1) 22 to 22.5 mag: 4 of 4; (23.2, 0.25) 23 to 23.5 mag: 1 of 4
      SFFT: (22.23, 0.75) 22 to 22.5 mag: 3 of 4; (23.23, 0.5) 23 to 23.5 mag: 2 of 4
      either: (22.27, 1) 22 to 22.5 mag: 4 of 4; (23.27, 0.75) 23 to 23.5 mag: 3 of 4
      both: (22.3, 0.75) 22 to 22.5 mag: 3 of 4; (23.3, 0) 23 to 23.5 mag: 0 of 4"
    `);
    const bars = (traces[0] as { error_y: { array: number[]; arrayminus: number[] } }).error_y;
    expect([bars.array, bars.arrayminus]).toEqual([
      [0, 0.375],
      [0.5, 0.125],
    ]);
    expect(completenessNote(ANSWER)).toBe(
      "bars: 95 % Wilson intervals; left out: 2 off the image, 1 within 5 px of the border, 1 without a magnitude; a click opens the candidates in which those of the bin were found (a source that ZOGY and SFFT found further apart from each other than one candidate reaches (1 px) has two candidates: two under either, none under both)",
    );
  });

  it("knows the bin of a click", () => {
    const [, sfft] = completenessTraces(ANSWER, colors) as unknown as { customdata: string[] }[];
    expect(readBinAddress(sfft?.customdata[1])).toEqual({ set: "sfft", startMag: 23, endMag: 23.5 });
    expect(readBinAddress(undefined)).toBeNull();
  });
});

describe("the candidates of a bin", () => {
  const bin = { set: "zogy" as const, startMag: 22, endMag: 22.5 };
  const asked = { radius: "1", kind: "inj", band: "K213", jobs: "" };

  it("are those matched within the radius to truth of its magnitudes", () => {
    const zogy = 'zogy_truth_sep_px <= 1 & zogy_truth_mag >= 22 & zogy_truth_mag < 22.5 & zogy_truth_id ~ "_inj"';
    expect(binFilter(bin, asked, ANSWER)).toBe(`${zogy} & edge_distance_px >= 5 & filter = "K213"`);
    const either = binFilter({ ...bin, set: "either" }, { ...asked, band: "", kind: "all" }, ANSWER);
    expect(either).toBe(
      "((zogy_truth_sep_px <= 1 & zogy_truth_mag >= 22 & zogy_truth_mag < 22.5) | (sfft_truth_sep_px <= 1 & sfft_truth_mag >= 22 & sfft_truth_mag < 22.5)) & edge_distance_px >= 5",
    );
    expect(binFilter(bin, { ...asked, jobs: "sca = 3 | sca = 4" }, ANSWER)).toMatch(/ & \(sca = 3 \| sca = 4\)$/);
    for (const set of ["zogy", "sfft", "either", "both"] as const)
      expect(parseCandidateFilter(binFilter({ ...bin, set }, asked, ANSWER))).not.toBeNull();
  });

  it("are cut where the curves are", () => {
    const cut = { threshold: 9 } as NonNullable<FeatureStudy["cut"]>;
    const features = { zogy: { ...STUDY, cut }, sfft: ANSWER.features.sfft };
    expect(binFilter(bin, asked, { features })).toContain("zogy_snr >= 9");
  });
});

describe("curves of a threshold", () => {
  it.each(THRESHOLD_PLOTS)("%s", (plot) => {
    expect(printed(thresholdTraces(plot, ANSWER.features, colors))).toMatchSnapshot();
  });

  it("mark where the detections were cut", () => {
    const cut = {
      point: 1,
      threshold: 9,
      truePositives: 2,
      falsePositives: 0,
      recall: null,
      falsePositiveRate: null,
      purity: null,
      falsePositivesPerImage: 0,
    };
    const features = { ...ANSWER.features, zogy: { ...STUDY, cut } };
    const names = thresholdTraces("ROC", features, colors).map(({ name }) => name);
    expect(names).toEqual(["ZOGY", "ZOGY, cut", "SFFT"]);
  });

  it("lead to the candidates that pass, in the direction that passes", () => {
    expect(passingFilter(ANSWER.features, "zogy 7")).toBe("detected_by = zogy, both & zogy_snr >= 7");
    expect(passingFilter(ANSWER.features, "sfft 7")).toBe("detected_by = sfft, both & sfft_snr <= 7");
    expect(passingFilter(ANSWER.features, "zogy ")).toBeNull();
  });

  it("say what they are made of", () => {
    expect(featureNote("purity", ANSWER)).toContain("ZOGY: 4 real, 2 bogus (left out: 3 undecided, 1 without a value)");
    expect(featureNote("ROC", ANSWER)).toContain(
      "ZOGY: area 0.8750, false positive rate 25.0 % at 90 % recall, missed 50.0 % at 1 % false positive rate; SFFT: area 0.8750",
    );
  });
});

describe("curves as a table", () => {
  it("have a row a point, empty bins among them", () => {
    const table = compareTable(ANSWER, { jobs: "2" });
    const lines = new TextDecoder().decode(writeTable(table, "csv")).trim().split("\n");
    expect(lines[0]).toBe("curve,set,x,y,low,high,found,of,threshold");
    expect(lines.filter((line) => line.startsWith("completeness,zogy"))).toEqual([
      "completeness,zogy,22.25,1,0.5,1,4,4,",
      "completeness,zogy,22.75,,,,0,0,",
      "completeness,zogy,23.25,0.25,0.125,0.625,1,4,",
    ]);
    expect(lines.filter((line) => line.startsWith("purity,zogy"))).toHaveLength(3);
  });
});
