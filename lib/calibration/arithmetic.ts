// Pixel arithmetic of calibration, in place. A pixel that is not finite in the image or in the calibration is not finite
// afterwards: NaN, or the infinity of a division by 0, which is made NaN.

/**
 * image - factor × calibration. Cost: one pass, nothing allocated.
 *
 * @param image changed in place
 * @param calibration of the same length
 * @param factor 1 for a bias, the exposure time in s for a dark
 */
export function subtractScaled(image: Float32Array, calibration: Float32Array, factor: number): void {
  for (let i = 0; i < image.length; i++) image[i] = image[i]! - factor * calibration[i]!;
}

/**
 * image / flat; NaN where the flat is not positive. Cost: one pass, nothing allocated.
 *
 * @param image changed in place
 * @param flat combined flat of mean 1, of the same length
 */
export function divideByFlat(image: Float32Array, flat: Float32Array): void {
  for (let i = 0; i < image.length; i++) {
    const response = flat[i]!;
    image[i] = response > 0 ? image[i]! / response : Number.NaN;
  }
}

/**
 * image / divisor.
 *
 * @param image changed in place
 * @param divisor not 0
 */
export function divideBy(image: Float32Array, divisor: number): void {
  for (let i = 0; i < image.length; i++) image[i] = image[i]! / divisor;
}

/**
 * NaN where marked.
 *
 * @param image changed in place
 * @param bad 1 = not to be used; null: no pixel is
 */
export function dropBad(image: Float32Array, bad: Uint8Array | null): void {
  if (bad === null) return;
  for (let i = 0; i < image.length; i++) if (bad[i] !== 0) image[i] = Number.NaN;
}
