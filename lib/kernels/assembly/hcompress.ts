// HCOMPRESS_1 decompression of tiles (FITS 4.0, 10.4.4; R. L. White's H-transform, as in cfitsio's fits_hdecompress.c, written
// anew from the description). Pointers are byte offsets; nothing is allocated.
//
// A tile is a header of 25 bytes (0xDD99, rows, columns, scale, sum of all pixels, numbers of bit planes), the bit planes of the
// absolute coefficients in four quadrants, a nybble of zero, and a sign bit for each coefficient that is not 0.

import { alignBits, isPastEnd, openBits, takeBits, takeSigns32, takeSigns64 } from "./hcompress-bits";
import { invertStep, rounded, setDifferences, setSums, smoothDifferences } from "./hcompress-inverse";
import { levelsOf, PLANES_AT_ONCE, planeBytes, takeQuadrant } from "./hcompress-planes";

const HEADER_BYTES: i32 = 25;
const MAGIC: u16 = 0xdd99;
/** More would not fit a 64-bit coefficient. */
const MOST_PLANES: u8 = 62;

const ENDS_TOO_EARLY: i32 = -1;
const WRONG_MAGIC: i32 = -2;
const WRONG_DIMENSIONS: i32 = -3;
const WRONG_PLANES: i32 = -4;

let rows: i32 = 0;
let columns: i32 = 0;
let scale: i32 = 0;
let sum: i64 = 0;
/** Bit planes: of the sums, of the differences along one axis, of those along both. */
let planes0: u8 = 0;
let planes1: u8 = 0;
let planes2: u8 = 0;

function readHeader(source: usize, length: i32, width: i32, height: i32): i32 {
  if (length < HEADER_BYTES) return ENDS_TOO_EARLY;
  if (bswap<u16>(load<u16>(source)) != MAGIC) return WRONG_MAGIC;
  rows = bswap<i32>(load<i32>(source, 2));
  columns = bswap<i32>(load<i32>(source, 6));
  if (rows != height || columns != width || rows < 1 || columns < 1) return WRONG_DIMENSIONS;
  scale = max(bswap<i32>(load<i32>(source, 10)), 1);
  sum = bswap<i64>(load<i64>(source, 14));
  planes0 = load<u8>(source, 22);
  planes1 = load<u8>(source, 23);
  planes2 = load<u8>(source, 24);
  return max(planes0, max(planes1, planes2)) > MOST_PLANES ? WRONG_PLANES : 0;
}

/**
 * Whether 32 bits could overflow: a sum never grows beyond the first one or three differences, and smoothing looks at 16 times
 * their differences and 64 times a corner's.
 */
function isWide(smooth: i32): bool {
  const most = smooth ? 22 : 27;
  const levels = levelsOf(max(rows, columns));
  const planes = <i32>max(planes0, max(planes1, planes2));
  if (planes > most || levels > most - 2 || sum < -(1 << 30) || sum > 1 << 30) return true;
  return <i64>scale << <i64>planes > <i64>1 << most || max(sum, -sum) * scale > <i64>2 << most;
}

// @ts-ignore: decorator
@inline
function aligned(bytes: u64): u64 {
  return (bytes + 64 + 15) & ~15;
}

/**
 * Bytes of `work` that hcompressDecode needs for this tile, or its status when the header is refused: about 6 bytes a pixel, 11
 * where 32 bits could overflow.
 */
export function hcompressWorkBytes(source: usize, length: i32, width: i32, height: i32, smooth: i32): f64 {
  const status = readHeader(source, length, width, height);
  if (status < 0) return status;
  const size: u64 = isWide(smooth) ? 8 : 4;
  const halfRows = <u64>((rows + 1) >> 1);
  const halfColumns = <u64>((columns + 1) >> 1);
  const planes = <u64>(PLANES_AT_ONCE + 1) * planeBytes(<i32>halfRows, <i32>halfColumns);
  const quadrants = 4 * aligned(halfRows * halfColumns * size);
  return <f64>(planes + quadrants + 2 * aligned(halfRows * halfColumns * size));
}

function takeSigns<T>(values: usize, count: i32): void {
  if (sizeof<T>() == 4) takeSigns32(values, count);
  else takeSigns64(values, count);
}

function multiply<T>(values: usize, count: i32, factor: T): void {
  const end = values + <usize>count * sizeof<T>();
  for (; values < end; values += sizeof<T>()) store<T>(values, <T>(load<T>(values) * factor));
}

