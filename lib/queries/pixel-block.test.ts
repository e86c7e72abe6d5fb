import { describe, expect, it } from "vitest";
import { binPixels, placeSection } from "./pixel-block";

const block = {
  x0: 0,
  y0: 0,
  width: 3,
  height: 3,
  unit: "electron",
  pixels: Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8]),
};

describe("sections", () => {
  it("are NaN outside the detector", () => {
    const corner = placeSection(block, { x0: 2, y0: 2, x1: 4, y1: 4 });
    expect([...corner.pixels]).toEqual([8, Number.NaN, Number.NaN, Number.NaN]);
    expect(corner).toMatchObject({ x0: 2, y0: 2, width: 2, height: 2, unit: "electron" });
    expect([...placeSection(block, { x0: -1, y0: 0, x1: 2, y1: 1 }).pixels]).toEqual([Number.NaN, 0, 1]);
    expect(placeSection(block, { x0: 90, y0: 0, x1: 91, y1: 1 }).pixels[0]).toBeNaN();
    expect(placeSection(null, { x0: 0, y0: 0, x1: 1, y1: 1 }).pixels[0]).toBeNaN();
  });
});

describe("bins", () => {
  it("are means of the finite pixels; edge bins hold fewer", () => {
    const pixels = Float32Array.from(block.pixels);
    pixels[4] = Number.NaN;
    pixels[8] = Number.NaN;
    const binned = binPixels({ ...block, pixels }, 2);
    expect([...binned.pixels]).toEqual([(0 + 1 + 3) / 3, 3.5, 6.5, Number.NaN].map(Math.fround));
    expect(binned).toMatchObject({ width: 2, height: 2 });
    expect(binPixels(block, 1)).toBe(block);
  });
});
