import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { curveValue, equalised, stretchLimits } from "./stretch";

const golden = z
  .object({
    limits: z.record(z.string(), z.tuple([z.number(), z.number()])),
    curves: z.record(z.string(), z.array(z.number())),
  })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, "stretch.golden.json"), "utf8")));

/** As in stretch.golden.py. */
function noise(length: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length }, (_, i) => {
    state = (16807 * state) % 2147483647;
    return (state % 301) / 4 - 30 + (i % 53 === 0 ? 200 : 0);
  });
}

describe("stretch against astropy", () => {
  const values = noise(1501);
  const limitsOf = (name: string) => golden.limits[name] ?? [];

  it("has its limits", () => {
    for (const rule of ["99.5", "99", "98", "95", "zscale", "minmax"] as const) {
      const limits = stretchLimits(values, rule);
      // both are of float32 pixels; numpy works its percentiles out in float32 too
      expect(limits?.low, rule).toBeCloseTo(limitsOf(rule)[0]!, 4);
      expect(limits?.high, rule).toBeCloseTo(limitsOf(rule)[1]!, 4);
    }
    expect(stretchLimits(values, "percentile", 90.25)?.low).toBeCloseTo(limitsOf("90.25")[0]!, 4);
    expect(stretchLimits(values, "percentile", 90.25)?.high).toBeCloseTo(limitsOf("90.25")[1]!, 4);
  });

  it("has its curves", () => {
    for (const curve of ["linear", "log", "sqrt", "asinh"] as const) {
      const wanted = golden.curves[curve] ?? [];
      for (const [i, shade] of wanted.entries())
        expect(curveValue(i / 32, curve), `${curve} ${i}`).toBeCloseTo(shade, 12);
      expect(wanted).toHaveLength(33);
    }
  });

  it("equalises the histogram as it does, with equal values among the pixels", () => {
    const shades = equalised(values, { low: limitsOf("minmax")[0]!, high: limitsOf("minmax")[1]! }, 33);
    const wanted = golden.curves.histogram ?? [];
    expect(wanted).toHaveLength(33);
    // astropy ranks in float32: a place that falls on a value may count it or not
    for (const [i, shade] of wanted.entries()) expect(Math.abs(shades[i]! - shade), `place ${i}`).toBeLessThan(2 / 301);
  });
});
