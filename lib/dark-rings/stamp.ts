// Rectangles of pixels cut out of an image.

import type { Stamp } from "./blob-score";

export interface InclusiveBox {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

/**
 * Square stamp of original pixels about a centre; NaN outside of the image.
 *
 * The corner is round(centre) - size / 2 (rounded down for odd sizes), with halves rounded to even as Python does.
 *
 * @param image pixels[y * width + x]
 * @param centreX 0-based, detector frame
 * @param centreY 0-based, detector frame
 * @param size pixels on each side
 * @returns Float32Array[size × size], row by row, unit of the image
 */
export function cutStamp(
  image: { width: number; height: number; pixels: Float32Array },
  centreX: number,
  centreY: number,
  size: number,
): Float32Array<ArrayBuffer> {
  const stamp = new Float32Array(size * size).fill(Number.NaN);
  const x0 = roundHalfToEven(centreX) - Math.floor(size / 2);
  const y0 = roundHalfToEven(centreY) - Math.floor(size / 2);
  const first = Math.max(0, x0);
  const end = Math.min(image.width, x0 + size);
  if (first >= end) return stamp;
  for (let y = Math.max(0, y0); y < Math.min(image.height, y0 + size); y++) {
    const row = image.pixels.subarray(y * image.width + first, y * image.width + end);
    stamp.set(row, (y - y0) * size + first - x0);
  }
  return stamp;
}

/** Nearest whole number; a half goes to the even neighbour, as in Python and numpy. */
export function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

/** The box grown by `pad` pixels on each side, as far as the image goes. */
export function padBox(box: InclusiveBox, pad: number, image: { width: number; height: number }): InclusiveBox {
  return {
    x0: Math.max(0, box.x0 - pad),
    x1: Math.min(image.width - 1, box.x1 + pad),
    y0: Math.max(0, box.y0 - pad),
    y1: Math.min(image.height - 1, box.y1 + pad),
  };
}

/** Pixels of a box as float64. */
export function cutBox(image: { width: number; pixels: Float32Array }, box: InclusiveBox): Stamp {
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const pixels = new Float64Array(width * height);
  let at = 0;
  for (let y = box.y0; y <= box.y1; y++) {
    const row = y * image.width;
    for (let x = box.x0; x <= box.x1; x++) pixels[at++] = image.pixels[row + x]!;
  }
  return { width, height, pixels };
}
