// Order statistics of a rectangle of float32 pixels: counting inside a bracket; selection among what was found there is
// in select.ts. Non-finite pixels are skipped. The TypeScript side (../statistics.ts) chooses the brackets.

import { totalCount } from "./lanes";

const VECTOR_BYTES: usize = 16;
/** In memory: V8 builds a vector constant anew at each use. */
const INFINITE: usize = memory.data<f32>([Infinity]);

/** Counts that `countBracket` leaves behind: read with the three getters below. */
let finiteCount: i32 = 0;
let belowCount: i32 = 0;
let insideCount: i32 = 0;

export function bracketFinite(): i32 {
  return finiteCount;
}
export function bracketBelow(): i32 {
  return belowCount;
}
export function bracketInside(): i32 {
  return insideCount;
}

/** For each of the 16 sets of lanes the bytes that bring them to the front. */
const FRONT: usize = memory.data<u8>(
  [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15,
    4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 12, 13, 14, 15, 4, 5, 6, 7, 8, 9, 10, 11,
    4, 5, 6, 7, 12, 13, 14, 15, 0, 1, 2, 3, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 8, 9, 10, 11,
    8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 4, 5, 6, 7,
    4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
  ],
  16,
);

// @ts-ignore: decorator
@inline
function laneOf(values: v128, k: i32): f32 {
  return k == 0
    ? f32x4.extract_lane(values, 0)
    : k == 1
      ? f32x4.extract_lane(values, 1)
      : k == 2
        ? f32x4.extract_lane(values, 2)
        : f32x4.extract_lane(values, 3);
}

/** Appends the lanes of a mask to the buffer, as far as its capacity goes; returns the new count. */
// @ts-ignore: decorator
@inline
function keep(values: v128, mask: v128, buffer: usize, count: i32, capacity: i32): i32 {
  const lanes = i32x4.bitmask(mask);
  const front = i8x16.swizzle(values, v128.load(FRONT + (<usize>lanes << 4)));
  if (count + 4 <= capacity) v128.store(buffer + (<usize>count << 2), front);
  else for (let k: i32 = 0; k < min(4, capacity - count); k++) store<f32>(buffer + (<usize>(count + k) << 2), laneOf(front, k));
  return count + popcnt(lanes);
}

/**
 * Counts the finite values v of a rectangle, those with v < low, and those with low <= v <= high; copies the
 * last to `buffer` as far as `capacity` goes. v is the pixel, or |pixel - centre| when `absolute` is 1.
 */
export function countBracket(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  absolute: i32,
  centre: f32,
  low: f32,
  high: f32,
  buffer: usize,
  capacity: i32,
): void {
  const rowBytes: usize = <usize>width << 2;
  const c = f32x4.splat(centre);
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const infinity = v128.load32_splat(INFINITE);
  let finite = i32x4.splat(0);
  let below = i32x4.splat(0);
  let inside: i32 = 0;
  let restFinite: i32 = 0;
  let restBelow: i32 = 0;
  for (let y = 0; y < height; y++) {
    const row = first + <usize>y * strideBytes;
    let x: usize = 0;
    for (; x + VECTOR_BYTES <= rowBytes; x += VECTOR_BYTES) {
      let v = v128.load(row + x);
      if (absolute) v = f32x4.abs(f32x4.sub(v, c));
      // a difference of finite values is finite or, beyond float32, infinite: then it is above the bracket anyway
      const isFinite = f32x4.lt(f32x4.abs(v), infinity);
      const isBelow = v128.and(f32x4.lt(v, lows), isFinite);
      finite = i32x4.sub(finite, isFinite);
      below = i32x4.sub(below, isBelow);
      // neither below nor above nor NaN nor infinite
      const isInside = v128.andnot(v128.and(f32x4.le(v, highs), isFinite), isBelow);
      // without a test whether any is: one in eight vectors has some, which no processor can foresee
      inside = keep(v, isInside, buffer, inside, capacity);
    }
    for (; x < rowBytes; x += 4) {
      let v = load<f32>(row + x);
      if (absolute) v = abs<f32>(v - centre);
      if (v - v != 0) continue;
      restFinite++;
      if (v < low) restBelow++;
      else if (v <= high) {
        if (inside < capacity) store<f32>(buffer + (<usize>inside << 2), v);
        inside++;
      }
    }
  }
  finiteCount = restFinite + totalCount(finite);
  belowCount = restBelow + totalCount(below);
  insideCount = inside;
}

/**
 * Copies every `step`-th finite value of a rectangle (counted row by row) to `buffer`; returns how many.
 * v as in countBracket.
 */
export function sampleValues(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  absolute: i32,
  centre: f32,
  step: i32,
  buffer: usize,
  capacity: i32,
): i32 {
  let count: i32 = 0;
  let offset: i32 = 0;
  for (let y = 0; y < height; y++) {
    const row = first + <usize>y * strideBytes;
    let x = offset;
    for (; x < width; x += step) {
      let v = load<f32>(row + (<usize>x << 2));
      if (absolute) v = abs<f32>(v - centre);
      if (v - v != 0) continue;
      if (count >= capacity) return count;
      store<f32>(buffer + (<usize>count << 2), v);
      count++;
    }
    offset = x - width;
  }
  return count;
}

let countOfSum: i32 = 0;

/** How many values the last sumFinite has summed. */
export function sumCount(): i32 {
  return countOfSum;
}

/** Sum of the finite ones of n float32, in float64, four lanes added up at the end. */
export function sumFinite(values: usize, n: usize): f64 {
  const zero = f32x4.splat(0);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let count = i32x4.splat(0);
  const end = values + (n << 2);
  let at = values;
  for (; at + VECTOR_BYTES <= end; at += VECTOR_BYTES) {
    const v = v128.load(at);
    const isFinite = f32x4.eq(f32x4.sub(v, v), zero);
    const kept = v128.and(v, isFinite);
    count = i32x4.sub(count, isFinite);
    low = f64x2.add(low, f64x2.promote_low_f32x4(kept));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(kept, kept, 1, 1)));
  }
  const both = f64x2.add(low, high);
  let total = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  countOfSum = totalCount(count);
  for (; at < end; at += 4) {
    const value = load<f32>(at);
    if (value - value != 0) continue;
    total += value;
    countOfSum++;
  }
  return total;
}
