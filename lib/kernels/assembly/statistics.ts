// Order statistics of a rectangle of float32 pixels: counting inside a bracket, and quickselect on what was
// found there. Non-finite pixels are skipped. The TypeScript side (../statistics.ts) chooses the brackets.

import { totalCount } from "./lanes";

const VECTOR_BYTES: usize = 16;

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

// @ts-ignore: decorator
@inline
function keep(pixel: f32, absolute: i32, centre: f32, buffer: usize, capacity: i32): void {
  const value = absolute ? abs<f32>(pixel - centre) : pixel;
  if (insideCount < capacity) store<f32>(buffer + (<usize>insideCount << 2), value);
  insideCount++;
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
  finiteCount = 0;
  belowCount = 0;
  insideCount = 0;
  const rowBytes: usize = <usize>width << 2;
  const c = f32x4.splat(centre);
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const infinity = f32x4.splat(Infinity);
  let finite = i32x4.splat(0);
  let below = i32x4.splat(0);
  for (let y = 0; y < height; y++) {
    const row = first + <usize>y * strideBytes;
    let x: usize = 0;
    for (; x + 2 * VECTOR_BYTES <= rowBytes; x += 2 * VECTOR_BYTES) {
      let v = v128.load(row + x);
      let w = v128.load(row + x, 16);
      if (absolute) {
        v = f32x4.abs(f32x4.sub(v, c));
        w = f32x4.abs(f32x4.sub(w, c));
      }
      // a difference of finite values is finite or, beyond float32, infinite: then it is above the bracket anyway
      const isFiniteV = f32x4.lt(f32x4.abs(v), infinity);
      const isFiniteW = f32x4.lt(f32x4.abs(w), infinity);
      const isBelowV = v128.and(f32x4.lt(v, lows), isFiniteV);
      const isBelowW = v128.and(f32x4.lt(w, lows), isFiniteW);
      finite = i32x4.sub(finite, i32x4.add(isFiniteV, isFiniteW));
      below = i32x4.sub(below, i32x4.add(isBelowV, isBelowW));
      // neither below nor above nor NaN nor infinite
      const insideV = v128.andnot(v128.and(f32x4.le(v, highs), isFiniteV), isBelowV);
      const insideW = v128.andnot(v128.and(f32x4.le(w, highs), isFiniteW), isBelowW);
      if (!v128.any_true(v128.or(insideV, insideW))) continue;
      const bits = i32x4.bitmask(insideV) | (i32x4.bitmask(insideW) << 4);
      for (let rest = bits; rest; rest &= rest - 1) keep(load<f32>(row + x + (<usize>ctz(rest) << 2)), absolute, centre, buffer, capacity);
    }
    for (; x < rowBytes; x += 4) {
      let v = load<f32>(row + x);
      if (absolute) v = abs<f32>(v - centre);
      if (v - v != 0) continue;
      finiteCount++;
      if (v < low) belowCount++;
      else if (v <= high) keep(load<f32>(row + x), absolute, centre, buffer, capacity);
    }
  }
  finiteCount += totalCount(finite);
  belowCount += totalCount(below);
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

/** The k-th smallest (from 0) of n finite float32, which are reordered. Hoare's selection, median of three. */
export function selectRank(values: usize, n: i32, k: i32): f32 {
  let left: i32 = 0;
  let right: i32 = n - 1;
  while (right > left) {
    const a = load<f32>(values + (<usize>left << 2));
    const b = load<f32>(values + (<usize>((left + right) >> 1) << 2));
    const c = load<f32>(values + (<usize>right << 2));
    const pivot = max<f32>(min<f32>(a, b), min<f32>(max<f32>(a, b), c));
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f32>(values + (<usize>i << 2)) < pivot) i++;
      while (load<f32>(values + (<usize>j << 2)) > pivot) j--;
      if (i <= j) {
        const swap = load<f32>(values + (<usize>i << 2));
        store<f32>(values + (<usize>i << 2), load<f32>(values + (<usize>j << 2)));
        store<f32>(values + (<usize>j << 2), swap);
        i++;
        j--;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return load<f32>(values + (<usize>k << 2));
}

/** The smallest of n finite float32, n at least 1. */
export function smallest(values: usize, n: i32): f32 {
  let least = load<f32>(values);
  for (let i: usize = 4; i < <usize>n << 2; i += 4) least = min<f32>(least, load<f32>(values + i));
  return least;
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
