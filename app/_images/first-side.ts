// How large the first drawing of an image is asked for.

/** Bars above and below the picture of a viewer that fills the window, CSS pixels. */
const BARS_HEIGHT = 240;
/** A level is drawn while its pixels are at least 0.71 device pixels. */
const FINEST = Math.SQRT2;
const SMALLEST = 512;
const LARGEST = 2048;

/**
 * Longest side of the level that shows a whole image in this window: what is finer would be sent to be averaged, a coarser one is drawn
 * until finer tiles come.
 *
 * @param screen CSS pixels of the window, device pixels a CSS pixel
 * @returns pixels of the level
 */
export function firstSide({ innerHeight, devicePixelRatio }: Pick<Window, "innerHeight" | "devicePixelRatio">): number {
  const side = Math.floor(FINEST * devicePixelRatio * (innerHeight - BARS_HEIGHT));
  return Math.min(LARGEST, Math.max(SMALLEST, side));
}
