// All four statistics of blocks of 8 x 8 in one pass: what a mosaic takes of every detector. Pointers are byte offsets.

import { binBlocks } from "./bin";
import { binDeviations } from "./bin-spread";

const SIDE: usize = 8;
const SHIFT: i32 = 3;
const BLOCK_BYTES: usize = 4 * SIDE;
const SHARE: f64 = 1 / 64.0;

/**
 * Mean, smallest, largest and standard deviation of the finite pixels of each block of 8 x 8, as binBlocks and binDeviations give them;
 * mean and deviation about the block's first pixel, in float64.
 * @param mean lowest highest deviations where the planes of ceil(width / 8) * ceil(height / 8) float32 go
 * @param scratch binScratchBytes of one column
 * @returns 1 when every pixel is finite, else 0
 */
export function binEights(
  first: usize,
  strideBytes: usize,
  width: i32,
  height: i32,
  mean: usize,
  lowest: usize,
  highest: usize,
  deviations: usize,
  scratch: usize,
): i32 {
  let isWhole = 1;
  let at: usize = 0;
  for (let y = 0; y < height; y += <i32>SIDE) {
    const rows = min(<i32>SIDE, height - y);
    let block = first + <usize>y * strideBytes;
    for (let x = 0; x < width; x += <i32>SIDE, block += BLOCK_BYTES, at += 4) {
      const columns = min(<i32>SIDE, width - x);
      const isFull = rows == <i32>SIDE && columns == <i32>SIDE;
      if (isFull && binEight(block, strideBytes, mean + at, lowest + at, highest + at, deviations + at)) continue;
      binBlocks(block, strideBytes, columns, rows, SHIFT, mean + at, lowest + at, highest + at, scratch);
      binDeviations(block, strideBytes, columns, rows, SHIFT, deviations + at, scratch);
      if (isFull || !allFinite(block, strideBytes, columns, rows)) isWhole = 0;
    }
  }
  return isWhole;
}

/** One full block; false, with nothing written, when not all of it is finite. */
// @ts-ignore: decorator
@inline
function binEight(
  block: usize,
  strideBytes: usize,
  mean: usize,
  lowest: usize,
  highest: usize,
  deviation: usize,
): bool {
  const centre = <f64>load<f32>(block);
  const centres = f64x2.splat(centre);
  let sums = f64x2.splat(0);
  let otherSums = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let otherSquares = f64x2.splat(0);
  let lows = v128.load(block);
  let highs = lows;
  let line = block;
  for (let i = 0; i < <i32>SIDE; i++, line += strideBytes) {
    const v = v128.load(line);
    const w = v128.load(line, 16);
    const a = f64x2.sub(f64x2.promote_low_f32x4(v), centres);
    const b = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1)), centres);
    const c = f64x2.sub(f64x2.promote_low_f32x4(w), centres);
    const d = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<i64>(w, w, 1, 1)), centres);
    sums = f64x2.add(sums, f64x2.add(a, b));
    otherSums = f64x2.add(otherSums, f64x2.add(c, d));
    squares = f64x2.add(squares, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
    otherSquares = f64x2.add(otherSquares, f64x2.add(f64x2.mul(c, c), f64x2.mul(d, d)));
    lows = f32x4.pmin(lows, f32x4.pmin(v, w));
    highs = f32x4.pmax(highs, f32x4.pmax(v, w));
  }
  sums = f64x2.add(sums, otherSums);
  const sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  if (!isFinite<f64>(sum)) return false;
  squares = f64x2.add(squares, otherSquares);
  const offset = sum * SHARE;
  const square = (f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1)) * SHARE;
  store<f32>(mean, <f32>(centre + offset));
  store<f32>(deviation, <f32>Math.sqrt(max(0, square - offset * offset)));
  store<f32>(lowest, leastLane(lows));
  store<f32>(highest, mostLane(highs));
  return true;
}

// @ts-ignore: decorator
@inline
function leastLane(v: v128): f32 {
  const low = min(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return min(low, min(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}

// @ts-ignore: decorator
@inline
function mostLane(v: v128): f32 {
  const high = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return max(high, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}

function allFinite(first: usize, strideBytes: usize, columns: i32, rows: i32): bool {
  let sum: f64 = 0;
  for (let y = 0; y < rows; y++) {
    const row = first + <usize>y * strideBytes;
    for (let x: usize = 0; x < <usize>columns << 2; x += 4) sum += <f64>load<f32>(row + x);
  }
  return isFinite<f64>(sum);
}
