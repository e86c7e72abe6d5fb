// One pixel of an image, exact.

import { InvalidParameterError } from "../errors";
import { shortestFloat32 } from "../readers/catalogs/float32-text";
import type { PixelArray } from "../readers/fits";
import { keepPlane } from "./kept-planes";
import type { Layer } from "./layer";
import { type OpenedImage, withImageFile } from "./open-image";

export interface PixelAnswer {
  /** null: NaN, or infinite as the text says */
  value: number | null;
  /** all digits that the file's type has, and no more */
  text: string;
  /** bits; null: no mask */
  mask: number | null;
}

/**
 * Reads one pixel of level 0. From an uncompressed file it comes in the file's own type (float64 and int64 with all their
 * digits), otherwise as float32 like the tiles.
 *
 * @param image opened
 * @param x pixel, 0-based
 * @param y pixel, as x
 * @returns value and bits of the mask
 * @throws InvalidParameterError outside of the image; as the reader
 */
export async function readPixel(image: OpenedImage, x: number, y: number): Promise<PixelAnswer> {
  const { width, height } = image.pixels;
  if (x < 0 || y < 0 || x >= width || y >= height) {
    const found = `pixel ${x}, ${y}`;
    throw new InvalidParameterError({ place: image.facts.name, found, expected: `within ${width} x ${height}` });
  }
  const pixels = await valueAt(image, image.pixels, x, y);
  const mask = image.mask ? await valueAt(image, image.mask, x, y) : null;
  const value = Number(pixels[0]);
  const text = pixels instanceof Float32Array ? shortestFloat32(value) : String(pixels[0]);
  return { value: Number.isFinite(value) ? value : null, text, mask: mask ? Number(mask[0]) : null };
}

async function valueAt(image: OpenedImage, layer: Layer, x: number, y: number): Promise<PixelArray> {
  const { loadValue } = layer;
  if (loadValue && image.isSeekable) return withImageFile(image, (file) => loadValue(file, x, y));
  const { kernels, offset, width } = await keepPlane(image, layer);
  const at = offset + 4 * (y * width + x);
  return layer.isMask ? kernels.int32(at, 1).slice() : kernels.float32(at, 1).slice();
}
