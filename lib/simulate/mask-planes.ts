// Mask planes by LSST's names and bits (lsst/afw, Mask.cc): the first eight, so that a mask is one byte a pixel.

export const MASK_PLANES = {
  BAD: 0,
  SAT: 1,
  INTRP: 2,
  CR: 3,
  EDGE: 4,
  DETECTED: 5,
  DETECTED_NEGATIVE: 6,
  SUSPECT: 7,
} as const;

export type MaskPlane = keyof typeof MASK_PLANES;

/**
 * The value of a plane in a mask pixel.
 *
 * @param plane name without MP_
 * @returns 1 shifted by the plane's bit
 */
export function maskBit(plane: MaskPlane): number {
  return 1 << MASK_PLANES[plane];
}
