// Images that nothing can be measured on are refused by name: an empty catalogue would look like a clean detector.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";

/** The second wavelet plane reaches 8 pixels to each side. */
const LEAST_SIDE = 16;

/**
 * Refuses an image that is too small for the wavelet or has no value in it.
 *
 * @param place how messages call it: "night/b21.fits, HDU 1"
 * @param image pixels and size
 * @throws UnsupportedFormatError, MalformedFileError
 */
export function requireMeasurable(
  place: string,
  { width, height, pixels }: { width: number; height: number; pixels: Float32Array },
): void {
  if (Math.min(width, height) < LEAST_SIDE) {
    const expected = `at least ${LEAST_SIDE} pixels on each side`;
    throw new UnsupportedFormatError({ place, found: `an image of ${width} x ${height} pixels`, expected });
  }
  for (let i = 0; i < pixels.length; i++) if (Number.isFinite(pixels[i])) return;
  throw new MalformedFileError({
    place,
    found: `no finite pixel among ${pixels.length}`,
    expected: "an image with values",
  });
}
