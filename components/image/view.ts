// What part of an image a panel shows, and how: one affine map between image pixels and the screen, so that rotation, flips
// and scales of WCS matching are nothing special. Pixel centres lie at whole numbers, y grows upwards.

/** Screen (CSS pixels right of and above the middle of the panel) = matrix · (image pixel − centre). */
export interface View {
  /** image pixel in the middle of the panel */
  x: number;
  y: number;
  /** [a, b, c, d]: right = a dx + b dy, up = c dx + d dy */
  matrix: readonly [number, number, number, number];
}
