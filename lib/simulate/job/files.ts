// Files of a job folder as they are made.

import { type FitsHduToWrite, writeFits } from "../../readers/fits";
import type { Plane } from "./convolve";
import type { JobPlan } from "./plan";
import type { JobRole } from "./products";

/** One file of a job folder. */
export interface JobFile {
  role: JobRole;
  /** without folder */
  fileName: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A file's content: bytes, or text to be UTF-8. */
type Content = Uint8Array<ArrayBuffer> | string;

/**
 * A product, unless its role is left out or the era has none.
 *
 * @param plan of the job
 * @param role of the product
 * @param fileName null: the era has none
 * @param make its content
 * @returns one file or none
 */
export function* product(
  plan: JobPlan,
  role: JobRole,
  fileName: string | null,
  make: () => Content,
): Generator<JobFile, void> {
  if (fileName === null || plan.leftOut.has(role)) return;
  const made = make();
  yield { role, fileName, bytes: typeof made === "string" ? new TextEncoder().encode(made) : made };
}

/**
 * A plane as a FITS file of one HDU.
 *
 * @param cards of the primary header
 * @param plane float32
 * @returns the file
 */
export function imageFile(cards: FitsHduToWrite["cards"], { size, pixels }: Plane): Uint8Array<ArrayBuffer> {
  return writeFits([{ cards, image: { width: size, height: size, pixels } }]);
}

/**
 * An image whose pixels are computed.
 *
 * @param size pixels a side
 * @param value of the pixel with an index
 * @returns a new plane
 */
export function planeOf(size: number, value: (index: number) => number): Plane {
  const pixels = new Float32Array(size * size);
  for (let i = 0; i < pixels.length; i++) pixels[i] = value(i);
  return { size, pixels };
}

/**
 * An image whose pixels are computed, as a FITS file; nothing but the file is left.
 *
 * @param cards of the primary header
 * @param size pixels a side
 * @param value of the pixel with an index
 * @returns the file
 */
export function computedImageFile(cards: FitsHduToWrite["cards"], size: number, value: (index: number) => number) {
  return releasedImageFile(cards, planeOf(size, value));
}

/**
 * As imageFile, for a plane that nobody needs any more.
 *
 * @param cards of the primary header
 * @param plane float32; empty afterwards
 * @returns the file
 */
export function releasedImageFile(cards: FitsHduToWrite["cards"], plane: Plane): Uint8Array<ArrayBuffer> {
  const bytes = imageFile(cards, plane);
  release(plane.pixels);
  return bytes;
}

/**
 * Gives memory back at once: what is left to the garbage collector stays for seconds, and at 7000 pixels a plane has 196 MB.
 *
 * @param arrays empty afterwards; nobody may need them any more
 */
export function release(...arrays: readonly ArrayBufferView[]): void {
  for (const { buffer } of arrays) if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
