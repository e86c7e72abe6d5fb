// Original pixels with the level of their amplifier subtracted and unusable ones as NaN: what scores and depths are
// measured on. The wavelet plane is only used to find things.

import type { Kernels } from "../kernels";
import type { CleanedBox, CleanedImage } from "../kernels/cleaning";
import type { Stamp } from "./blob-score";
import type { InclusiveBox } from "./stamp";

export interface LevelledPixels {
  width: number;
  height: number;
  kernels: Kernels;
  /** byte offset of float32 [height × width]: as given where good, level not subtracted */
  pixels: number;
  /** byte offset of uint8 [height × width]: not 0: not to be used; bright pixels included */
  bad: number;
  /** amplifiers that have a level and a noise */
  boxes: readonly CleanedBox[];
  /** byte offset of the same for assembly/stamps.ts */
  boxTable: number;
}

const BOX_BYTES = 24;

/** Pixels of a cleaned image; a small table stays in the arena until the caller releases it. */
export function levelledPixels(
  kernels: Kernels,
  { width, height }: { width: number; height: number },
  { pixels, bad, boxes }: CleanedImage,
): LevelledPixels {
  const boxTable = kernels.allocate(BOX_BYTES * boxes.length);
  boxes.forEach((box, i) => {
    const { x0, y0 } = box;
    kernels.int32(boxTable + BOX_BYTES * i, 4).set([x0, y0, x0 + box.width, y0 + box.height]);
    kernels.float64(boxTable + BOX_BYTES * i + 16, 1)[0] = box.level;
  });
  return { width, height, kernels, pixels, bad, boxes, boxTable };
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
  const { kernels } = source;
  const [width, height] = [box.x1 - box.x0 + 1, box.y1 - box.y0 + 1];
  const mark = kernels.mark();
  const out = kernels.allocate(8 * width * height);
  writeLevelledWide(source, box, out);
  const pixels = kernels.float64(out, width * height).slice();
  kernels.release(mark);
  return { width, height, pixels };
}

/** The same as float64 in kernel memory, at `out`. */
export function writeLevelledWide(source: LevelledPixels, box: InclusiveBox, out: number): void {
  cutInto(source, box, out, box.x1 - box.x0 + 1, true);
}

/**
 * The same as float32 into a stamp in kernel memory.
 *
 * @param out byte offset of float32, as many as the box has pixels
 * @param margin so many pixels along the border of the box are left as they are
 */
export function writeLevelled(source: LevelledPixels, box: InclusiveBox, out: number, margin = 0): void {
  const width = box.x1 - box.x0 + 1;
  const inner = { x0: box.x0 + margin, x1: box.x1 - margin, y0: box.y0 + margin, y1: box.y1 - margin };
  cutInto(source, inner, out + 4 * margin * (width + 1), width, false);
}

function cutInto(source: LevelledPixels, box: InclusiveBox, out: number, stride: number, isWide: boolean): void {
  const { kernels, pixels, bad, width, boxTable, boxes } = source;
  const { x0, y0, x1, y1 } = box;
  const wide = isWide ? 1 : 0;
  kernels.exports.cutLevelled(pixels, bad, width, boxTable, boxes.length, x0, y0, x1 + 1, y1 + 1, out, stride, wide);
}
