// Square blocks of a rectangle of float32: mean, smallest, largest and spread of the finite pixels of each; and the bits of a
// mask, or-ed. Pointers are byte offsets.
//
// Sums are of float32 in float64: exact as long as the pixels of a block span less than 29 bits and those of its sum. Blocks up to 8 a
// side are summed in registers; larger ones row by row, into a small table that stays in the first cache. Both assume that all is finite
// and look at the sum: only where it is not is each pixel looked at.

import {
  addEach,
  addRow,
  clear,
  give,
  LARGEST,
  leastOf,
  mostOf,
  NOTHING,
  RECORD_BYTES,
  sumOf,
  VECTOR_BYTES,
} from "./bin-record";

let least: f32 = NOTHING;
let most: f32 = NOTHING;

/** Range of the finite pixels of the last binBlocks; NaN when there were none. */
export function binnedLeast(): f32 {
  return least;
}

export function binnedMost(): f32 {
  return most;
}

/** Bytes of the scratch of binBlocks and binDeviations for so many columns of blocks. */
export function binScratchBytes(columns: i32): i32 {
  return <i32>RECORD_BYTES * columns;
}

/**
 * Mean, smallest and largest finite pixel of each square block of 2^shift pixels a side, NaN where a block has none; blocks at the right
 * and upper edge are as large as what is left.
 * @param first first pixel of `width` * `height`, `strideBytes` from row to row
 * @param mean lowest highest where the planes of ceil(width / side) * ceil(height / side) float32 go; 0: not wanted
 * @param scratch binScratchBytes
 */
export function binBlocks(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  shift: i32,
  mean: usize,
  lowest: usize,
  highest: usize,
  scratch: usize,
): void {
  const side = 1 << shift;
  const columns = (width + side - 1) >> shift;
  least = f32.MAX_VALUE;
  most = -f32.MAX_VALUE;
  let at: usize = 0;
  for (let y = 0; y < height; y += side) {
    const rows = min(side, height - y);
    const row = first + <usize>y * strideBytes;
    const whole = rows == side && shift <= 3 ? width >> shift : 0;
    if (whole > 0) {
      if (shift == 1) binTwo(row, strideBytes, whole, at, mean, lowest, highest, scratch);
      else if (shift == 2) binFew(row, strideBytes, whole, 4, 2, at, mean, lowest, highest, scratch);
      else if (shift == 3) binFew(row, strideBytes, whole, 8, 3, at, mean, lowest, highest, scratch);
      else binOne(row, whole, at, mean, lowest, highest);
    }
    if (whole < columns) {
      const start = row + (<usize>(whole << shift) << 2);
      binRows(start, strideBytes, width - (whole << shift), rows, shift, at + (<usize>whole << 2), mean, lowest, highest, scratch);
    }
    at += <usize>columns << 2;
  }
  if (least > most) {
    least = NOTHING;
    most = NOTHING;
  }
}

/** Blocks of one pixel: the pixel itself, NaN for an infinite one. */
function binOne(row: usize, count: i32, at: usize, mean: usize, lowest: usize, highest: usize): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const v = load<f32>(row + i);
    const isNumber = abs(v) <= LARGEST;
    if (isNumber) {
      least = min(least, v);
      most = max(most, v);
    }
    give(at + i, <f64>v, isNumber ? 1 : 0, v, v, mean, lowest, highest);
  }
}

/** One block that is not all finite, or smaller than the others. */
function binSlowly(
  first: usize,
  strideBytes: usize,
  rows: i32,
  bytes: usize,
  at: usize,
  mean: usize,
  lowest: usize,
  highest: usize,
  record: usize,
): void {
  clear(record);
  for (let y = 0; y < rows; y++) {
    const row = first + <usize>y * strideBytes;
    addEach(row, row + bytes, record);
  }
  finish(record, at, mean, lowest, highest);
}

// @ts-ignore: decorator
@inline
function finish(record: usize, at: usize, mean: usize, lowest: usize, highest: usize): void {
  const count = load<i32>(record, 32);
  const low = load<f32>(record, 24);
  const high = load<f32>(record, 28);
  least = min(least, low);
  most = max(most, high);
  give(at, load<f64>(record), count, low, high, mean, lowest, highest);
}

