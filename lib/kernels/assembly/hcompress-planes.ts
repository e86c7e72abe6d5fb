// Coefficients of one quadrant of an H-transform from their bit planes, for hcompress.ts. Each plane is a grid of nybbles, one
// for 2 x 2 coefficients (8: upper left, 4: upper right, 2: lower left, 1: lower right), stored plainly or as a quadtree.

import { isPastEnd, takeBits, takeChildren, takeCode, takeNybbles } from "./hcompress-bits";

/** Planes that are decoded before they are added to the coefficients. */
export const PLANES_AT_ONCE: usize = 8;

const PLAIN: u64 = 0;
const QUADTREE: u64 = 15;

/** Bytes of one plane of a quadrant and of what the vector loops touch behind it. */
export function planeBytes(rows: i32, columns: i32): usize {
  const count = <usize>max((rows + 1) >> 1, 1) * <usize>max((columns + 1) >> 1, 1);
  return (count + 32 + 15) & ~15;
}

/** Number of times that n is halved, rounding up, until it is 1. */
export function levelsOf(n: i32): i32 {
  return n <= 1 ? 0 : 32 - clz(n - 1);
}

// @ts-ignore: decorator
@inline
function halved(n: i32, times: i32): i32 {
  return max(<i32>((<i64>n + (<i64>1 << times) - 1) >> times), 1);
}

/** Reads a plane into `plane`. Returns 1, 0 when it is empty and nothing was written, or -4 for an unknown format. */
function takePlane(plane: usize, other: usize, rows: i32, columns: i32): i32 {
  const format = takeBits(4);
  if (format == PLAIN) {
    takeNybbles(plane, <usize>((rows + 1) >> 1) * <usize>((columns + 1) >> 1));
    return 1;
  }
  if (format != QUADTREE) return -4;
  const root = takeCode();
  if (root == 0) return 0;
  const levels = levelsOf(max(rows, columns));
  let from = levels & 1 ? plane : other;
  let to = levels & 1 ? other : plane;
  if (levels == 0) from = plane;
  store<u8>(from, root);
  for (let left = levels - 1; left > 0; left--) {
    takeChildren(from, to, halved(rows, left), halved(columns, left));
    const swapped = from;
    from = to;
    to = swapped;
  }
  return 1;
}

/** 16 nybbles at `at` of the used planes: a byte per nybble that has the bit `select` of plane k as its bit k. */
// @ts-ignore: decorator
@inline
function gatherBits(at: usize, pitch: usize, used: u32, select: u8): v128 {
  const wanted = i8x16.splat(select);
  let gathered = i64x2.splat(0);
  for (let left = used; left != 0; left &= left - 1) {
    const plane = ctz(left);
    const isSet = i8x16.eq(v128.and(v128.load(at + <usize>plane * pitch), wanted), wanted);
    gathered = v128.or(gathered, v128.and(isSet, i8x16.splat(<u8>(<u32>1 << plane))));
  }
  return gathered;
}

/** ORs 16 bytes, shifted, into 16 int32. */
// @ts-ignore: decorator
@inline
function orBytes(target: usize, bytes: v128, shift: i32): void {
  const low = v128.extend_low<u8>(bytes);
  const high = v128.extend_high<u8>(bytes);
  v128.store(target, v128.or(v128.load(target), v128.shl<u32>(v128.extend_low<u16>(low), shift)));
  v128.store(target, v128.or(v128.load(target, 16), v128.shl<u32>(v128.extend_high<u16>(low), shift)), 16);
  v128.store(target, v128.or(v128.load(target, 32), v128.shl<u32>(v128.extend_low<u16>(high), shift)), 32);
  v128.store(target, v128.or(v128.load(target, 48), v128.shl<u32>(v128.extend_high<u16>(high), shift)), 48);
}

const TAIL = memory.data(128, 16);

/** Adds up to 8 planes, the lowest of weight 2^shift, to int32 coefficients. */
function addPlanes32(planes: usize, pitch: usize, used: u32, target: usize, rows: i32, columns: i32, shift: i32): void {
  const across = (columns + 1) >> 1;
  for (let row = 0; row < rows; row++) {
    const nybbles = planes + <usize>(row >> 1) * across;
    const values = target + ((<usize>row * columns) << 2);
    const left: u8 = row & 1 ? 2 : 8;
    for (let i = 0; i < across; i += 16) {
      const even = gatherBits(nybbles + <usize>i, pitch, used, left);
      const odd = gatherBits(nybbles + <usize>i, pitch, used, left >> 1);
      const at = values + (<usize>i << 3);
      const missing = min(32, columns - 2 * i);
      const block = missing < 32 ? TAIL : at;
      if (missing < 32) memory.copy(TAIL, at, <usize>missing << 2);
      orBytes(block, v128.shuffle<u8>(even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), shift);
      orBytes(block + 64, v128.shuffle<u8>(even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), shift);
      if (missing < 32) memory.copy(at, TAIL, <usize>missing << 2);
    }
  }
}

/** As addPlanes32 for int64, one coefficient after the other. */
function addPlanes64(planes: usize, pitch: usize, used: u32, target: usize, rows: i32, columns: i32, shift: i32): void {
  const across = (columns + 1) >> 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const nybble = planes + <usize>(row >> 1) * across + <usize>(column >> 1);
      const place = 3 - ((row & 1) << 1) - (column & 1);
      let bits: i64 = 0;
      for (let left = used; left != 0; left &= left - 1) {
        bits |= <i64>((load<u8>(nybble + <usize>ctz(left) * pitch) >> place) & 1) << ctz(left);
      }
      const at = target + ((<usize>row * columns + column) << 3);
      store<i64>(at, load<i64>(at) | (bits << shift));
    }
  }
}

/**
 * Reads the absolute values of a quadrant's coefficients.
 * @param scratch (PLANES_AT_ONCE + 1) * planeBytes(rows, columns)
 * @param target rows x columns T (i32 or i64), written
 * @returns 0, -1 when the stream ends too early, -4 for a plane of unknown format
 */
export function takeQuadrant<T>(scratch: usize, target: usize, rows: i32, columns: i32, planeCount: i32): i32 {
  const pitch = planeBytes(rows, columns);
  const other = scratch + PLANES_AT_ONCE * pitch;
  memory.fill(target, 0, <usize>rows * columns * sizeof<T>());
  for (let above = planeCount; above > 0; ) {
    const lowest = (above - 1) & -8;
    let used: u32 = 0;
    for (let plane = above - 1; plane >= lowest; plane--) {
      const status = takePlane(scratch + <usize>(plane - lowest) * pitch, other, rows, columns);
      if (isPastEnd()) return -1;
      if (status < 0) return status;
      used |= <u32>status << (plane - lowest);
    }
    if (used != 0) {
      if (sizeof<T>() == 4) addPlanes32(scratch, pitch, used, target, rows, columns, lowest);
      else addPlanes64(scratch, pitch, used, target, rows, columns, lowest);
    }
    above = lowest;
  }
  return 0;
}
