// Float pixels to RGBA, origin lower left: row 0 of the image is the last row of the canvas.
import type { Curve, Limits } from "./stretch";
import { stretchValue } from "./stretch";

/** What is drawn where there is no pixel: outside the detector, or NaN. Opaque mid-blue, in no grey or viridis table. */
export const NO_PIXEL = 0xff5b3a2e;

/** A rectangle of pixels, `pixels[y * width + x]`, in one unit. */
export interface PixelImage {
  width: number;
  height: number;
  pixels: Float32Array;
}

const CURVE_STEPS = 4096;

/** The curve and the colours folded into one table, so that painting is one lookup a pixel. */
function foldCurve(table: Uint32Array, curve: Curve): Uint32Array {
  const folded = new Uint32Array(CURVE_STEPS);
  for (let i = 0; i < CURVE_STEPS; i++) {
    const shade = stretchValue(i / (CURVE_STEPS - 1), { low: 0, high: 1 }, curve);
    folded[i] = table[Math.round(shade * 255)] ?? 0;
  }
  return folded;
}

/**
 * Paints an image into packed RGBA, flipped so that y grows upwards. Non-finite pixels get NO_PIXEL.
 * Cost: one pass; nothing is allocated but a table of 4096 entries.
 * @param target packed RGBA, width * height entries, overwritten
 * @param table 256 packed colours
 */
export function paintPixels(
  image: PixelImage,
  limits: Limits,
  curve: Curve,
  table: Uint32Array,
  target: Uint32Array,
): void {
  const { width, height, pixels } = image;
  const folded = foldCurve(table, curve);
  const scale = (CURVE_STEPS - 1) / (limits.high - limits.low);
  for (let y = 0; y < height; y++) {
    const row = (height - 1 - y) * width;
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? Number.NaN;
      const step = Math.min(CURVE_STEPS - 1, Math.max(0, Math.round((value - limits.low) * scale)));
      target[row + x] = Number.isFinite(value) ? (folded[step] ?? NO_PIXEL) : NO_PIXEL;
    }
  }
}

/** The middle of a square image, `size` pixels wide: less context around the same centre. */
export function cropCentre(image: PixelImage, size: number): PixelImage {
  if (size >= image.width) return image;
  const offset = (image.width - size) >> 1;
  const pixels = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const from = (y + offset) * image.width + offset;
    pixels.set(image.pixels.subarray(from, from + size), y * size);
  }
  return { width: size, height: size, pixels };
}
