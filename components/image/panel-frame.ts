// From what a panel shows to what a renderer draws: which tiles are wanted, which are here, and what stands in for the others.
import { levelSize, type Statistic, TILE_SIDE, type TileAddress } from "@/lib/images/description";
import type { ImageLook } from "../gallery/look";
import { foldCurve, type Shades } from "../gallery/paint";
import type { Limits } from "../gallery/stretch";
import type { ImageSource } from "./image-source";
import type { MaskDraw, PanelFrame, Quad } from "./renderer";
import { plannedLevel, planTiles, standIn, type TilePlane, tileBox } from "./tile-plan";
import { type TileRequest, type TileStore, tileKey } from "./tile-store";
import type { View } from "./view";

/** What a panel shows. */
export interface PanelDraw {
  /** CSS pixels from the canvas's upper left corner */
  rect: { left: number; top: number; width: number; height: number };
  /** null: nothing is drawn there */
  source: ImageSource | null;
  view: View;
  /** null: no pixel is finite */
  limits: Limits | null;
  look: ImageLook;
  statistic: Statistic;
  mask: MaskDraw | null;
}

/** True when two lists of panels give one picture, as long as the same tiles are here. */
export function areSameDraws(one: readonly PanelDraw[], other: readonly PanelDraw[]): boolean {
  if (one.length !== other.length) return false;
  const plain = ({ source: _, ...rest }: PanelDraw) => JSON.stringify(rest);
  return one.every((panel, i) => {
    const second = other[i];
    return second !== undefined && panel.source === second.source && plain(panel) === plain(second);
  });
}

/** Device pixels by which pixel middles are moved off the edges between image pixels: at 1:1 they would lie on them. */
const OFF_EDGE = 1 / 256;
/** Limits of an image without a finite pixel: all of it has the colour of no pixel. */
const ANY_LIMITS: Limits = { low: 0, high: 1 };

/** Tiles that a panel needs, the most needed first; the mask's last. */
export function wantedTiles(panel: PanelDraw, devicePixelRatio: number): TileRequest[] {
  const { source, rect, view, statistic, mask } = panel;
  if (!source || rect.width <= 0 || rect.height <= 0) return [];
  const at = { view, panel: rect, devicePixelRatio };
  const level = plannedLevel(source.description, at, statistic);
  const hasMask = mask !== null && mask.bits.length > 0 && source.description.maskPlanes.length > 0;
  const planes: TilePlane[] = hasMask ? [statistic, "mask"] : [statistic];
  return planes.flatMap((plane) =>
    planTiles(source.description, at, plane, level).map((address) => ({ source, address })),
  );
}

/** The first of each list, then the second of each: every panel gets its middle before any gets its edges. */
export function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

/** A panel for a renderer: every wanted tile that is here, coarser ones for those that are not, nothing where there is none. */
export function panelFrame(
  panel: PanelDraw,
  wanted: readonly TileRequest[],
  given: { store: TileStore; devicePixelRatio: number; shades: Shades },
): PanelFrame {
  const { rect, view, mask } = panel;
  const ratio = given.devicePixelRatio;
  const [a, b, c, d] = view.matrix;
  const matrix = [a * ratio, b * ratio, c * ratio, d * ratio] as const;
  const area = matrix[0] * matrix[3] - matrix[1] * matrix[2];
  const off = {
    x: ((matrix[3] - matrix[1]) / area) * OFF_EDGE,
    y: ((matrix[0] - matrix[2]) / area) * OFF_EDGE,
  };
  const [left, top] = [Math.round(rect.left * ratio), Math.round(rect.top * ratio)];
  const quads = (isMask: boolean) =>
    wanted
      .filter(({ address }) => (address.plane === "mask") === isMask)
      .map((request) => quadOf(request, given.store))
      .filter((quad) => quad !== null);
  return {
    left,
    top,
    width: Math.round((rect.left + rect.width) * ratio) - left,
    height: Math.round((rect.top + rect.height) * ratio) - top,
    view: { x: view.x + off.x, y: view.y + off.y, matrix },
    limits: panel.limits ?? ANY_LIMITS,
    shades: given.shades,
    quads: quads(false),
    mask: mask && { draw: mask, quads: quads(true) },
  };
}

function quadOf(request: TileRequest, store: TileStore): Quad | null {
  const { source, address } = request;
  const find = (candidate: TileAddress) => store.find({ source, address: candidate });
  const here = standIn(address, source.description.levels, (candidate) => find(candidate) !== undefined);
  const tile = here && find(here);
  if (!here || !tile) return null;
  const { x0, y0 } = tileBox(source.description, here);
  return {
    key: tileKey({ source, address: here }),
    tile,
    box: tileBox(source.description, address),
    origin: { x: x0, y: y0 },
    step: 2 ** here.level,
  };
}

/** Tables of shades, made once for equal looks; the histogram's also for equal limits and image. */
export class ShadeCache {
  private readonly shades = new Map<string, Shades>();

  shadesOf({ look, limits, source }: PanelDraw): Shades {
    const { curve, map, isInverted, contrast, bias } = look;
    const spread =
      curve === "histogram" && source && limits ? { sample: source.description.sample, limits } : undefined;
    const key = JSON.stringify([curve, map, isInverted, contrast, bias, spread && [source?.description.key, limits]]);
    const known = this.shades.get(key);
    if (known) return known;
    // a drag of contrast makes a new table each frame: sixty-four are enough for nine panels and a blink
    if (this.shades.size >= 64) for (const old of [...this.shades.keys()].slice(0, 32)) this.shades.delete(old);
    const made = foldCurve({ curve, map, isInverted, contrast, bias }, spread);
    this.shades.set(key, made);
    return made;
  }
}

/** Value of the full-resolution pixel at a place, if its tile is here. */
export function peekPixel(store: TileStore, source: ImageSource, x: number, y: number): number | undefined {
  const size = levelSize(source.description, 0);
  if (x < 0 || y < 0 || x >= size.width || y >= size.height) return undefined;
  const [column, row] = [Math.floor(x / TILE_SIDE), Math.floor(y / TILE_SIDE)];
  const tile = store.find({ source, address: { level: 0, column, row, plane: "mean" } });
  return tile?.pixels[(y - row * TILE_SIDE) * tile.width + (x - column * TILE_SIDE)];
}
