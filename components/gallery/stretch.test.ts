import { describe, expect, it } from "vitest";
import { stretchLimits, stretchValue, zscaleLimits } from "./stretch";

/** Integer noise on a ramp with a spike every 97 pixels: the same in stretch.golden.py. */
function rampWithSpikes(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (16807 * state) % 2147483647;
    return (state % 2001) / 100 - 10 + 0.01 * i + (i % 97 === 0 ? 500 : 0);
  });
}

describe("zscale", () => {
  it.each([
    [64, -9.59000015258789, 42.31784280510168],
    [900, -9.59000015258789, 47.193903208692895],
    [5000, -9.59000015258789, 129.40984275790262],
  ])("agrees with astropy on %i pixels", (count, low, high) => {
    const limits = zscaleLimits(rampWithSpikes(count));
    expect(limits?.low).toBeCloseTo(low, 4);
    expect(limits?.high).toBeCloseTo(high, 4);
  });

  it("leaves out pixels that are not finite", () => {
    const pixels = rampWithSpikes(900);
    const withGaps = Float32Array.from([...pixels, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(zscaleLimits(withGaps)).toEqual(zscaleLimits(pixels));
  });
});

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
  const limits = { low: 10, high: 20 };
  it("keeps the ends and clips beyond them", () => {
    for (const curve of ["linear", "asinh"] as const) {
      expect(stretchValue(10, limits, curve)).toBe(0);
      expect(stretchValue(20, limits, curve)).toBe(1);
      expect(stretchValue(99, limits, curve)).toBe(1);
      expect(stretchValue(-99, limits, curve)).toBe(0);
    }
  });

  it("lifts the faint end in asinh", () => {
    expect(stretchValue(15, limits, "linear")).toBe(0.5);
    // asinh(5) / asinh(10)
    expect(stretchValue(15, limits, "asinh")).toBeCloseTo(0.77127, 5);
  });
});
