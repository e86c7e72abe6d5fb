import { describe, expect, it } from "vitest";
import { noPixelColor } from "../gallery/color-maps";
import { foldCurve, SHADE_STEPS } from "../gallery/paint";
import { rasterise } from "./canvas-renderer";
import { clippedBox, maskColor, type PanelFrame, type Quad } from "./renderer";
import { seededRandom } from "./testing/seeded-random";
import { toImage, type View } from "./view";

const GREY = foldCurve({ curve: "linear", map: "grey", isInverted: false });
const LIMITS = { low: 0, high: 255 };

function quadOf(width: number, height: number, pixels: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>): Quad {
  const box = { x0: -0.5, y0: -0.5, x1: width - 0.5, y1: height - 0.5 };
  return { key: "t", tile: { width, height, pixels }, box, origin: { x: -0.5, y: -0.5 }, step: 1 };
}

function panelOf(size: { width: number; height: number }, view: View, quads: Quad[]): PanelFrame {
  return { left: 0, top: 0, ...size, view, limits: LIMITS, shades: GREY, quads, mask: null };
}

function pictureOf(panel: PanelFrame): Uint32Array {
  const target = new Uint32Array(panel.width * panel.height);
  rasterise(panel, target);
  return target;
}

describe("picture without a graphics card", () => {
  it("shows pixels as squares, the first row at the bottom, and nothing beyond the image", () => {
    const quad = quadOf(2, 2, Float32Array.of(0, 255, Number.NaN, Number.POSITIVE_INFINITY));
    const picture = pictureOf(panelOf({ width: 6, height: 4 }, { x: 0.5, y: 0.5, matrix: [2, 0, 0, 2] }, [quad]));
    const [black, white, none] = [0xff000000, 0xffffffff, noPixelColor("grey")];
    const above = [0, none, none, none, none, 0];
    const below = [0, black, black, white, white, 0];
    expect([...picture]).toEqual([...above, ...above, ...below, ...below]);
  });

  it("equals the plain way, pixel by pixel, turned and flipped, with a coarser tile in the place of one", () => {
    const random = seededRandom(9);
    const pixels = Float32Array.from({ length: 40 * 30 }, () => random() * 300 - 20);
    const fine = { ...quadOf(40, 30, pixels), box: { x0: -0.5, y0: -0.5, x1: 19.5, y1: 29.5 } };
    const coarse: Quad = {
      ...quadOf(
        10,
        8,
        Float32Array.from({ length: 80 }, () => random() * 255),
      ),
      box: { x0: 19.5, y0: -0.5, x1: 39.5, y1: 29.5 },
      step: 4,
    };
    for (const [zoom, angle, flip] of [
      [3.7, 0, 1],
      [0.8, 1.1, -1],
      [9.1, 4, 1],
    ] as const) {
      const [sin, cos] = [zoom * Math.sin(angle), zoom * Math.cos(angle)];
      const view: View = { x: 18.21, y: 13.37, matrix: [flip * cos, -sin, flip * sin, cos] };
      const panel = panelOf({ width: 61, height: 47 }, view, [fine, coarse]);
      const picture = pictureOf(panel);
      for (let at = 0; at < picture.length; at++) {
        const place = toImage(view, panel, { x: (at % 61) + 0.5, y: Math.floor(at / 61) + 0.5 });
        const [x, y] = [Math.round(place.x), Math.round(place.y)];
        const isInside = x >= 0 && y >= 0 && x < 40 && y < 30;
        const value = x < 20 ? pixels[y * 40 + x]! : coarse.tile.pixels[Math.floor(y / 4) * 10 + Math.floor(x / 4)]!;
        const step = Math.min(SHADE_STEPS - 1, Math.max(0, Math.round((value / 255) * (SHADE_STEPS - 1))));
        expect(picture[at], `${at}`).toBe(isInside ? GREY.table[step] : 0);
      }
    }
  });

  it("lays the mean of the colours of a pixel's bits over it", () => {
    const bits = [
      { bit: 0, color: [255, 0, 0] },
      { bit: 31, color: [0, 0, 101] },
    ] as const;
    expect(maskColor(1 | (1 << 31), bits)).toEqual([127.5, 0, 50.5]);
    expect(maskColor(1 << 31, bits)).toEqual([0, 0, 101]);
    expect(maskColor(6, bits)).toBeNull();
    const quad = quadOf(3, 1, Float32Array.of(255, 255, 255));
    const mask = { draw: { bits, opacity: 0.5 }, quads: [quadOf(3, 1, Int32Array.of(0, 1, 4))] };
    const panel = panelOf({ width: 3, height: 1 }, { x: 1, y: 0, matrix: [1, 0, 0, 1] }, [quad]);
    expect([...pictureOf({ ...panel, mask })]).toEqual([0xffffffff, 0xff8080ff, 0xffffffff]);
  });

  it("cuts rectangles where nobody sees them", () => {
    const box = { x0: -0.5, y0: -0.5, x1: 511.5, y1: 511.5 };
    expect(clippedBox(box, { x0: 100.2, y0: 600, x1: 110.9, y1: 700 })).toBeNull();
    expect(clippedBox(box, { x0: 100.2, y0: -5, x1: 110.9, y1: 20 })).toEqual({
      x0: 98.5,
      y0: -0.5,
      x1: 112.5,
      y1: 21.5,
    });
  });
});
