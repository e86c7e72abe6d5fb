import { describe, expect, it } from "vitest";
import type { Wcs } from "@/lib/readers/fits/wcs/read-wcs";
import { seededRandom } from "./testing/seeded-random";
import {
  fitView,
  levelFor,
  matchBySky,
  northUp,
  nudge,
  panBy,
  toImage,
  toScreen,
  type View,
  visibleBox,
  zoomAt,
  zoomOf,
} from "./view";

const image = { width: 4000, height: 2000 };
const panel = { width: 800, height: 600 };
const frame = { image, panel };

/** A view turned by degrees counterclockwise, mirrored when flip is -1. */
function turned(zoom: number, degrees: number, flip: 1 | -1 = 1): View {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return { x: 1000.25, y: 700.5, matrix: [zoom * cos * flip, -zoom * sin, zoom * sin * flip, zoom * cos] };
}

/** Flat sky about (100°, 0°): degrees = turn · (pixel − reference), as a WCS with CD of that turn and no projection. */
function flatWcs(scale: number, degrees: number, hand: 1 | -1, reference: { x: number; y: number }): Wcs {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  // intermediate coordinates of CD = scale · [-hand cos, sin; hand sin, cos]
  const cd = [-hand * cos * scale, sin * scale, hand * sin * scale, cos * scale] as const;
  const area = cd[0] * cd[3] - cd[1] * cd[2];
  return {
    pixelToWorld: (x: number, y: number) => {
      const [dx, dy] = [x - reference.x, y - reference.y];
      return { lonDeg: 100 + cd[0] * dx + cd[1] * dy, latDeg: cd[2] * dx + cd[3] * dy };
    },
    worldToPixel: (lonDeg: number, latDeg: number) => ({
      x: reference.x + (cd[3] * (lonDeg - 100) - cd[1] * latDeg) / area,
      y: reference.y + (cd[0] * latDeg - cd[2] * (lonDeg - 100)) / area,
    }),
  } as Wcs;
}

describe("view of an image", () => {
  it("shows the whole in the middle, first row at the bottom", () => {
    const view = fitView(image, panel);
    expect(zoomOf(view)).toBe(0.2);
    // outer edges of the first and the last pixel
    expect(toScreen(view, panel, { x: -0.5, y: -0.5 })).toEqual({ x: 0, y: 500 });
    expect(toScreen(view, panel, { x: 3999.5, y: 1999.5 })).toEqual({ x: 800, y: 100 });
  });

  it("goes to the screen and back, turned and flipped", () => {
    const random = seededRandom(7);
    for (const flip of [1, -1] as const) {
      const view = turned(3.3, 77, flip);
      for (let i = 0; i < 50; i++) {
        const point = { x: random() * 800, y: random() * 600 };
        const back = toScreen(view, panel, toImage(view, panel, point));
        expect(back.x).toBeCloseTo(point.x, 8);
        expect(back.y).toBeCloseTo(point.y, 8);
      }
    }
  });

  it("keeps the place under the cursor, between a quarter of the panel and 64:1", () => {
    const cursor = { x: 123, y: 456 };
    const before = toImage(turned(1, 20), panel, cursor);
    const after = toImage(zoomAt(turned(1, 20), 2.5, cursor, frame), panel, cursor);
    expect(after.x).toBeCloseTo(before.x, 8);
    expect(after.y).toBeCloseTo(before.y, 8);
    const middle = { x: 400, y: 300 };
    expect(zoomOf(zoomAt(turned(1, 20), 1e9, middle, frame))).toBeCloseTo(64);
    expect(zoomOf(zoomAt(turned(1, 20), 1e-9, middle, frame))).toBeCloseTo(0.05);
  });

  it("pans with the hand, nudges by pixels and never loses the image", () => {
    const view: View = { x: 100, y: 200, matrix: [2, 0, 0, 2] };
    expect(panBy(view, { x: 10, y: 20 }, image)).toMatchObject({ x: 95, y: 210 });
    expect(nudge(view, { x: 1, y: -1 }, image)).toMatchObject({ x: 101, y: 199 });
    expect(panBy(view, { x: 1e6, y: -1e6 }, image)).toMatchObject({ x: -0.5, y: -0.5 });
  });

  it("knows the box that it shows", () => {
    expect(visibleBox({ x: 10, y: 20, matrix: [4, 0, 0, 4] }, panel)).toEqual({ x0: -90, y0: -55, x1: 110, y1: 95 });
    const view = turned(2, 30, -1);
    const corners = [0, 800].flatMap((x) => [0, 600].map((y) => toImage(view, panel, { x, y })));
    const box = visibleBox(view, panel);
    expect(box.x0).toBeCloseTo(Math.min(...corners.map(({ x }) => x)), 8);
    expect(box.y1).toBeCloseTo(Math.max(...corners.map(({ y }) => y)), 8);
  });

  it("takes the level nearest to a device pixel, none finer, and for extremes none that skips", () => {
    const at = (zoom: number, ratio = 1, isComplete = false) =>
      levelFor({ x: 0, y: 0, matrix: [zoom, 0, 0, zoom] }, ratio, { levels: 4, isComplete });
    expect([64, 1, 0.75, 0.5, 0.3, 0.25, 0.01].map((zoom) => at(zoom))).toEqual([0, 0, 0, 1, 2, 2, 3]);
    expect(at(0.25, 2)).toBe(1);
    expect([1, 0.75, 0.5, 0.3].map((zoom) => at(zoom, 1, true))).toEqual([0, 1, 1, 2]);
  });
});

describe("views on the sky", () => {
  const here = flatWcs(0.2 / 3600, 10, 1, { x: 500, y: 500 });

  it("match another image by turn, flip and scale", () => {
    const random = seededRandom(3);
    for (const hand of [1, -1] as const) {
      const there = flatWcs(0.5 / 3600, -140, hand, { x: 90, y: 1200 });
      const view = turned(1.5, 12);
      const matched = matchBySky(view, here, there);
      if (!matched) throw new Error("no match");
      for (let i = 0; i < 20; i++) {
        const point = { x: random() * 800, y: random() * 600 };
        const place = toImage(view, panel, point);
        const sky = here.pixelToWorld(place.x, place.y)!;
        const same = toScreen(matched, panel, there.worldToPixel(sky.lonDeg, sky.latDeg)!);
        expect(same.x).toBeCloseTo(point.x, 5);
        expect(same.y).toBeCloseTo(point.y, 5);
      }
    }
  });

  it("have north up and east left, in mirrored images too", () => {
    for (const hand of [1, -1] as const) {
      const wcs = flatWcs(0.2 / 3600, 35, hand, { x: 1000, y: 700 });
      const view = northUp({ x: 1000, y: 700, matrix: [3, 0, 0, 3] }, wcs);
      if (!view) throw new Error("not on the sky");
      expect(zoomOf(view)).toBeCloseTo(3, 6);
      const on = (lonDeg: number, latDeg: number) => toScreen(view, panel, wcs.worldToPixel(lonDeg, latDeg)!);
      const north = on(100, 0.001);
      const east = on(100.001, 0);
      expect(north.x).toBeCloseTo(400, 4);
      expect(north.y).toBeLessThan(299);
      expect(east.y).toBeCloseTo(300, 4);
      expect(east.x).toBeLessThan(399);
    }
  });

  it("are none where the other image does not know the sky", () => {
    const nowhere = { ...here, worldToPixel: () => null } as Wcs;
    expect(matchBySky(turned(1, 0), here, nowhere)).toBeNull();
    expect(northUp(turned(1, 0), { ...here, pixelToWorld: () => null } as Wcs)).toBeNull();
  });
});
