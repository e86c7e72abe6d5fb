// Starlet transform (isotropic undecimated wavelet, generation 2) of one image in kernel memory.
// Method and golden numbers: docs/dark-rings.md.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "./index";

export type StarletBorder = "zero" | "reflect";

export interface StarletShape {
  width: number;
  height: number;
  border: StarletBorder;
}

/**
 * Number of scales an image can have: at most `wanted`, and 2^(j+1) < dimension for each scale j,
 * that is min(wanted, floor(log2(min(width, height))) - 1). Can be 0 or less for tiny images.
 */
export function effectiveScales(width: number, height: number, wanted: number): number {
  return Math.min(wanted, Math.floor(Math.log2(Math.min(width, height))) - 1);
}

/** Bytes of row buffer that one pass needs. */
function starletRowBytes(width: number, scales: number): number {
  return 4 * (2 * width + 4 * 2 ** Math.max(0, scales - 1));
}

/** Plane whose four passes are fused, and which can give the image that is left after it, decimated. */
export const FUSED_PLANE = 2;
export const DECIMATION = 4;
/** Rows that the fused passes keep: see detail2 in assembly/starlet.ts. */
const FUSED_ROWS = 45;

/**
 * Detail plane j of the generation-2 starlet, in place:
 *   c_{i+1} = B_i(c_i) for i < j;  w_j = c_j - B_j(B_j(c_j)),
 * B_i the separable B3 spline with taps 2^i pixels apart (columns first, then rows).
 *
 * Border: zero (taps outside count 0, weights not renormalised) or whole-sample reflection.
 * Masked pixels: none; a NaN spreads over the support (22 pixels per axis for plane 2). Fill them first.
 * Cost: j + 2 passes of 10 multiplications per pixel, float32. Plane 2 reads and writes the image once and needs 45
 * rows of scratch; other planes need one more plane in the arena; both are given back.
 * Source: Starck, Fadili & Murtagh 2007, IEEE TIP 16, 297, doi:10.1109/TIP.2006.887733; generation 2 and the
 * order of additions as in scarlet_lite wavelet.py (6ebf1fc).
 *
 * @param plane byte offset of float32 [height × width], any linear unit; becomes w_j
 * @param index plane, 0 the finest
 * @param decimated byte offset of float32 [⌈height / 4⌉ × ⌈width / 4⌉] that gets every fourth pixel of c_3; plane 2 only; 0: not wanted
 * @throws InvalidParameterError when the image is too small for that plane
 */
export function starletDetail(
  kernels: Kernels,
  plane: number,
  index: number,
  shape: StarletShape,
  decimated = 0,
): void {
  const { width, height } = shape;
  const scales = effectiveScales(width, height, index + 1);
  if (!Number.isInteger(index) || index < 0 || scales <= index) {
    throw new InvalidParameterError({
      place: `starlet plane ${index}`,
      found: `an image of ${width} × ${height} pixels, which has ${Math.max(0, scales)} planes`,
      expected: `at least ${2 ** (index + 2)} pixels on each side`,
    });
  }
  const mark = kernels.mark();
  if (index === FUSED_PLANE) {
    const work = kernels.allocate(starletRowBytes(width, index + 1) + 4 * (FUSED_ROWS * width + 16));
    kernels.exports.detail2(plane, decimated, work, width, height, borderCode(shape));
  } else passByPass(kernels, plane, index, shape);
  kernels.release(mark);
}

function borderCode({ border }: StarletShape): number {
  return border === "zero" ? 0 : 1;
}

/** The same with a pass over the whole image at a time; also the plain form that the fused one is tested against. */
export function passByPass(kernels: Kernels, plane: number, index: number, shape: StarletShape): void {
  const { width, height } = shape;
  const bytes = 4 * width * height;
  const mark = kernels.mark();
  let [current, other] = [plane, kernels.allocate(bytes)];
  const rowBuffer = kernels.allocate(starletRowBytes(width, index + 1));
  const pass = (input: number, output: number, minuend: number, scale: number) =>
    kernels.exports.smooth(input, output, minuend, rowBuffer, width, height, 2 ** scale, borderCode(shape));
  for (let scale = 0; scale < index; scale++) {
    pass(current, other, 0, scale);
    [current, other] = [other, current];
  }
  pass(current, other, 0, index);
  pass(other, current, current, index);
  if (current !== plane) kernels.uint8(plane, bytes).set(kernels.uint8(current, bytes));
  kernels.release(mark);
}

/**
 * One smoothing pass B_j on its own (what is left after a scale is B_j of the scale before).
 *
 * @param input byte offset of float32 [height × width]
 * @param output byte offset of as many, not `input`
 */
export function starletSmooth(
  kernels: Kernels,
  input: number,
  output: number,
  scale: number,
  shape: StarletShape,
): void {
  const mark = kernels.mark();
  const rowBuffer = kernels.allocate(starletRowBytes(shape.width, scale + 1));
  kernels.exports.smooth(input, output, 0, rowBuffer, shape.width, shape.height, 2 ** scale, borderCode(shape));
  kernels.release(mark);
}
