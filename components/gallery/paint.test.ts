import { describe, expect, it } from "vitest";
import { colorTable, viridis } from "./color-maps";
import { cropCentre, NO_PIXEL, paintPixels } from "./paint";

const BLACK = 0xff000000;
const WHITE = 0xffffffff;

describe("painting", () => {
  it("puts row 0 at the bottom, NaN in its own colour and clips", () => {
    const image = { width: 2, height: 2, pixels: Float32Array.from([0, 1, Number.NaN, 99]) };
    const target = new Uint32Array(4);
    paintPixels(image, { low: 0, high: 1 }, "linear", colorTable("grey", false), target);
    expect([...target]).toEqual([NO_PIXEL, WHITE, BLACK, WHITE]);
  });

  it("inverts", () => {
    const image = { width: 2, height: 1, pixels: Float32Array.from([0, 1]) };
    const target = new Uint32Array(2);
    paintPixels(image, { low: 0, high: 1 }, "asinh", colorTable("grey", true), target);
    expect([...target]).toEqual([WHITE, BLACK]);
  });

  it("knows viridis at its ends and its middle", () => {
    expect(viridis(0)).toEqual([0x44, 0x01, 0x54]);
    expect(viridis(0.5)).toEqual([0x21, 0x91, 0x8c]);
    expect(viridis(1)).toEqual([0xfd, 0xe7, 0x25]);
  });
});

describe("cropping", () => {
  it("keeps the middle", () => {
    const image = { width: 4, height: 4, pixels: Float32Array.from({ length: 16 }, (_, i) => i) };
    expect([...cropCentre(image, 2).pixels]).toEqual([5, 6, 9, 10]);
    expect(cropCentre(image, 9)).toBe(image);
  });
});
