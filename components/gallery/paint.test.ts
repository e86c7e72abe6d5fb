import { describe, expect, it } from "vitest";
import { COLOR_MAPS, colorTable, noPixelColor, viridis } from "./color-maps";
import { cropCentre, foldCurve, NO_PIXEL, paintPixels, SHADE_STEPS } from "./paint";

const BLACK = 0xff000000;
const WHITE = 0xffffffff;

describe("painting", () => {
  it("puts row 0 at the bottom, NaN in its own colour and clips", () => {
    const image = { width: 2, height: 2, pixels: Float32Array.from([0, 1, Number.NaN, 99]) };
    const target = new Uint32Array(4);
    paintPixels(image, { low: 0, high: 1 }, foldCurve({ curve: "linear", map: "grey", isInverted: false }), target);
    expect([...target]).toEqual([NO_PIXEL, WHITE, BLACK, WHITE]);
  });

  it("inverts", () => {
    const image = { width: 2, height: 1, pixels: Float32Array.from([0, 1]) };
    const target = new Uint32Array(2);
    paintPixels(image, { low: 0, high: 1 }, foldCurve({ curve: "asinh", map: "grey", isInverted: true }), target);
    expect([...target]).toEqual([WHITE, BLACK]);
  });

  it("knows viridis at its ends and its middle", () => {
    expect(viridis(0)).toEqual([0x44, 0x01, 0x54]);
    expect(viridis(0.5)).toEqual([0x21, 0x91, 0x8c]);
    expect(viridis(1)).toEqual([0xfd, 0xe7, 0x25]);
  });
});

describe("table of shades", () => {
  const grey = { curve: "linear", map: "grey", isInverted: false } as const;
  const level = (shades: { table: Uint32Array }, place: number) =>
    (shades.table[Math.round(place * (SHADE_STEPS - 1))] ?? 0) & 255;

  it("turns contrast and bias as DS9 does", () => {
    const steep = foldCurve({ ...grey, contrast: 2, bias: 0.25 });
    // (0.25 − 0.25) · 2 + 0.5; (0.5 − 0.25) · 2 + 0.5
    expect([0, 0.25, 0.4, 0.5, 1].map((place) => level(steep, place))).toEqual([0, 128, 204, 255, 255]);
  });

  it("ranks the pixels within the limits for the histogram", () => {
    const sample = [-1000, 0, 1, 2, 3, 100, Number.NaN, 9999];
    const shades = foldCurve({ ...grey, curve: "histogram" }, { sample, limits: { low: 0, high: 100 } });
    // 0, 1, 2, 3, 100 have the shades 0, 1/4, 1/2, 3/4, 1
    expect(level(shades, 0.03) / 255).toBeCloseTo(0.75, 2);
    expect([level(shades, 0), level(shades, 1)]).toEqual([0, 255]);
    expect(foldCurve({ ...grey, curve: "histogram" }).table).toEqual(foldCurve(grey).table);
  });

  it("has white in the middle of the diverging map, blue below and red above", () => {
    const { table } = foldCurve({ ...grey, map: "diverging" });
    const channels = (color = 0) => [color & 255, (color >> 8) & 255, (color >> 16) & 255];
    for (const channel of channels(table[SHADE_STEPS >> 1])) expect(channel).toBeGreaterThan(235);
    const [low, high] = [channels(table[800]), channels(table[3300])];
    expect(low[2]).toBeGreaterThan(low[0]! + 40);
    expect(high[0]).toBeGreaterThan(high[2]! + 40);
  });

  it("shows a missing pixel in a colour far from every one of its map", () => {
    for (const map of COLOR_MAPS) {
      const none = noPixelColor(map);
      const distance = (color: number) =>
        Math.hypot(...[0, 8, 16].map((shift) => ((color >> shift) & 255) - ((none >> shift) & 255)));
      const nearest = Math.min(...[...colorTable(map, false)].map(distance));
      expect(nearest, map).toBeGreaterThan(20);
    }
  });
});

describe("cropping", () => {
  it("keeps the middle", () => {
    const image = { width: 4, height: 4, pixels: Float32Array.from({ length: 16 }, (_, i) => i) };
    expect([...cropCentre(image, 2).pixels]).toEqual([5, 6, 9, 10]);
    expect(cropCentre(image, 9)).toBe(image);
  });
});
