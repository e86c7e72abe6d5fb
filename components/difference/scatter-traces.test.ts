import type { Data } from "plotly.js";
import { describe, expect, it } from "vitest";
import type { CandidateHistogram, CandidateScatter } from "@/lib/queries/difference-rows";
import { PLOT_COLORS } from "../charts/colors";
import { binFilter, histogramTraces } from "./scatter-histogram";
import { histogramNote } from "./scatter-histogram-panel";
import { scatterNote } from "./scatter-panel";
import { scatterTraces } from "./scatter-traces";

const colors = PLOT_COLORS.light;

/** Traces as lines: name, axes, points. */
function printed(traces: readonly Data[]): string {
  const short = (value: unknown) => (typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value));
  return traces
    .map((trace) => {
      const {
        name,
        xaxis = "x",
        yaxis = "y",
        x,
        y,
      } = trace as Record<string, unknown> & { x: unknown[]; y: unknown[] };
      const points = x.map((value, i) => `(${short(value)}, ${short(y[i])})`);
      const shown = points.length > 6 ? [...points.slice(0, 3), "…", points.at(-1)] : points;
      return `${name ?? "-"} on ${xaxis}${yaxis}: ${shown.join(" ") || "none"}`;
    })
    .join("\n");
}

const SCATTER: CandidateScatter = {
  rowIds: ["1", "2", "3", "4", "5"],
  candidateIds: ["jid1:both:1", "jid1:both:2", "jid1:both:3", "jid1:both:4", "jid1:both:5"],
  x: [1, 10, 100, -5, 1000],
  y: [2, 10, 50, 5, 1000],
  kinds: [0, 1, 2, 2, 3],
  total: 400,
  isAbout: true,
  notMeasured: 30,
};

describe("scatter plot of two features", () => {
  it("has a trace a kind, the line of equal values and both margins", () => {
    const chart = scatterTraces(SCATTER, { x: "zogy_flux", y: "sfft_flux", isLog: false, colors });
    expect(chart.notPositive).toBe(0);
    expect(printed(chart.traces)).toMatchInlineSnapshot(`
      "✕ bogus (1) on xy: (1, 2)
      ● real (1) on xy: (10, 10)
      ◆ injected (2) on xy: (100, 50) (-5, 5)
      □ undecided (1) on xy: (1000, 1000)
      1:1 on xy: (2, 2) (1000, 1000)
      - on xy2: (-5, 3) (20.13, 0) (45.25, 0) … (1000, 0)
      - on x2y: (3, 2) (1, 26.95) (0, 51.9) … (0, 1000)"
    `);
    expect([chart.layout.xaxis?.title, chart.layout.yaxis?.title]).toEqual([
      { text: "zogy_flux [DN/s]" },
      { text: "sfft_flux [DN/s]" },
    ]);
  });

  it("leaves out what logarithmic axes cannot show, counts it, and bins the margins as they are drawn", () => {
    const chart = scatterTraces(SCATTER, { x: "zogy_flux", y: "sfft_flux", isLog: true, colors });
    expect(chart.notPositive).toBe(1);
    const margin = chart.traces.at(-2) as { x: number[]; y: number[] };
    // 1 to 1000 in 40 equal steps of the logarithm: 10 and 100 fall into the bins 13 and 26
    expect(margin.x[0]).toBeCloseTo(1, 12);
    expect(margin.x[40]).toBeCloseTo(1000, 9);
    expect(margin.y.flatMap((count, bin) => (count > 0 ? [bin] : []))).toEqual([0, 13, 26, 39]);
    expect(scatterNote(SCATTER, 1, true)).toBe(
      "4 points drawn (a sample of about 400); dropped: about 30 without both values, 1 not positive on log axes; a lasso filters to the box around it, a box to itself",
    );
  });

  it("draws no line of equal values between features of other units", () => {
    const names = (y: string) =>
      scatterTraces(SCATTER, { x: "zogy_flux", y, isLog: false, colors }).traces.map(({ name }) => name);
    expect(names("sfft_flux")).toContain("1:1");
    expect(names("sfft_mag")).not.toContain("1:1");
    // without units only the two algorithms' values of one measurement are comparable
    const unitless = scatterTraces(SCATTER, { x: "zogy_sharpness", y: "sfft_roundness1", isLog: false, colors });
    expect(unitless.traces.map(({ name }) => name)).not.toContain("1:1");
  });
});

const HISTOGRAM: CandidateHistogram = {
  edges: [0, 0.5, 1],
  bars: { bogus: [3, 1], real: [0, 2], injected: [1, 4], undecided: [0, 0] },
  below: 2,
  above: 0,
  notMeasured: 7,
  isAbout: false,
};

describe("histogram by kind", () => {
  it("stacks the kinds, each hatched in its own way", () => {
    const traces = histogramTraces(HISTOGRAM, colors);
    expect(printed(traces)).toMatchInlineSnapshot(`
      "✕ bogus on xy: (0.25, 3) (0.75, 1)
      ● real on xy: (0.25, 0) (0.75, 2)
      ◆ injected on xy: (0.25, 1) (0.75, 4)
      □ undecided on xy: (0.25, 0) (0.75, 0)"
    `);
    const shapes = traces.map((trace) => (trace as { marker: { pattern: { shape: string } } }).marker.pattern.shape);
    expect(new Set(shapes).size).toBe(4);
  });

  it("says what it leaves out, and makes a filter of a bin that no value is in twice", () => {
    expect(histogramNote(HISTOGRAM)).toBe(
      "11 candidates in the bars; dropped: 2 below the axis, 7 not measured; a click filters to the bin",
    );
    expect(binFilter("zogy_sharpness", HISTOGRAM.edges, 0)).toBe("zogy_sharpness >= 0 & zogy_sharpness < 0.5");
    expect(binFilter("zogy_sharpness", HISTOGRAM.edges, 1)).toBe("zogy_sharpness >= 0.5 & zogy_sharpness <= 1");
    expect(binFilter("zogy_sharpness", HISTOGRAM.edges, 2)).toBeNull();
  });
});
