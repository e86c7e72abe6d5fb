import { describe, expect, it } from "vitest";
import { LOOK_DEFAULTS, limitsOf, nextOf, parseLook, sharedLimits } from "./look";

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
