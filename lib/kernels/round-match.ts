// Matched filters for round dark features, blobs and rings, about trial centres of a stamp.

import type { Kernels } from "./index";

/** exp(-(r - radius)² / (2 width²)); a blob has radius 0. Pixels. */
export interface RoundTemplate {
  radiusPixels: number;
  widthPixels: number;
}

export interface RoundMatch {
  x: number;
  y: number;
  /** best blob and best ring at this centre; depth / noise of one pixel = matched signal to noise; null: none positive */
  blob: (RoundTemplate & { depth: number }) | null;
  ring: (RoundTemplate & { depth: number }) | null;
}

export interface RoundMatcher {
  /** pixels on each side of the stamp; its middle pixel is (size - 1) / 2 */
  readonly size: number;
  /** the stamp in kernel memory, to be filled by the caller: float32 [size × size], NaN not to be used */
  stamp(): Float32Array;
  /** byte offset of the stamp */
  readonly stampOffset: number;
  /** templates whose window is at most `reachPixels`, at one centre, in stamp coordinates */
  match(x: number, y: number, reachPixels: number): RoundMatch;
  /**
   * The best centre near one on half pixels, by descent in steps of 2, 1 and 0.5 px, at most FARTHEST_PIXELS from the
   * middle of the stamp; null when the depth at the first place is under `leastDepth`.
   */
  search(x: number, y: number, reachPixels: number, leastDepth: number): RoundMatch | null;
}

const RINGS_PER_PIXEL = 2;
/** The window of a template goes this far beyond its radius: the annulus that gives the local level. */
const WINDOW_WIDTHS = 3;
const WINDOW_PIXELS = 4;
/** Beyond so many widths from its radius a template does not matter: 3e-4 of its peak. */
const SUPPORT_WIDTHS = 4;
/** How far from the middle of the stamp centres may lie: so far no window loses pixels. */
export const FARTHEST_PIXELS = 6;

/**
 * Prepares matched filters: depth = Σ (m - mean m) d / |m - mean m| over a round window, d = -pixel, m the template at
 * the middle of rings half a pixel wide; the mean in the window is the local level, fitted with the depth.
 *
 * Border: pixels outside of the stamp are missing; a template with less than 60 % of its window is left out. NaN: left
 * out. Cost: one pass over the stamp and about 30 × 3 operations a template for each centre; tables stay in the arena
 * until the caller releases it.
 * It cannot tell several features within one window from a single one, and a gradient cancels only about a centre.
 *
 * @param blobs templates of radius 0
 * @param rings templates with a radius
 */
export function createRoundMatcher(
  kernels: Kernels,
  blobs: readonly RoundTemplate[],
  rings: readonly RoundTemplate[],
): RoundMatcher {
  const templates = [...blobs, ...rings];
  const tableRings = 4 * Math.ceil((Math.max(...templates.map(windowPixels)) * RINGS_PER_PIXEL) / 4);
  const stride = tableRings + 4;
  const reach = Math.ceil(tableRings / RINGS_PER_PIXEL) + FARTHEST_PIXELS + 1;
  const size = 2 * reach + 1;
  const tables = kernels.allocate(4 * stride * templates.length);
  const stamp = kernels.allocate(4 * size * size);
  const scratch = kernels.allocate(48 * tableRings);
  templates.forEach((template, t) => {
    writeTemplate(template, kernels.float32(tables + 4 * stride * t, stride));
  });
  const { exports } = kernels;
  const [count, blobCount] = [templates.length, blobs.length];
  const halves = kernels.allocate(exports.searchBytes(tableRings, count));
  exports.prepareSearch(halves, size, tables, count, tableRings);
  let view = kernels.float32(stamp, size * size);
  const found = (index: number, depth: number) => (index < 0 ? null : { ...templates[index]!, depth });
  const matched = (x: number, y: number): RoundMatch => ({
    x,
    y,
    blob: found(exports.matchedBlob(), exports.matchedBlobDepth()),
    ring: found(exports.matchedRing(), exports.matchedRingDepth()),
  });
  return {
    size,
    stampOffset: stamp,
    stamp() {
      if (view.buffer !== kernels.memory.buffer) view = kernels.float32(stamp, size * size);
      return view;
    },
    match(x, y, reachPixels) {
      const reachRings = Math.ceil(reachPixels * RINGS_PER_PIXEL);
      const isOnHalves = Number.isInteger(2 * x) && Number.isInteger(2 * y);
      if (isOnHalves) {
        exports.matchOnHalves(halves, stamp, size, x, y, tables, count, blobCount, tableRings, reachRings, scratch);
      } else exports.matchRound(stamp, size, x, y, tables, count, blobCount, tableRings, reachRings, scratch);
      return matched(x, y);
    },
    search(x, y, reachPixels, leastDepth) {
      const isPursued = exports.searchRound(
        halves,
        stamp,
        size,
        x,
        y,
        tables,
        count,
        blobCount,
        tableRings,
        Math.ceil(reachPixels * RINGS_PER_PIXEL),
        scratch,
        leastDepth,
        FARTHEST_PIXELS,
      );
      return isPursued === 0 ? null : matched(exports.searchedX(), exports.searchedY());
    },
  };
}

/** Header and values of one template, as assembly/match.ts reads them. */
function writeTemplate(template: RoundTemplate, table: Float32Array): void {
  const window = Math.ceil(windowPixels(template) * RINGS_PER_PIXEL);
  const { radiusPixels, widthPixels } = template;
  const rings = table.length - 4;
  const first = Math.max(0, (radiusPixels - SUPPORT_WIDTHS * widthPixels) * RINGS_PER_PIXEL);
  const end = Math.min(window, (radiusPixels + SUPPORT_WIDTHS * widthPixels) * RINGS_PER_PIXEL);
  table.fill(0);
  table.set([window, 4 * Math.floor(first / 4), Math.min(rings, 4 * Math.ceil(end / 4))]);
  for (let k = Math.floor(first); k < end; k++) table[4 + k] = profile(template, (k + 0.5) / RINGS_PER_PIXEL);
}

/** Value of a template at a distance from its centre; 1 at its peak. */
export function profile({ radiusPixels, widthPixels }: RoundTemplate, distancePixels: number): number {
  return Math.exp(-0.5 * ((distancePixels - radiusPixels) / widthPixels) ** 2);
}

/** Radius of the window in which a template and its local level are fitted. */
export function windowPixels({ radiusPixels, widthPixels }: RoundTemplate): number {
  return radiusPixels + WINDOW_WIDTHS * widthPixels + WINDOW_PIXELS;
}
