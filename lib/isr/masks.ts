// Bad pixels from the mask that lies beside an image.

import type { FitsFile } from "@/lib/readers/fits";
import { readIntegerImage } from "@/lib/readers/fits";
import { maskBits } from "@/lib/readers/surveys";

/** Mask planes of the LSST Science Pipelines whose pixels are no measurement of the sky or the dark. */
export const BAD_PLANES = [
  "BAD",
  "SAT",
  "NO_DATA",
  "EDGE",
  "SUSPECT",
  "CR",
  "CROSSTALK",
  "INTRP",
  "UNMASKEDNAN",
] as const;

/** Bad pixels, and what part of all pixels is saturated. */
export interface BadPixels {
  /** 1 = bad; null when none is */
  bad: Uint8Array | null;
  saturatedFraction: number | null;
}

/**
 * Reads a mask plane with MP_ keywords.
 *
 * @param file the file
 * @param hdu index of the mask's HDU
 * @param size of the image that it belongs to
 * @param badPlanes names of planes that make a pixel bad; those that the mask does not have are ignored
 * @returns bad pixels; null when the mask has another size than the image
 */
export async function readNamedMask(
  file: FitsFile,
  hdu: number,
  size: { width: number; height: number },
  badPlanes: readonly string[],
): Promise<BadPixels | null> {
  const bits = maskBits(file.hdus[hdu]!);
  const wanted = badPlanes.reduce((sum, name) => (bits.has(name) ? sum | (1 << bits.get(name)!) : sum), 0);
  const mask = await readIntegerImage(file, hdu);
  if (mask.width !== size.width || mask.height !== size.height) return null;
  const saturated = bits.has("SAT") ? 1 << bits.get("SAT")! : 0;
  let saturatedCount = 0;
  if (saturated !== 0) for (const value of mask.pixels) if ((value & saturated) !== 0) saturatedCount++;
  return {
    bad: flagged(mask.pixels, wanted),
    saturatedFraction: saturated === 0 ? null : saturatedCount / mask.pixels.length,
  };
}

/**
 * Reads a data-quality plane in which every pixel but 0 is bad.
 *
 * @param file the file
 * @param hdu index of the plane's HDU
 * @param size of the image that it belongs to
 * @returns bad pixels; null when the plane has another size than the image
 */
export async function readQualityPlane(
  file: FitsFile,
  hdu: number,
  size: { width: number; height: number },
): Promise<BadPixels | null> {
  const mask = await readIntegerImage(file, hdu);
  if (mask.width !== size.width || mask.height !== size.height) return null;
  return { bad: flagged(mask.pixels, -1), saturatedFraction: null };
}

function flagged(mask: Int32Array, bits: number): Uint8Array | null {
  const bad = new Uint8Array(mask.length);
  let any = 0;
  for (let i = 0; i < mask.length; i++) {
    const isBad = (mask[i]! & bits) !== 0 ? 1 : 0;
    bad[i] = isBad;
    any |= isBad;
  }
  return any === 0 ? null : bad;
}