function decode<T>(target: usize, work: usize, smooth: i32): i32 {
  const size = sizeof<T>();
  const upper = (rows + 1) >> 1;
  const lower = rows >> 1;
  const left = (columns + 1) >> 1;
  const right = columns >> 1;
  const pitch = <usize>aligned(<u64>upper * left * size);
  const q0 = work + (PLANES_AT_ONCE + 1) * planeBytes(upper, left);
  const q1 = q0 + pitch;
  const q2 = q1 + pitch;
  const q3 = q2 + pitch;
  let status = takeQuadrant<T>(work, q0, upper, left, planes0);
  if (status == 0) status = takeQuadrant<T>(work, q1, upper, right, planes1);
  if (status == 0) status = takeQuadrant<T>(work, q2, lower, left, planes1);
  if (status == 0) status = takeQuadrant<T>(work, q3, lower, right, planes2);
  if (status != 0) return status;
  if (takeBits(4) != 0) return isPastEnd() ? ENDS_TOO_EARLY : WRONG_PLANES;
  alignBits();
  for (let row = 0; row < rows; row++) {
    const isUpper = row < upper;
    const at = <usize>(isUpper ? row : row - upper) * size;
    takeSigns<T>((isUpper ? q0 : q2) + at * left, left);
    takeSigns<T>((isUpper ? q1 : q3) + at * right, right);
    if (isPastEnd()) return ENDS_TOO_EARLY;
  }
  store<T>(q0, <T>sum);
  if (scale > 1) {
    multiply<T>(q0, upper * left, <T>scale);
    multiply<T>(q1, upper * right, <T>scale);
    multiply<T>(q2, lower * left, <T>scale);
    multiply<T>(q3, lower * right, <T>scale);
  }
  invert<T>(target, q0, pitch, smooth);
  return 0;
}

/** From the coarsest sum to the pixels, a doubling at a time; the sums lie behind the quadrants in turn. */
function invert<T>(target: usize, q0: usize, pitch: usize, smooth: i32): void {
  const levels = levelsOf(max(rows, columns));
  if (levels == 0) {
    store<i32>(target, load<i32>(q0));
    return;
  }
  const q2 = q0 + 2 * pitch;
  const left = (columns + 1) >> 1;
  let next = q0 + 4 * pitch;
  let other = next + pitch;
  store<T>(q0, rounded<T>(load<T>(q0), <T>1 << <T>(levels + 1)));
  setSums(q0, left);
  for (let level = levels - 1; level >= 0; level--) {
    const down = <i32>((<i64>rows + (<i64>1 << level) - 1) >> level);
    const across = <i32>((<i64>columns + (<i64>1 << level) - 1) >> level);
    const half = (across + 1) >> 1;
    const slow = q0 + <usize>((down + 1) >> 1) * left * sizeof<T>();
    const fast = q0 + <usize>half * sizeof<T>();
    if (level > 0) setDifferences(slow, left, fast, left, slow + <usize>half * sizeof<T>(), left);
    else setDifferences(q2, left, q0 + pitch, columns >> 1, q2 + pitch, columns >> 1);
    if (smooth && scale > 1) smoothDifferences<T>(down, across, <T>(scale >> 1));
    if (level == 0) invertStep<T, i32>(target, down, across, 1, 2);
    else {
      invertStep<T, T>(next, down, across, <T>1 << <T>level, 1);
      setSums(next, across);
      const swapped = next;
      next = other;
      other = swapped;
    }
  }
}

/**
 * Decodes one tile.
 * @param source the compressed tile
 * @param length its bytes; nothing behind them is read
 * @param target receives width * height int32, the pixel (x, y) at y * width + x
 * @param work hcompressWorkBytes
 * @param smooth 1 as SMOOTH of the file, else 0; without effect where the file is lossless
 * @returns 0; -1 the tile ends before its pixels do; -2 not HCOMPRESS; -3 not width x height; -4 impossible bit planes
 */
export function hcompressDecode(
  source: usize,
  length: i32,
  target: usize,
  work: usize,
  width: i32,
  height: i32,
  smooth: i32,
): i32 {
  const status = readHeader(source, length, width, height);
  if (status < 0) return status;
  openBits(source + <usize>HEADER_BYTES, length - HEADER_BYTES);
  return isWide(smooth) ? decode<i64>(target, work, smooth) : decode<i32>(target, work, smooth);
}
