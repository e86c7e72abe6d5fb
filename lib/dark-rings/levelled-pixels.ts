// Original pixels with the level of their amplifier subtracted and unusable ones as NaN: what scores and depths are
// measured on. The wavelet plane is only used to find things.

import type { CleanedBox } from "../kernels/cleaning";
import type { Stamp } from "./blob-score";
import type { InclusiveBox } from "./stamp";

export interface LevelledPixels {
  width: number;
  height: number;
  /** as given, level not subtracted */
  pixels: Float32Array;
  /** not 0: not to be used; bright pixels included. A new view on each call: kernel memory may have grown */
  bad(): Uint8Array;
  /** amplifiers that have a level and a noise */
  boxes: readonly CleanedBox[];
}

/** Noise of one pixel at a place, image units; null outside of every amplifier with good pixels. */
export function noiseAt(source: LevelledPixels, x: number, y: number): number | null {
  return boxAt(source.boxes, x, y)?.noise ?? null;
}

function boxAt(boxes: readonly CleanedBox[], x: number, y: number): CleanedBox | undefined {
  return boxes.find((box) => x >= box.x0 && x < box.x0 + box.width && y >= box.y0 && y < box.y0 + box.height);
}

/** Pixels of a box; NaN where they are not to be used or lie outside of the image. Unit of the image. */
export function cutLevelled(source: LevelledPixels, box: InclusiveBox): Stamp {
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const pixels = new Float64Array(width * height);
  writeLevelled(source, box, pixels);
  return { width, height, pixels };
}

/**
 * The same into an array of the caller.
 *
 * @param margin so many pixels along the border of the box are left as they are
 */
export function writeLevelled(
  source: LevelledPixels,
  box: InclusiveBox,
  out: Float64Array | Float32Array,
  margin = 0,
): void {
  const width = box.x1 - box.x0 + 1;
  const bad = source.bad();
  const inner = { x0: box.x0 + margin, x1: box.x1 - margin, y0: box.y0 + margin, y1: box.y1 - margin };
  for (let y = inner.y0; y <= inner.y1; y++) {
    const row = (y - box.y0) * width - box.x0;
    out.fill(Number.NaN, row + inner.x0, row + inner.x1 + 1);
  }
  for (const { x0, y0, width: w, height: h, level } of source.boxes) {
    const [first, end] = [Math.max(x0, inner.x0), Math.min(x0 + w, inner.x1 + 1)];
    if (first >= end) continue;
    for (let y = Math.max(y0, inner.y0); y < Math.min(y0 + h, inner.y1 + 1); y++) {
      const from = y * source.width;
      const to = (y - box.y0) * width - box.x0;
      for (let x = first; x < end; x++) if (!bad[from + x]) out[to + x] = source.pixels[from + x]! - level;
    }
  }
}
