// Scaled pixels in the types and the arithmetic of astropy: BSCALE and BZERO in float32 where the result is float32, each step
// rounded, and in float64 where it is float64. (readImage computes in float64 throughout: nearer to the truth by one rounding.)

import type { PixelArray, Scaling } from "./scaling";

const WORD = 2 ** 32;

/**
 * target[start + i] = stored[i] * scale + zero, NaN where stored[i] is blank.
 * @param stored native numbers; those of 64 bits are rounded to float64 once
 * @param target a Float32Array or Float64Array
 */
export function physicalPixels(stored: PixelArray, scaling: Scaling, target: PixelArray, start: number): void {
  const isWide = stored instanceof BigInt64Array || stored instanceof BigUint64Array;
  // added before rounding: of a small unsigned number less 2^63 a float64 keeps nothing
  const isUnsigned = isWide && scaling.scale === 1 && scaling.zero === 2 ** 63;
  const numbers = isWide ? roundedInt64(stored, scaling.blank, isUnsigned) : stored;
  const left = isUnsigned ? { ...scaling, zero: 0 } : scaling;
  const blank = isWide || scaling.blank === null ? Number.NaN : Number(scaling.blank);
  if (target instanceof Float32Array) scaleInFloat32(numbers, left, blank, target, start);
  else if (target instanceof Float64Array) scaleInFloat64(numbers, left, blank, target, start);
}

function scaleInFloat32(
  stored: ArrayLike<number>,
  scaling: Scaling,
  blank: number,
  target: Float32Array,
  start: number,
): void {
  const scale = Math.fround(scaling.scale);
  const zero = Math.fround(scaling.zero);
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i]!;
    target[start + i] = value === blank ? Number.NaN : Math.fround(value * scale) + zero;
  }
}

function scaleInFloat64(
  stored: ArrayLike<number>,
  { scale, zero }: Scaling,
  blank: number,
  target: Float64Array,
  start: number,
): void {
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i]!;
    target[start + i] = value === blank ? Number.NaN : value * scale + zero;
  }
}

/** Halves of the words are joined, because a bigint for every pixel is slow. Blank ones are told apart before rounding. */
function roundedInt64(stored: BigInt64Array | BigUint64Array, blank: bigint | null, isUnsigned: boolean): Float64Array {
  const low = new Uint32Array(stored.buffer, stored.byteOffset, 2 * stored.length);
  const high = new Int32Array(stored.buffer, stored.byteOffset, 2 * stored.length);
  const rounded = new Float64Array(stored.length);
  const blankLow = blank === null ? -1 : Number(BigInt.asUintN(32, blank));
  const blankHigh = blank === null ? 0 : Number(BigInt.asIntN(32, blank >> 32n));
  for (let i = 0; i < rounded.length; i++) {
    const isBlank = low[2 * i] === blankLow && high[2 * i + 1] === blankHigh;
    const word = isUnsigned ? high[2 * i + 1]! + WORD / 2 : high[2 * i + 1]!;
    rounded[i] = isBlank ? Number.NaN : word * WORD + low[2 * i]!;
  }
  return rounded;
}
