import { describe, expect, it } from "vitest";
import { curveValue, stretchLimits } from "./stretch";

describe("limits", () => {
  it("are symmetric about the median by the depth, whatever cosmic rays there are", () => {
    const pixels = Float64Array.from({ length: 1001 }, (_, i) => i);
    expect(stretchLimits(pixels, "symmetric")).toEqual({ low: 5, high: 995 });
    pixels.fill(1e6, 900);
    expect(stretchLimits(pixels, "symmetric")).toEqual({ low: 5, high: 995 });
  });

  it("cut half a per cent on each side", () => {
    const pixels = Float64Array.from({ length: 1001 }, (_, i) => i);
    expect(stretchLimits(pixels, "percentile")).toEqual({ low: 5, high: 995 });
  });

  it("are a unit wide when all pixels are equal, and absent when none is finite", () => {
    expect(stretchLimits([7, 7, 7], "minmax")).toEqual({ low: 6.5, high: 7.5 });
    expect(stretchLimits([Number.NaN], "zscale")).toBeNull();
  });
});

describe("curve", () => {
  it("keeps the ends and clips beyond them", () => {
    for (const curve of ["linear", "log", "sqrt", "asinh"] as const) {
      expect(curveValue(0, curve)).toBe(0);
      expect(curveValue(1, curve)).toBe(1);
      expect(curveValue(9, curve)).toBe(1);
      expect(curveValue(-9, curve)).toBe(0);
    }
  });

  it("lifts the faint end in asinh", () => {
    expect(curveValue(0.5, "linear")).toBe(0.5);
    // asinh(5) / asinh(10)
    expect(curveValue(0.5, "asinh")).toBeCloseTo(0.77127, 5);
  });
});
