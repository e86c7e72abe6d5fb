// One round of sigma clipping of a rectangle of float32: sums and order counts of the values between two limits, in one pass.

import { totalCount } from "./lanes";

const VECTOR_BYTES: usize = 16;

let insideCount: i32 = 0;

// @ts-ignore: decorator
@inline
function keep(value: f32, buffer: usize, capacity: i32): void {
  if (insideCount < capacity) store<f32>(buffer + (<usize>insideCount << 2), value);
  insideCount++;
}

/**
 * Of the values low <= v <= high (both finite): how many, the sums of v - centre and of its square in float64, how many are
 * below `from`, how many lie in from <= v <= to; those are copied to `buffer` as far as `capacity` goes. NaN and infinite
 * values count nowhere. `out` gets the five as float64. low <= from, to <= high.
 */
export function clipPass(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  low: f32,
  high: f32,
  from: f32,
  to: f32,
  centre: f64,
  buffer: usize,
  capacity: i32,
  out: usize,
): void {
  insideCount = 0;
  const rowBytes: usize = <usize>width << 2;
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const froms = f32x4.splat(from);
  const tos = f32x4.splat(to);
  const centres = f64x2.splat(centre);
  let count = i32x4.splat(0);
  let below = i32x4.splat(0);
  let sums = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let moreSums = f64x2.splat(0);
  let moreSquares = f64x2.splat(0);
  let rest: i32 = 0;
  let restBelow: i32 = 0;
  let restSum: f64 = 0;
  let restSquares: f64 = 0;
  for (let y = 0; y < height; y++) {
    const row = first + <usize>y * strideBytes;
    let x: usize = 0;
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      const v = v128.load(row + x);
      const isKept = v128.and(f32x4.ge(v, lows), f32x4.le(v, highs));
      count = i32x4.sub(count, isKept);
      below = i32x4.sub(below, v128.and(isKept, f32x4.lt(v, froms)));
      const masked = v128.and(v, isKept);
      const lowMask = v128.shuffle<i32>(isKept, isKept, 0, 0, 1, 1);
      const highMask = v128.shuffle<i32>(isKept, isKept, 2, 2, 3, 3);
      const a = v128.and(f64x2.sub(f64x2.promote_low_f32x4(masked), centres), lowMask);
      const b = v128.and(f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i64>(masked, masked, 1, 1)), centres), highMask);
      sums = f64x2.add(sums, a);
      moreSums = f64x2.add(moreSums, b);
      squares = f64x2.add(squares, f64x2.mul(a, a));
      moreSquares = f64x2.add(moreSquares, f64x2.mul(b, b));
      const inside = v128.and(f32x4.ge(v, froms), f32x4.le(v, tos));
      if (!v128.any_true(inside)) continue;
      for (let bits = i32x4.bitmask(inside); bits; bits &= bits - 1) {
        keep(load<f32>(row + x + (<usize>ctz(bits) << 2)), buffer, capacity);
      }
    }
    for (; x < rowBytes; x += 4) {
      const v = load<f32>(row + x);
      if (!(v >= low && v <= high)) continue;
      const d = <f64>v - centre;
      rest++;
      restSum += d;
      restSquares += d * d;
      if (v < from) restBelow++;
      else if (v <= to) keep(v, buffer, capacity);
    }
  }
  const allSums = f64x2.add(sums, moreSums);
  const allSquares = f64x2.add(squares, moreSquares);
  store<f64>(out, <f64>(rest + totalCount(count)));
  store<f64>(out, restSum + f64x2.extract_lane(allSums, 0) + f64x2.extract_lane(allSums, 1), 8);
  store<f64>(out, restSquares + f64x2.extract_lane(allSquares, 0) + f64x2.extract_lane(allSquares, 1), 16);
  store<f64>(out, <f64>(restBelow + totalCount(below)), 24);
  store<f64>(out, <f64>insideCount, 32);
}
