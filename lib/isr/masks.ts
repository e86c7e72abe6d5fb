// Bad pixels from the mask that lies beside an image.

import { UnsupportedFormatError } from "@/lib/errors";
import { type FitsFile, readImage, readIntegerImage } from "@/lib/readers/fits";
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

/** Rows of a mask in memory at a time. */
const STRIP_ROWS = 256;
/** Integers below this are exact in float32. */
const FLOAT_EXACT = 2 ** 24;

/** Bad pixels, and what part of all pixels is saturated. */
export interface BadPixels {
  /** 1 = bad; null when none is */
  bad: Uint8Array | null;
  saturatedFraction: number | null;
}

/** A mask plane of a file, and the image that it belongs to. */
export interface MaskPlane {
  hdu: number;
  width: number;
  height: number;
}

/**
 * Reads a mask plane with MP_ keywords.
 *
 * @param file the file
 * @param plane which HDU, and the size that it must have
 * @param badPlanes names of planes that make a pixel bad; those that the mask does not have are ignored
 * @returns bad pixels
 * @throws UnsupportedFormatError when the mask has another size; as readImage
 */
export async function readNamedMask(
  file: FitsFile,
  plane: MaskPlane,
  badPlanes: readonly string[],
): Promise<BadPixels> {
  const bits = maskBits(file.hdus[plane.hdu]!);
  const bitOf = (name: string) => (bits.has(name) ? 1 << bits.get(name)! : 0);
  const wanted = badPlanes.reduce((sum, name) => sum | bitOf(name), 0);
  const { bad, saturatedCount } = await readFlags(file, plane, wanted, bitOf("SAT"));
  return { bad, saturatedFraction: bits.has("SAT") ? saturatedCount / (plane.width * plane.height) : null };
}

/**
 * Reads a data-quality plane in which every pixel but 0 is bad.
 *
 * @param file the file
 * @param plane which HDU, and the size that it must have
 * @returns bad pixels
 * @throws UnsupportedFormatError when the plane has another size; as readImage
 */
export async function readQualityPlane(file: FitsFile, plane: MaskPlane): Promise<BadPixels> {
  const { bad } = await readFlags(file, plane, -1, 0);
  return { bad, saturatedFraction: null };
}

interface Flags {
  bad: Uint8Array | null;
  saturatedCount: number;
}

/** In strips, so that a mask of 32 bits a pixel is never whole in memory; whole only when a bit beyond the 24th is set. */
async function readFlags(file: FitsFile, plane: MaskPlane, wanted: number, saturated: number): Promise<Flags> {
  requireSize(file, plane);
  const bad = new Uint8Array(plane.width * plane.height);
  const counts = { bad: 0, saturated: 0 };
  for (let y0 = 0; y0 < plane.height; y0 += STRIP_ROWS) {
    const section = { x0: 0, x1: plane.width, y0, y1: Math.min(plane.height, y0 + STRIP_ROWS) };
    const { pixels } = await readImage(file, plane.hdu, { section });
    const start = y0 * plane.width;
    if (isExact(pixels)) {
      flagPixels(pixels, bad.subarray(start), wanted, saturated, counts);
      continue;
    }
    const whole = await readIntegerImage(file, plane.hdu);
    flagPixels(whole.pixels.subarray(start), bad.subarray(start), wanted, saturated, counts);
    break;
  }
  return { bad: counts.bad > 0 ? bad : null, saturatedCount: counts.saturated };
}

function isExact(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]!) < FLOAT_EXACT)) return false;
  return true;
}

function flagPixels(
  values: Float32Array | Int32Array,
  bad: Uint8Array,
  wanted: number,
  saturated: number,
  counts: { bad: number; saturated: number },
): void {
  let [badCount, saturatedCount] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! | 0;
    const isBad = (value & wanted) === 0 ? 0 : 1;
    bad[i] = isBad;
    badCount += isBad;
    saturatedCount += (value & saturated) === 0 ? 0 : 1;
  }
  counts.bad += badCount;
  counts.saturated += saturatedCount;
}

function requireSize(file: FitsFile, plane: MaskPlane): void {
  const shape = file.hdus[plane.hdu]?.shape ?? [];
  if (shape.at(-1) === plane.width && shape.at(-2) === plane.height) return;
  throw new UnsupportedFormatError({
    place: `HDU ${plane.hdu} of ${file.name}`,
    found: `mask of ${[...shape].reverse().join(" x ")}`,
    expected: `the image's ${plane.width} x ${plane.height}`,
  });
}
