// What a renderer is given: textures by name, and for each panel rectangles of image pixels with the tile that fills them.
import type { Tile } from "@/lib/images/description";
import type { Shades } from "../gallery/paint";
import type { Limits } from "../gallery/stretch";
import type { ImageBox, View } from "./view";

/** A tile in the place of a rectangle of the image: itself, or a coarser one that stands in. */
export interface Quad {
  /** names the tile among all images; a renderer keeps what it made of it by this */
  key: string;
  tile: Tile;
  /** image pixels to fill */
  box: ImageBox;
  /** image place of the lower left corner of the tile's first pixel, and image pixels a pixel of it each way */
  origin: { x: number; y: number };
  step: number;
}

export interface MaskDraw {
  bits: readonly { bit: number; color: readonly [number, number, number] }[];
  /** 0 to 1 */
  opacity: number;
}

/** One panel in device pixels: its rectangle from the canvas's upper left corner, and device pixels a CSS pixel. */
export interface PanelFrame {
  left: number;
  top: number;
  width: number;
  height: number;
  /** of the image, device pixels right of and above the middle */
  view: View;
  limits: Limits;
  shades: Shades;
  quads: readonly Quad[];
  mask: { draw: MaskDraw; quads: readonly Quad[] } | null;
}

export interface Renderer {
  readonly kind: "webgl2" | "canvas";
  /** largest side of the canvas, device pixels */
  readonly largestSide: number;
  /** false while the graphics card is lost: nothing is drawn, and a restored one asks for a frame by itself */
  readonly isReady: boolean;
  /** makes a tile ready so that its first drawing costs nothing */
  prepare(key: string, tile: Tile): void;
  /** draws all panels and clears what lies between; the canvas has its size already */
  draw(panels: readonly PanelFrame[]): void;
  /** waits until the card has drawn */
  finish(): void;
  /** lets go of what was made of tiles whose key begins so */
  drop(prefix: string): void;
  dispose(): void;
}

/**
 * Colour of a mask value: the mean of the colours of those of its bits that are drawn.
 * @returns null when none is drawn
 */
export function maskColor(value: number, bits: MaskDraw["bits"]): [number, number, number] | null {
  let count = 0;
  const sum: [number, number, number] = [0, 0, 0];
  for (const { bit, color } of bits) {
    if (((value >>> bit) & 1) === 0) continue;
    count++;
    for (let i = 0; i < 3; i++) sum[i] = (sum[i] ?? 0) + (color[i] ?? 0);
  }
  return count === 0 ? null : [sum[0] / count, sum[1] / count, sum[2] / count];
}

/** The image place in the tile's own pixels: column and row, the first pixel from 0 to 1. */
export function inTile(quad: Quad, x: number, y: number): { u: number; v: number } {
  return { u: (x - quad.origin.x) / quad.step, v: (y - quad.origin.y) / quad.step };
}

/** The part of a box that a panel shows, with a margin of one image pixel: keeps numbers small at 64:1. */
export function clippedBox(box: ImageBox, seen: ImageBox): ImageBox | null {
  const clipped = {
    x0: Math.max(box.x0, Math.floor(seen.x0) - 1.5),
    y0: Math.max(box.y0, Math.floor(seen.y0) - 1.5),
    x1: Math.min(box.x1, Math.ceil(seen.x1) + 1.5),
    y1: Math.min(box.y1, Math.ceil(seen.y1) + 1.5),
  };
  return clipped.x0 < clipped.x1 && clipped.y0 < clipped.y1 ? clipped : null;
}
