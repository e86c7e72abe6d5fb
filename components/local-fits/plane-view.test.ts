import { describe, expect, it } from "vitest";
import { fitView, imagePointAt, panPlane, pixelAt, placeOnScreen, regionOf, zoomPlane } from "./plane-view";

const plane = { width: 400, height: 200 };
const screen = { width: 800, height: 800 };
const whole = fitView(plane, screen);

describe("view of a plane", () => {
  it("shows all of it in the middle, y upwards", () => {
    expect(whole).toEqual({ centerX: 200, centerY: 100, scale: 2 });
    expect(imagePointAt(whole, { x: 0, y: 600 }, screen)).toEqual({ x: 0, y: 0 });
    expect(pixelAt(whole, { x: 1, y: 599 }, plane, screen)).toEqual({ x: 0, y: 0 });
    expect(pixelAt(whole, { x: 799, y: 201 }, plane, screen)).toEqual({ x: 399, y: 199 });
    expect(pixelAt(whole, { x: 10, y: 100 }, plane, screen)).toBeNull();
  });

  it("zooms about the cursor and pans, keeping the middle on the plane", () => {
    const cursor = { x: 100, y: 500 };
    const near = zoomPlane(whole, 4, cursor, plane, screen);
    expect(near.scale).toBe(8);
    expect(imagePointAt(near, cursor, screen)).toEqual(imagePointAt(whole, cursor, screen));
    expect(panPlane(near, { x: 80, y: -16 }, plane, screen)).toEqual({
      centerX: near.centerX - 10,
      centerY: near.centerY - 2,
      scale: 8,
    });
    expect(panPlane(near, { x: 1e6, y: 1e6 }, plane, screen)).toEqual({ centerX: 0, centerY: 200, scale: 8 });
    expect(zoomPlane(whole, 1e9, cursor, plane, screen).scale).toBe(64);
    expect(zoomPlane(whole, 1e-9, cursor, plane, screen).scale).toBe(0.5);
  });

  it("asks for bins of a screen pixel, and for what is seen", () => {
    expect(regionOf(whole, plane, screen)).toEqual({ x0: 0, x1: 400, y0: 0, y1: 200, bin: 1 });
    const large = { width: 8001, height: 4000 };
    expect(regionOf(fitView(large, screen), large, screen)).toEqual({ x0: 0, x1: 8001, y0: 0, y1: 4000, bin: 10 });
    const near = { centerX: 50, centerY: 100, scale: 40 };
    expect(regionOf(near, plane, screen)).toEqual({ x0: 35, x1: 65, y0: 85, y1: 115, bin: 1 });
    expect(regionOf(whole, plane, { width: 0, height: 10 })).toBeNull();
  });

  it("lays a region where its pixels are", () => {
    const box = { x0: 10, x1: 20, y0: 0, y1: 5, bin: 1 };
    expect(placeOnScreen(box, whole, screen)).toEqual({ left: 20, top: 590, width: 20, height: 10 });
    // a bin that reaches beyond the edge is drawn whole
    const binned = { x0: 0, x1: 401, y0: 0, y1: 200, bin: 2 };
    expect(placeOnScreen(binned, whole, screen).width).toBe(804);
  });
});
