// Which tiles a panel needs at its level, nearest to its middle first, and what may stand in for one that is not here.
import {
  type ImageDescription,
  levelSize,
  type Statistic,
  TILE_SIDE,
  type TileAddress,
} from "@/lib/images/description";
import { type ImageBox, levelFor, type Size, type View, visibleBox } from "./view";

export type TilePlane = TileAddress["plane"];

/** What a plan depends on. */
export interface PlanView {
  view: View;
  /** CSS pixels */
  panel: Size;
  devicePixelRatio: number;
}

/** Name of a tile among those of its image. */
export function addressKey({ plane, level, column, row }: TileAddress): string {
  return `${plane}/${level}/${column}/${row}`;
}

/** Image pixels that a tile covers, its last pixels cut at the image's edge. */
export function tileBox(image: Size, { level, column, row }: TileAddress): ImageBox {
  const side = TILE_SIDE * 2 ** level;
  return {
    x0: column * side - 0.5,
    y0: row * side - 0.5,
    x1: Math.min(image.width, (column + 1) * side) - 0.5,
    y1: Math.min(image.height, (row + 1) * side) - 0.5,
  };
}

/** Half-open range of tiles along one axis between two edges, image pixels. */
function range(first: number, last: number, level: number, count: number): [number, number] {
  const side = TILE_SIDE * 2 ** level;
  return [Math.max(0, Math.floor((first + 0.5) / side)), Math.min(count, Math.ceil((last + 0.5) / side))];
}

/** True when a box, turned as the view turns it, reaches into the panel's rectangle on the screen. */
function isSeen(box: ImageBox, { view, panel }: PlanView): boolean {
  const [a, b, c, d] = view.matrix;
  const [dx, dy] = [(box.x0 + box.x1) / 2 - view.x, (box.y0 + box.y1) / 2 - view.y];
  const [halfX, halfY] = [(box.x1 - box.x0) / 2, (box.y1 - box.y0) / 2];
  const right = Math.abs(a * dx + b * dy) - Math.abs(a) * halfX - Math.abs(b) * halfY;
  const up = Math.abs(c * dx + d * dy) - Math.abs(c) * halfX - Math.abs(d) * halfY;
  return right < panel.width / 2 && up < panel.height / 2;
}

/** The level that a panel draws of an image; min and max never skip a pixel. */
export function plannedLevel(image: ImageDescription, at: PlanView, statistic: Statistic): number {
  const isComplete = statistic === "min" || statistic === "max";
  return levelFor(at.view, at.devicePixelRatio, { levels: image.levels, isComplete });
}

/**
 * Tiles of one plane that a panel shows at its level, nearest to the middle of the panel first. At full resolution a panel
 * of 1000 by 800 device pixels needs nine at most.
 */
export function planTiles(image: ImageDescription, at: PlanView, plane: TilePlane, level: number): TileAddress[] {
  const seen = visibleBox(at.view, at.panel);
  const size = levelSize(image, level);
  const [column0, column1] = range(seen.x0, seen.x1, level, Math.ceil(size.width / TILE_SIDE));
  const [row0, row1] = range(seen.y0, seen.y1, level, Math.ceil(size.height / TILE_SIDE));
  const tiles: { address: TileAddress; distance: number }[] = [];
  for (let row = row0; row < row1; row++) {
    for (let column = column0; column < column1; column++) {
      const address: TileAddress = { level, column, row, plane };
      const box = tileBox(image, address);
      if (!isSeen(box, at)) continue;
      const distance = Math.hypot((box.x0 + box.x1) / 2 - at.view.x, (box.y0 + box.y1) / 2 - at.view.y);
      tiles.push({ address, distance });
    }
  }
  return tiles.sort((one, other) => one.distance - other.distance).map(({ address }) => address);
}

/** The tile of a coarser level that covers a tile. */
export function ancestor(address: TileAddress, level: number): TileAddress {
  const steps = 2 ** (level - address.level);
  return { ...address, level, column: Math.floor(address.column / steps), row: Math.floor(address.row / steps) };
}

/**
 * What is drawn in the place of a tile that is not here: the finest coarser one of its plane; else, for min and max, the mean,
 * which has their unit. Standard deviation and mask have no stand-in.
 * @returns null when nothing stands in
 */
export function standIn(
  address: TileAddress,
  levels: number,
  isHere: (address: TileAddress) => boolean,
): TileAddress | null {
  const planes: TilePlane[] =
    address.plane === "min" || address.plane === "max" ? [address.plane, "mean"] : [address.plane];
  for (const plane of planes) {
    for (let level = address.level; level < levels; level++) {
      const candidate = ancestor({ ...address, plane }, level);
      if (isHere(candidate)) return candidate;
    }
  }
  return null;
}
