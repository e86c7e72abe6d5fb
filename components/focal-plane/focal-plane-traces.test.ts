import { describe, expect, it } from "vitest";
import { colourLimits, countClipped, type FocalPlaneDetector, focalPlaneTraces, hoverText } from "./focal-plane-traces";

const square = (x: number): FocalPlaneDetector["cornersMm"] => [
  [x, 0],
  [x + 1, 0],
  [x + 1, 1],
  [x, 1],
];
const measured = (detector: number, value: number): FocalPlaneDetector => ({
  detector,
  name: `R00_S${detector}`,
  cornersMm: square(detector),
  state: "measured",
  value,
  reason: null,
});
const missing = (detector: number, state: FocalPlaneDetector["state"], reason: string): FocalPlaneDetector => ({
  ...measured(detector, 0),
  state,
  value: null,
  reason,
});
const view = { label: "noise", unit: "electron", limits: null, ink: "#888", accent: "#f00", selected: null };

/** One line a trace, as a scientist would check it. */
function describeTraces(traces: Record<string, unknown>[]): string[] {
  return traces.map((trace) => {
    const x = trace.x as (number | null)[];
    const pattern = trace.fillpattern as { shape: string } | undefined;
    const polygons = x.filter((value) => value === null).length;
    return `${trace.mode} ${polygons || x.length} ${pattern ? `hatch ${pattern.shape}` : (trace.fillcolor ?? trace.fill ?? "invisible")}`;
  });
}

describe("colour limits", () => {
  it("are median ± 4 sigma of the median absolute deviation, within the extremes", () => {
    const limits = colourLimits([1, 2, 3, 4, 5, null, 1000]);
    // median 3.5, deviations .5 .5 1.5 1.5 2.5 996.5, their median 1.5
    expect(limits).toMatchObject({ low: 1, rule: "median ± 4 σ_MAD" });
    expect(limits?.high).toBeCloseTo(3.5 + 4 * 1.4826 * 1.5);
  });

  it("fall back to the extremes when most values are equal, and say so", () => {
    expect(colourLimits([0, 0, 0, 7])).toEqual({ low: 0, high: 7, rule: "min to max: σ_MAD is 0" });
    expect(colourLimits([2, 2])).toEqual({ low: 1.5, high: 2.5, rule: "all values are equal" });
    expect(colourLimits([null, null])).toBeNull();
  });
});

describe("focal plane", () => {
  it("draws values in colour and each state without a value differently", () => {
    const rows = [
      measured(0, 10),
      measured(1, 20),
      measured(2, 10),
      missing(3, "not measured", "no run has measured it"),
      missing(4, "failed", "HDU 1: all NaN"),
      missing(5, "running", ""),
      missing(6, "absent", "no file"),
    ];
    const traces = focalPlaneTraces(rows, { ...view, limits: { low: 10, high: 20, rule: "" }, selected: 4 });
    expect(describeTraces(traces)).toMatchInlineSnapshot(`
      [
        "lines 1 hatch /",
        "lines 1 hatch x",
        "lines 1 hatch -",
        "lines 1 rgba(0,0,0,0)",
        "lines 2 rgb(69,7,90)",
        "lines 1 rgb(244,230,34)",
        "lines 1 none",
        "markers 7 invisible",
      ]
    `);
    expect(traces.at(-1)).toMatchObject({ customdata: [0, 1, 2, 3, 4, 5, 6] });
  });

  it("never needs more than 32 colours", () => {
    const rows = Array.from({ length: 205 }, (_, i) => measured(i, i));
    const traces = focalPlaneTraces(rows, { ...view, limits: { low: 20, high: 180, rule: "" } });
    expect(traces.length).toBe(33);
    expect(countClipped(rows, { low: 20, high: 180, rule: "" })).toBe(44);
  });

  it("tells the value with its unit, or why there is none", () => {
    expect(hoverText(measured(94, -7.12345), view)).toBe("<b>R00_S94</b> · detector 94<br>noise: −7.123 electron");
    expect(hoverText(missing(4, "failed", "HDU 1: all NaN"), view)).toContain("noise: failed: HDU 1: all NaN");
  });
});
