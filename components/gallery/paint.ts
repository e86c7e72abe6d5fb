// Float pixels to RGBA, origin lower left: row 0 of the image is the last row of the canvas.
import { type ColorMap, colorTable, noPixelColor } from "./color-maps";
import { type Curve, curveValue, equalised, type Limits } from "./stretch";

/** What is drawn where there is no pixel: outside the detector, or NaN. Opaque mid-blue, in no grey or viridis table. */
export const NO_PIXEL = noPixelColor("grey");

/** A rectangle of pixels, `pixels[y * width + x]`, in one unit. */
export interface PixelImage {
  width: number;
  height: number;
  pixels: Float32Array;
}

/** Even places between the limits at which the colour is known. */
export const SHADE_STEPS = 4096;

/** Curve, colours, inversion, contrast and bias folded into one table: painting is one lookup a pixel. */
export interface Shades {
  /** SHADE_STEPS packed colours from the lower to the upper limit */
  table: Uint32Array<ArrayBuffer>;
  /** packed colour of a pixel that is not finite */
  noPixel: number;
}

export interface ShadeChoice {
  curve: Curve;
  map: ColorMap;
  isInverted: boolean;
  /** as in DS9, after the curve: level = (shade − bias) · contrast + 0.5; 1 and 0.5 when left out */
  contrast?: number;
  bias?: number;
}

/**
 * Folds a look into one table.
 * @param spread pixels whose ranks the histogram curve takes, and the limits; the other curves need none, and histogram without
 * them is linear
 */
export function foldCurve(choice: ShadeChoice, spread?: { sample: ArrayLike<number>; limits: Limits }): Shades {
  const { curve, map, contrast = 1, bias = 0.5 } = choice;
  const colors = colorTable(map, choice.isInverted);
  const ranks = curve === "histogram" && spread ? equalised(spread.sample, spread.limits, SHADE_STEPS) : null;
  const table = new Uint32Array(SHADE_STEPS);
  for (let i = 0; i < SHADE_STEPS; i++) {
    const place = i / (SHADE_STEPS - 1);
    const shade = curve === "histogram" ? (ranks?.[i] ?? place) : curveValue(place, curve);
    const level = Math.min(1, Math.max(0, (shade - bias) * contrast + 0.5));
    table[i] = colors[Math.round(level * 255)] ?? 0;
  }
  return { table, noPixel: noPixelColor(map) };
}

/**
 * Paints an image into packed RGBA, flipped so that y grows upwards. Non-finite pixels get the colour of no pixel.
 * Cost: one pass; nothing is allocated.
 * @param target packed RGBA, width * height entries, overwritten
 */
export function paintPixels(image: PixelImage, limits: Limits, shades: Shades, target: Uint32Array): void {
  const { width, height, pixels } = image;
  const { table, noPixel } = shades;
  const scale = (SHADE_STEPS - 1) / (limits.high - limits.low);
  for (let y = 0; y < height; y++) {
    const row = (height - 1 - y) * width;
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? Number.NaN;
      const step = Math.min(SHADE_STEPS - 1, Math.max(0, Math.round((value - limits.low) * scale)));
      target[row + x] = Number.isFinite(value) ? (table[step] ?? noPixel) : noPixel;
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
