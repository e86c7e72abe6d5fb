import { describe, expect, it } from "vitest";
import {
  formatFramings,
  formatLimits,
  isLayerShown,
  parseChoices,
  parseFramings,
  parseImageLook,
  parseLimits,
  parseQuad,
  VIEWER_DEFAULTS,
  withLayer,
} from "./viewer-parameters";

describe("the address of a viewer", () => {
  it("has nothing to say about a viewer that nobody touched", () => {
    expect(parseFramings(VIEWER_DEFAULTS)).toEqual([]);
    expect(formatFramings([null, null])).toEqual({ at: "", z: "" });
    expect(parseImageLook(VIEWER_DEFAULTS, false)).toMatchObject({
      rule: "zscale",
      map: "grey",
      contrast: 1,
      bias: 0.5,
    });
    expect(parseImageLook(VIEWER_DEFAULTS, true).map).toBe("diverging");
    expect(parseChoices(VIEWER_DEFAULTS)).toEqual({
      layout: null,
      current: 0,
      link: "pixel",
      isShared: false,
      isNorthUp: false,
      statistic: "mean",
      maskOpacity: 0,
      base: 0,
      paceSeconds: 0.5,
    });
  });

  it("brings back framings, one for all or one each", () => {
    const framings = [{ x: 2036.25, y: 1999.5, zoom: 16 }, null, { x: -3, y: 0, zoom: 0.21875 }];
    expect(parseFramings(formatFramings(framings))).toEqual(framings);
    expect(formatFramings(framings.slice(0, 1))).toEqual({ at: "2036.250,1999.500", z: "16" });
  });

  it("takes what is no number for the default", () => {
    expect(parseFramings({ at: "1,2~x,3", z: "-4" })).toEqual([null, null]);
    expect(parseFramings({ at: "1e300,1~1,1~1,1", z: "1~1e300~1e-300" })).toEqual([null, null, null]);
    expect(parseLimits("3,1")).toBeNull();
    expect(parseQuad("1,2,3")).toBeNull();
    expect(parseImageLook({ ...VIEWER_DEFAULTS, cb: "1", percent: "0", map: "hot" }, false)).toMatchObject({
      contrast: 1,
      percent: 99,
      map: "grey",
    });
    const odd = parseChoices({ ...VIEWER_DEFAULTS, n: "3", sel: "-1", mask: "900", pace: "0", link: "sky" });
    expect(odd).toMatchObject({ layout: null, current: 0, maskOpacity: 1, paceSeconds: 0.1, link: "pixel" });
  });

  it("keeps limits to seven digits", () => {
    expect(parseLimits(formatLimits({ low: -12.5, high: 65_535 }))).toEqual({ low: -12.5, high: 65_535 });
  });

  it("names only the layers that are not as they come", () => {
    expect(withLayer("", "compass", false, true)).toBe("-compass");
    expect(withLayer("-compass", "compass", true, true)).toBe("");
    expect(withLayer("-compass", "rings", true, false)).toBe("-compass,rings");
    expect(isLayerShown("-compass,rings", "compass", true)).toBe(false);
    expect(isLayerShown("-compass,rings", "rings", false)).toBe(true);
    expect(isLayerShown("", "rings", true)).toBe(true);
  });
});
