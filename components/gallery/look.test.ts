import { describe, expect, it } from "vitest";
import { defaultImageLook, imageLimits, LOOK_DEFAULTS, limitsOf, nextOf, parseLook, sharedLimits } from "./look";

const stamp = (level: number, depth: number) => ({
  width: 3,
  height: 1,
  pixels: Float32Array.from([level - depth, level, level + depth]),
});

describe("look", () => {
  it("reads its address, and takes the default for a word it does not know", () => {
    expect(parseLook({ ...LOOK_DEFAULTS, stretch: "zscale", invert: "no" })).toMatchObject({
      rule: "zscale",
      isInverted: false,
    });
    expect(parseLook({ ...LOOK_DEFAULTS, stretch: "rainbow" }).rule).toBe("symmetric");
  });

  it("goes round its choices", () => {
    expect(nextOf(["a", "b"], "a")).toBe("b");
    expect(nextOf(["a", "b"], "b")).toBe("a");
  });

  it("shares the width of the limits, not the level", () => {
    const stamps = [stamp(100, 5), stamp(900, 10)];
    const shared = sharedLimits(stamps, "minmax");
    expect(shared).toEqual({ low: -10, high: 10 });
    const look = parseLook(LOOK_DEFAULTS);
    expect(limitsOf(stamp(100, 5), look, shared)).toEqual({ low: 90, high: 110 });
    expect(limitsOf(stamp(100, 5), { ...look, isShared: false, rule: "minmax" }, shared)).toEqual({
      low: 95,
      high: 105,
    });
    expect(limitsOf({ width: 1, height: 1, pixels: Float32Array.of(Number.NaN) }, look, shared)).toBeNull();
  });
});

describe("look of an image", () => {
  const sample = Float32Array.from({ length: 1001 }, (_, i) => i - 100);
  const look = { ...defaultImageLook(true), rule: "minmax" } as const;

  it("puts white of the diverging map at zero", () => {
    expect(imageLimits(sample, look, true)).toEqual({ low: -900, high: 900 });
    const above = sample.map((value) => value + 5000);
    expect(imageLimits(above, look, true)).toEqual({ low: -5900, high: 5900 });
    // an image that is not centred on zero keeps its limits where zero is beyond them
    expect(imageLimits(above, look, false)).toEqual({ low: 4900, high: 5900 });
    expect(imageLimits(sample, { ...look, map: "grey" }, true)).toEqual({ low: -100, high: 900 });
  });

  it("takes a figure or limits of one's own", () => {
    expect(imageLimits(sample, { ...defaultImageLook(false), rule: "percentile", percent: 90 })).toEqual({
      low: -50,
      high: 850,
    });
    expect(imageLimits(sample, { ...look, rule: "manual", manual: { low: 3, high: 8 } }, true)).toEqual({
      low: 3,
      high: 8,
    });
    expect(imageLimits([], { ...look, rule: "manual", manual: { low: 3, high: 3 } })).toEqual({ low: 2.5, high: 3.5 });
    expect(imageLimits(sample, { ...look, map: "grey", rule: "manual" })).toEqual(
      imageLimits(sample, { ...look, map: "grey", rule: "zscale" }),
    );
    expect(imageLimits([Number.NaN], look, true)).toBeNull();
  });
});
