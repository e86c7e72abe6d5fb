import { describe, expect, it } from "vitest";
import { panBy, WHOLE, zoomAt } from "./view-box";

const side = { width: 400, height: 400 };

describe("view of an image", () => {
  it("keeps the point under the cursor", () => {
    const view = zoomAt(WHOLE, 2, { x: 100, y: 300 }, side);
    expect(view).toEqual({ scale: 2, x: -100, y: -300 });
    expect((100 - view.x) / view.scale).toBe(100);
  });

  it("never shows more than the whole, nor an empty border", () => {
    expect(zoomAt(WHOLE, 0.5, { x: 10, y: 10 }, side)).toEqual(WHOLE);
    const view = zoomAt(WHOLE, 2, { x: 0, y: 0 }, side);
    expect(panBy(view, { x: 50, y: -1000 }, side)).toEqual({ scale: 2, x: 0, y: -400 });
    expect(zoomAt(view, 1e9, { x: 0, y: 0 }, side).scale).toBe(32);
  });
});
