import { describe, expect, it } from "vitest";
import { PLOT_COLORS } from "../charts/colors";
import { areaScatter, profileChart, scoreHistogram } from "./ring-plots";
import { darkRing } from "./testing/dark-ring";

const colors = PLOT_COLORS.light;
const rings = [
  darkRing({ id: "1", gaussianLikeScore: 0.99 }),
  darkRing({ id: "2", gaussianLikeScore: 0.2, area: 148 }),
  darkRing({ id: "3", gaussianLikeScore: null }),
];
const numbers = (values: unknown) => (ArrayBuffer.isView(values) ? [...(values as Float64Array)] : values);

describe("area against score", () => {
  it("draws what is kept in colour, what is not faint, and says what it leaves out", () => {
    const chart = areaScatter(rings, { kept: new Set(["1"]), selectedId: "2", colors });
    expect(chart.traces.map((trace) => numbers((trace as { x: unknown }).x))).toEqual([
      [148],
      [80],
      [148],
      [Math.PI * 4.5 ** 2],
    ]);
    expect(chart.traces[1]).toMatchObject({ customdata: ["1"], marker: { color: [1] } });
    expect(chart.dropped).toBe("1 not scored, not drawn");
  });

  it("has titles with units", () => {
    const { layout } = areaScatter(rings, { kept: new Set(), selectedId: null, colors });
    expect(layout.xaxis?.title).toEqual({ text: "area [px]" });
  });
});

describe("score histogram", () => {
  it("counts every scored ring once, in 80 bins", () => {
    const chart = scoreHistogram(rings, { kept: new Set(["1"]), colors });
    const counts = chart.traces.map((trace) => numbers((trace as { y: unknown }).y) as number[]);
    expect(counts[0]).toHaveLength(80);
    expect(counts.map((all) => all.reduce((sum, value) => sum + value, 0))).toEqual([2, 1]);
  });

  it("is empty without rings", () => {
    expect(scoreHistogram([], { kept: new Set(), colors }).dropped).toBe("");
  });
});

describe("profile", () => {
  it("marks the fitted radius only where there is one", () => {
    const profile = [{ radius: 0.5, mean: 3, scatter: null, count: 2 }];
    expect(profileChart(profile, { unit: "electron", ringRadiusPixels: null, colors }).layout.shapes).toEqual([]);
    const chart = profileChart(profile, { unit: "electron", ringRadiusPixels: 5, colors });
    expect(chart.layout.shapes).toMatchObject([{ x0: 5 }]);
    expect(chart.layout.yaxis?.title).toEqual({ text: "mean ± MAD [e⁻]" });
  });
});
