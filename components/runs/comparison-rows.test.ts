import { describe, expect, it } from "vitest";
import type { ComparedRing } from "@/lib/runs/compare";
import { comparisonRows, differingSettings, scorePlot } from "./comparison-rows";

const ring = (footprintId: number, gaussianLikeScore: number | null): ComparedRing => ({
  detector: 94,
  detectorName: "R22_S11",
  footprintId,
  area: 20,
  centerX: 10.25,
  centerY: 20,
  gaussianLikeScore,
  ringScore: null,
  integratedDepthSigma: 8,
  morphology: null,
  flags: [],
  rank: null,
  stampIndex: null,
});

const RINGS = {
  both: [
    { a: ring(1, 0.9), b: ring(7, 0.8), separationPixels: 0.1 },
    { a: ring(2, null), b: ring(8, 0.5), separationPixels: 0.3 },
  ],
  onlyA: [ring(3, 0.2)],
  onlyB: [ring(9, 0.1)],
};

describe("a comparison of two runs", () => {
  const rows = comparisonRows(RINGS);

  it("has a row for each ring of either run", () => {
    expect(rows.map(({ id, set }) => `${set} ${id}`)).toEqual([
      "both both-94-1",
      "both both-94-2",
      "a a-94-3",
      "b b-94-9",
    ]);
  });

  it("plots pairs that have a score in both runs, and counts the others", () => {
    const { traces, dropped } = scorePlot(rows, "gaussianLikeScore", ["run 1", "run 2"], {
      scheme: "light",
      currentId: "both-94-1",
    });
    expect(traces[1]).toMatchObject({ x: Float64Array.of(0.9), y: Float64Array.of(0.8), customdata: ["both-94-1"] });
    expect(traces[2]).toMatchObject({ x: [0.9], y: [0.8] });
    expect(dropped).toBe(1);
  });

  it("names the settings in which the runs differ", () => {
    const a = [
      { name: "find.mode", value: "annulus" },
      { name: "find.nSigma", value: "5" },
    ];
    const b = [
      { name: "find.mode", value: "annulus" },
      { name: "find.nSigma", value: "6.5" },
      { name: "find.cap", value: "10" },
    ];
    expect(differingSettings(a, b)).toEqual([
      { name: "find.cap", a: "–", b: "10" },
      { name: "find.nSigma", a: "5", b: "6.5" },
    ]);
  });
});