/** A row of blocks of 2 x 2. */
function binTwo(
  row: usize,
  strideBytes: usize,
  blocks: i32,
  at: usize,
  mean: usize,
  lowest: usize,
  highest: usize,
  record: usize,
): void {
  const quarter = f64x2.splat(0.25);
  let lows = f32x4.splat(f32.MAX_VALUE);
  let highs = f32x4.splat(-f32.MAX_VALUE);
  let i = 0;
  for (; i + 2 <= blocks; i += 2, row += VECTOR_BYTES, at += 8) {
    const a = v128.load(row);
    const b = v128.load(row + strideBytes);
    const left = f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b));
    const c = v128.shuffle<i64>(a, a, 1, 1);
    const d = v128.shuffle<i64>(b, b, 1, 1);
    const right = f64x2.add(f64x2.promote_low_f32x4(c), f64x2.promote_low_f32x4(d));
    const sums = f64x2.add(v128.shuffle<i64>(left, right, 0, 2), v128.shuffle<i64>(left, right, 1, 3));
    const isFine = f64x2.le(f64x2.abs(sums), f64x2.splat(f64.MAX_VALUE));
    if (!i64x2.all_true(isFine)) {
      binSlowly(row, strideBytes, 2, 8, at, mean, lowest, highest, record);
      binSlowly(row + 8, strideBytes, 2, 8, at + 4, mean, lowest, highest, record);
      continue;
    }
    if (mean) v128.store64_lane(mean + at, f32x4.demote_f64x2_zero(f64x2.mul(sums, quarter)), 0);
    const low = f32x4.pmin(a, b);
    const high = f32x4.pmax(a, b);
    lows = f32x4.pmin(lows, low);
    highs = f32x4.pmax(highs, high);
    if (lowest) {
      v128.store64_lane(lowest + at, f32x4.pmin(v128.shuffle<i32>(low, low, 0, 2, 0, 2), v128.shuffle<i32>(low, low, 1, 3, 1, 3)), 0);
    }
    if (highest) {
      v128.store64_lane(highest + at, f32x4.pmax(v128.shuffle<i32>(high, high, 0, 2, 0, 2), v128.shuffle<i32>(high, high, 1, 3, 1, 3)), 0);
    }
  }
  least = min(least, leastOf(lows));
  most = max(most, mostOf(highs));
  if (i < blocks) binSlowly(row, strideBytes, 2, 8, at, mean, lowest, highest, record);
}

/** A row of blocks of 4 x 4 or 8 x 8. */
// @ts-ignore: decorator
@inline
function binFew(
  row: usize,
  strideBytes: usize,
  blocks: i32,
  side: i32,
  shift: i32,
  at: usize,
  mean: usize,
  lowest: usize,
  highest: usize,
  record: usize,
): void {
  const bytes = <usize>side << 2;
  const share: f64 = 1 / <f64>(side * side);
  let allLows = f32x4.splat(f32.MAX_VALUE);
  let allHighs = f32x4.splat(-f32.MAX_VALUE);
  for (let i = 0; i < blocks; i++, row += bytes, at += 4) {
    let sums = f64x2.splat(0);
    let lows = f32x4.splat(f32.MAX_VALUE);
    let highs = f32x4.splat(-f32.MAX_VALUE);
    let line = row;
    for (let y = 0; y < side; y++, line += strideBytes) {
      const v = v128.load(line);
      sums = f64x2.add(sums, sumOf(v));
      lows = f32x4.pmin(lows, v);
      highs = f32x4.pmax(highs, v);
      if (shift == 3) {
        const w = v128.load(line, 16);
        sums = f64x2.add(sums, sumOf(w));
        lows = f32x4.pmin(lows, w);
        highs = f32x4.pmax(highs, w);
      }
    }
    const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if (!isFinite<f64>(sum)) {
      binSlowly(row, strideBytes, side, bytes, at, mean, lowest, highest, record);
      continue;
    }
    allLows = f32x4.pmin(allLows, lows);
    allHighs = f32x4.pmax(allHighs, highs);
    if (mean) store<f32>(mean + at, <f32>(sum * share));
    if (lowest) store<f32>(lowest + at, leastOf(lows));
    if (highest) store<f32>(highest + at, mostOf(highs));
  }
  least = min(least, leastOf(allLows));
  most = max(most, mostOf(allHighs));
}

/** A row of blocks, pixel row by pixel row: large ones, and those at the edges. */
function binRows(
  first: usize,
  strideBytes: usize,
  width: i32,
  rows: i32,
  shift: i32,
  at: usize,
  mean: usize,
  lowest: usize,
  highest: usize,
  scratch: usize,
): void {
  const columns = (width + (1 << shift) - 1) >> shift;
  const bytes = <usize>4 << shift;
  const tableEnd = scratch + <usize>columns * RECORD_BYTES;
  for (let record = scratch; record < tableEnd; record += RECORD_BYTES) clear(record);
  for (let y = 0; y < rows; y++) {
    let from = first + <usize>y * strideBytes;
    const end = from + (<usize>width << 2);
    for (let record = scratch; record < tableEnd; record += RECORD_BYTES, from += bytes) {
      if (shift >= 2 && from + bytes <= end) addRow(from, from + bytes, record);
      else addEach(from, min(from + bytes, end), record);
    }
  }
  for (let record = scratch; record < tableEnd; record += RECORD_BYTES, at += 4) {
    finish(record, at, mean, lowest, highest);
  }
}
