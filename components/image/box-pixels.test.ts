import { describe, expect, it } from "vitest";
import { levelCount, levelSize, TILE_SIDE, type TileAddress } from "@/lib/images/description";
import { MOST_BOX_PIXELS, readBox, wholeBox } from "./box-pixels";
import type { ImageSource } from "./image-source";

/** Each pixel of level 0 is 10000 y + x; coarser ones the mean of that. */
function ramp(width: number, height: number): ImageSource & { asked: TileAddress[] } {
  const asked: TileAddress[] = [];
  const levels = levelCount(width, height);
  return {
    asked,
    overview: [],
    description: {
      ...{ key: "k", name: "ramp", width, height, unit: null, levels, bin: 1, sample: [], wcs: [], wcsProblem: null },
      ...{
        amplifiers: [],
        detectors: [],
        detectorStage: null,
        focalPlane: null,
        maskPlanes: [],
        isSigned: false,
        notes: [],
      },
    },
    readPixel: () => Promise.reject(new Error("not asked for")),
    loadTile: (address) => {
      asked.push(address);
      const size = levelSize({ width, height }, address.level);
      const [left, bottom] = [address.column * TILE_SIDE, address.row * TILE_SIDE];
      const tile = { width: Math.min(TILE_SIDE, size.width - left), height: Math.min(TILE_SIDE, size.height - bottom) };
      const step = 2 ** address.level;
      const middle = (step - 1) / 2;
      const pixels = Float32Array.from({ length: tile.width * tile.height }, (_, i) => {
        const x = (left + (i % tile.width)) * step + middle;
        const y = (bottom + Math.floor(i / tile.width)) * step + middle;
        return 10_000 * y + x;
      });
      return Promise.resolve({ ...tile, pixels });
    },
  };
}

const never = new AbortController().signal;

describe("pixels of a box", () => {
  it("are cut out over the edges of tiles", async () => {
    const source = ramp(700, 600);
    const box = await readBox(source, { x0: 510, y0: 511, x1: 514, y1: 513 }, never);
    expect(source.asked).toHaveLength(4);
    expect(box).toMatchObject({ x0: 510, y0: 511, width: 4, height: 2, step: 1 });
    expect([...box.pixels]).toEqual([511, 512].flatMap((y) => [510, 511, 512, 513].map((x) => 10_000 * y + x)));
  });

  it("come in bins when there are too many", async () => {
    const source = ramp(4096, 2048);
    const box = await readBox(source, { x0: 0, y0: 0, x1: 4096, y1: 2048 }, never);
    expect(box.step).toBe(2);
    expect(box.width * box.height).toBeLessThanOrEqual(MOST_BOX_PIXELS);
    expect(box.pixels[0]).toBe(5000.5);
    expect(box.pixels.some(Number.isNaN)).toBe(false);
  });

  it("are those of whole pixels on the image, whichever way the box was drawn", () => {
    const image = { width: 100, height: 50 };
    expect(wholeBox(image, [10.4, 20.6, 2.6, -7])).toEqual({ x0: 3, y0: 0, x1: 11, y1: 22 });
    expect(wholeBox(image, [5, 5, 5, 5])).toEqual({ x0: 5, y0: 5, x1: 6, y1: 6 });
    expect(wholeBox(image, [120, 5, 130, 9])).toBeNull();
  });

  it("fail as their tiles fail", async () => {
    const source = { ...ramp(10, 10), loadTile: () => Promise.reject(new Error("the file has changed")) };
    await expect(readBox(source, { x0: 0, y0: 0, x1: 2, y1: 2 }, never)).rejects.toThrow("the file has changed");
  });
});
