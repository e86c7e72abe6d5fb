import { describe, expect, it } from "vitest";
import { ringAt, ringLayers } from "./ring-layers";

const ring = (id: string, x0: number, y0: number, flags: string[] = []) => ({
  ...{ id, footprintId: Number(id), x0, x1: x0 + 9, y0, y1: y0 + 4, flags },
});
const RINGS = [ring("1", 10, 20), ring("2", 100, 200, ["edge"]), ring("3", 12, 26)];

describe("footprints over an image", () => {
  it("are boxes about the pixels from first to last", () => {
    const [clean, flagged] = ringLayers(RINGS, null);
    expect(clean?.regions[0]).toMatchObject({ shape: "box", frame: "image", points: [[14.5, 22]], sizes: [10, 5] });
    expect(clean?.regions).toHaveLength(2);
    expect(flagged?.regions).toMatchObject([{ points: [[104.5, 202]] }]);
  });

  it("show the selected one in a layer of its own, with its number", () => {
    const [clean, , selected] = ringLayers(RINGS, "3");
    expect(clean?.regions).toHaveLength(1);
    expect(selected?.regions).toMatchObject([
      { shape: "box" },
      { shape: "circle", sizes: [12.5], text: "footprint 3" },
    ]);
  });

  it("are hit inside and within reach, the nearest first, and not elsewhere", () => {
    expect(ringAt(RINGS, { x: 10, y: 20 }, 0)?.id).toBe("1");
    expect(ringAt(RINGS, { x: 16, y: 24.7 }, 3)?.id).toBe("1");
    expect(ringAt(RINGS, { x: 16, y: 25 }, 3)?.id).toBe("3");
    expect(ringAt(RINGS, { x: 9.4, y: 22 }, 0)).toBeNull();
    expect(ringAt(RINGS, { x: 9.4, y: 22 }, 1)?.id).toBe("1");
  });
});
