import { describe, expect, it } from "vitest";
import { headerOf } from "@/lib/readers/fits/header";
import { readWcs } from "@/lib/readers/fits/wcs/read-wcs";
import type { SkyRegion } from "@/lib/tables/sky-region";
import { onSky, regionAnchor, regionCorners, regionPath } from "./region-path";

const region = (given: Partial<SkyRegion>): SkyRegion => ({
  frame: "image",
  shape: "circle",
  points: [[10, 20]],
  sizes: [3],
  angleDeg: 0,
  text: null,
  color: null,
  ...given,
});

const cards = {
  CTYPE1: "RA---TAN",
  CTYPE2: "DEC--TAN",
  CRPIX1: 11,
  CRPIX2: 21,
  CRVAL1: 150,
  CRVAL2: 60,
  CD1_1: -1e-4,
  CD1_2: 0,
  CD2_1: 0,
  CD2_2: 1e-4,
};
const wcs = readWcs(
  headerOf(Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: "", text: "" }))),
);

describe("paths of regions", () => {
  it("draw boxes, lines and crosses where they are", () => {
    expect(regionPath(region({ shape: "box", sizes: [4, 2] }), null, 1)).toBe("M8 19L12 19L12 21L8 21Z");
    expect(regionPath(region({ shape: "box", sizes: [4, 2], angleDeg: 90 }), null, 1)).toBe("M11 18L11 22L9 22L9 18Z");
    const line = region({
      shape: "line",
      sizes: [],
      points: [
        [0, 0],
        [3, 4],
      ],
    });
    expect(regionPath(line, null, 1)).toBe("M0 0L3 4");
    expect(regionPath(region({ shape: "point", sizes: [] }), null, 2)).toBe("M7 20H13M10 17V23");
    expect(regionPath(region({ shape: "text", sizes: [], text: "a" }), null, 2)).toBeNull();
    expect(regionAnchor(region({ shape: "box", sizes: [4, 2] }), null)).toEqual([12, 21]);
  });

  it("put a circle of the sky round its star, as large as on the sky, far from the equator too", () => {
    const corners = regionCorners(region({ frame: "icrs", points: [[150, 60]], sizes: [5e-4] }), wcs) ?? [];
    expect(corners).toHaveLength(48);
    for (const [x, y] of corners) expect(Math.hypot(x - 10, y - 20)).toBeCloseTo(5, 3);
  });

  it("leave out what has no place", () => {
    expect(regionPath(region({ frame: "icrs", points: [[150, 60]] }), null, 1)).toBeNull();
    expect(regionPath(region({ frame: "icrs", points: [[330, -60]] }), wcs, 1)).toBeNull();
  });

  it("go to the sky and come back", () => {
    const there = onSky(region({ shape: "box", sizes: [4, 2], angleDeg: 30 }), wcs, 0.36, 0);
    const back = there && regionCorners(there, wcs);
    const direct = regionCorners(region({ shape: "box", sizes: [4, 2], angleDeg: 30 }), null) ?? [];
    const sorted = (corners: readonly (readonly [number, number])[]) =>
      corners.map(([x, y]) => `${(x + 0).toFixed(2)} ${y.toFixed(2)}`).sort();
    expect(sorted(back ?? [])).toEqual(sorted(direct));
  });
});
