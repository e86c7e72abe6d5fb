import { describe, expect, it } from "vitest";
import { levelSize, TILE_SIDE, type TileAddress } from "@/lib/images/description";
import { seededRandom } from "./testing/seeded-random";
import { syntheticSource } from "./testing/synthetic-source";
import { addressKey, ancestor, plannedLevel, planTiles, standIn, tileBox } from "./tile-plan";
import { toImage, type View } from "./view";

const { description: image } = syntheticSource({ key: "plan", width: 4072, height: 4000, valueAt: () => 1 });
const panel = { width: 1000, height: 800 };
const straight = (x: number, y: number, zoom: number): View => ({ x, y, matrix: [zoom, 0, 0, zoom] });
const keys = (tiles: readonly TileAddress[]) => tiles.map(addressKey).sort();

/** Tiles under a fine grid of screen points: slow and plain. */
function tilesOnScreen(view: View, level: number): string[] {
  const size = levelSize(image, level);
  const found = new Set<string>();
  for (let left = 0.5; left < panel.width; left += 2) {
    for (let top = 0.5; top < panel.height; top += 2) {
      const place = toImage(view, panel, { x: left, y: top });
      const [x, y] = [Math.floor((place.x + 0.5) / 2 ** level), Math.floor((place.y + 0.5) / 2 ** level)];
      if (x < 0 || y < 0 || x >= size.width || y >= size.height) continue;
      const [column, row] = [Math.floor(x / TILE_SIDE), Math.floor(y / TILE_SIDE)];
      found.add(addressKey({ plane: "mean", level, column, row }));
    }
  }
  return [...found].sort();
}

describe("plan of tiles", () => {
  it("needs nine tiles at most at full resolution in a panel of 1000 by 800", () => {
    const random = seededRandom(5);
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      const view = straight(random() * 4072, random() * 4000, 1);
      most = Math.max(most, planTiles(image, { view, panel, devicePixelRatio: 1 }, "mean", 0).length);
    }
    expect(most).toBe(9);
  });

  it("equals what lies under the screen, and turned holds all of it", () => {
    const random = seededRandom(11);
    for (let i = 0; i < 20; i++) {
      const view = straight(random() * 4072, random() * 4000, 2 ** (random() * 6 - 4));
      const at = { view, panel, devicePixelRatio: 1 };
      const level = plannedLevel(image, at, "mean");
      expect(keys(planTiles(image, at, "mean", level))).toEqual(tilesOnScreen(view, level));
      const angle = random() * 6;
      const [sin, cos] = [Math.sin(angle) * view.matrix[0], Math.cos(angle) * view.matrix[0]];
      const turned: View = { ...view, matrix: [-cos, sin, sin, cos] };
      const planned = keys(planTiles(image, { ...at, view: turned }, "mean", level));
      for (const key of tilesOnScreen(turned, level)) expect(planned).toContain(key);
    }
  });

  it("begins in the middle of the panel", () => {
    const at = { view: straight(1300, 800, 1), panel, devicePixelRatio: 1 };
    expect(planTiles(image, at, "mean", 0)[0]).toEqual({ plane: "mean", level: 0, column: 2, row: 1 });
  });

  it("needs no tile where the panel shows none of the image, or has no size", () => {
    expect(planTiles(image, { view: straight(90000, 0, 1), panel, devicePixelRatio: 1 }, "mean", 0)).toEqual([]);
    const none = { view: straight(9, 9, 1), panel: { width: 0, height: 0 }, devicePixelRatio: 1 };
    expect(planTiles(image, none, "mean", 0).length).toBeLessThanOrEqual(1);
  });

  it("cuts the last tiles at the edge of the image", () => {
    expect(tileBox(image, { plane: "mean", level: 2, column: 1, row: 1 })).toEqual({
      x0: 2047.5,
      y0: 2047.5,
      x1: 4071.5,
      y1: 3999.5,
    });
  });
});

describe("stand-ins", () => {
  const tile: TileAddress = { plane: "mean", level: 0, column: 5, row: 6 };

  it("are the finest coarser tiles that are here", () => {
    const here = new Set([addressKey(ancestor(tile, 2)), addressKey(ancestor(tile, 3))]);
    const isHere = (address: TileAddress) => here.has(addressKey(address));
    expect(standIn(tile, 4, isHere)).toEqual({ plane: "mean", level: 2, column: 1, row: 1 });
    expect(standIn(tile, 4, (address) => address.level === 0 || isHere(address))).toEqual(tile);
    expect(standIn(tile, 4, () => false)).toBeNull();
  });

  it("are means for extremes, and none for scatter and mask", () => {
    const isMean = (address: TileAddress) => address.plane === "mean" && address.level === 3;
    expect(standIn({ ...tile, plane: "max" }, 4, isMean)?.plane).toBe("mean");
    expect(standIn({ ...tile, plane: "std" }, 4, isMean)).toBeNull();
    expect(standIn({ ...tile, plane: "mask" }, 4, isMean)).toBeNull();
  });
});
