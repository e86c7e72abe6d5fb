// Cleaning an image before detection: marking bad pixels, finding bright ones, filling both from their
// surroundings. One byte per pixel says why a pixel is not used.

import { selectRank } from "./select";

const BAD: u8 = 1;
const BRIGHT: u8 = 2;

const VECTOR_BYTES: usize = 16;

/** Sum of the unmarked pixels of the last markNonFinite. */
let sumOfGood: f64 = 0;

/** Read after markNonFinite. */
export function goodSum(): f64 {
  return sumOfGood;
}

/** Marks non-finite pixels in `bad` (n bytes, other marks kept); returns how many pixels are marked now. */
export function markNonFinite(pixels: usize, bad: usize, n: usize): i32 {
  let count: i32 = 0;
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  let rest: f64 = 0;
  const zero = f32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    const v = v128.load(pixels + (i << 2));
    const finite = i32x4.bitmask(f32x4.eq(f32x4.sub(v, v), zero));
    if (finite == 15 && load<u32>(bad + i) == 0) {
      low = f64x2.add(low, f64x2.promote_low_f32x4(v));
      high = f64x2.add(high, f64x2.promote_low_f32x4(i32x4.shuffle(v, v, 2, 3, 2, 3)));
      continue;
    }
    for (let k = i; k < i + 4; k++) {
      const value = load<f32>(pixels + (k << 2));
      if (value - value != 0) store<u8>(bad + k, BAD);
      if (load<u8>(bad + k)) count++;
      else rest += value;
    }
  }
  for (; i < n; i++) {
    const value = load<f32>(pixels + (i << 2));
    if (value - value != 0) store<u8>(bad + i, BAD);
    if (load<u8>(bad + i)) count++;
    else rest += value;
  }
  const both = f64x2.add(low, high);
  sumOfGood = rest + f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  return count;
}

/** Sets the marked pixels of `plane` to NaN. */
export function poison(plane: usize, bad: usize, n: usize): void {
  let i: usize = 0;
  for (; i + VECTOR_BYTES <= n; i += VECTOR_BYTES) {
    if (!v128.any_true(v128.load(bad + i))) continue;
    for (let k = i; k < i + VECTOR_BYTES; k++) if (load<u8>(bad + k)) store<f32>(plane + (k << 2), f32.NaN);
  }
  for (; i < n; i++) if (load<u8>(bad + i)) store<f32>(plane + (i << 2), f32.NaN);
}

const SEGMENT_BYTES: usize = 16;

/**
 * In rows [yBegin, yEnd) subtracts the level of each segment into the same place of `target` and marks finite pixels above its bright
 * limit (after the subtraction) together with their neighbours within `grow` pixels in both axes as BRIGHT. Returns how many
 * pixels were above. Segment, 16 bytes: i32 xStart, i32 xEnd, f32 level, f32 bright. The image has nx * ny pixels.
 */
export function levelAndMarkBright(
  pixels: usize,
  target: usize,
  bad: usize,
  nx: i32,
  ny: i32,
  yBegin: i32,
  yEnd: i32,
  segments: usize,
  segmentCount: i32,
  grow: i32,
): i32 {
  let count: i32 = 0;
  for (let y = yBegin; y < yEnd; y++) {
    for (let s: i32 = 0; s < segmentCount; s++) {
      count += levelSegment(pixels, target, bad, nx, ny, y, segments + <usize>s * SEGMENT_BYTES, grow);
    }
  }
  return count;
}

function levelSegment(
  pixels: usize,
  target: usize,
  bad: usize,
  nx: i32,
  ny: i32,
  y: i32,
  segment: usize,
  grow: i32,
): i32 {
  let count: i32 = 0;
  const level = load<f32>(segment, 8);
  const bright = load<f32>(segment, 12);
  const levels = f32x4.splat(level);
  const brights = f32x4.splat(bright);
  const shift = target - pixels;
  const row = pixels + ((<usize>y * <usize>nx) << 2);
  const end = row + (<usize>load<i32>(segment, 4) << 2);
  let p = row + (<usize>load<i32>(segment) << 2);
  for (; p + 4 * VECTOR_BYTES <= end; p += 4 * VECTOR_BYTES) {
    const a = f32x4.sub(v128.load(p), levels);
    const b = f32x4.sub(v128.load(p, 16), levels);
    const c = f32x4.sub(v128.load(p, 32), levels);
    const d = f32x4.sub(v128.load(p, 48), levels);
    const out = p + shift;
    v128.store(out, a);
    v128.store(out, b, 16);
    v128.store(out, c, 32);
    v128.store(out, d, 48);
    const above = v128.or(
      v128.or(f32x4.gt(a, brights), f32x4.gt(b, brights)),
      v128.or(f32x4.gt(c, brights), f32x4.gt(d, brights)),
    );
    if (!v128.any_true(above)) continue;
    const x = <i32>((p - row) >> 2);
    for (let k: i32 = 0; k < 16; k++) {
      const v = load<f32>(out + (<usize>k << 2));
      if (v > bright && v < Infinity) {
        markSquare(bad, nx, ny, x + k, y, grow);
        count++;
      }
    }
  }
  for (; p < end; p += 4) {
    const v: f32 = load<f32>(p) - level;
    store<f32>(p + shift, v);
    if (v > bright && v < Infinity) {
      markSquare(bad, nx, ny, <i32>((p - row) >> 2), y, grow);
      count++;
    }
  }
  return count;
}

/** Marks what is not marked yet of the square about a pixel; eight bytes at once where there is room for them. */
function markSquare(bad: usize, nx: i32, ny: i32, x: i32, y: i32, grow: i32): void {
  const xFirst = max(0, x - grow);
  const xEnd = min(nx, x + grow + 1);
  const yFirst = max(0, y - grow);
  const yEnd = min(ny, y + grow + 1);
  const across = xEnd - xFirst;
  const isNarrow = across <= 8 && <usize>(yEnd - 1) * <usize>nx + <usize>xFirst + 8 <= <usize>ny * <usize>nx;
  if (isNarrow) {
    const wanted = (<u64>-1 >> <u64>(64 - 8 * across)) & (0x0101010101010101 * <u64>BRIGHT);
    for (let v = yFirst; v < yEnd; v++) {
      const at = bad + <usize>v * <usize>nx + <usize>xFirst;
      const marks = load<u64>(at);
      // the top bit of each byte that is 0, brought down to where BRIGHT has its bit
      const low: u64 = 0x7f7f7f7f7f7f7f7f;
      const unmarked = ~(((marks & low) + low) | marks | low);
      store<u64>(at, marks | ((unmarked >> 6) & wanted));
    }
    return;
  }
  for (let v = yFirst; v < yEnd; v++) {
    for (let u = xFirst; u < xEnd; u++) {
      const at = bad + <usize>v * <usize>nx + <usize>u;
      if (!load<u8>(at)) store<u8>(at, BRIGHT);
    }
  }
}

/**
 * Replaces marked pixels by the median of the unmarked ones of their cell of `size` x `size` pixels (a sample
 * of every `step`-th pixel), or by 0 where fewer than a quarter of the cell is unmarked. `mostlyBad` (one byte
 * a cell, row by row) tells cells with fewer than half unmarked. `scratch` needs size * size float32.
 * Returns how many pixels were replaced.
 */
export function fillMarked(
  pixels: usize,
  bad: usize,
  nx: i32,
  ny: i32,
  size: i32,
  step: i32,
  scratch: usize,
  mostlyBad: usize,
): i32 {
  let filled: i32 = 0;
  let cell: usize = 0;
  for (let y0: i32 = 0; y0 < ny; y0 += size) {
    for (let x0: i32 = 0; x0 < nx; x0 += size) {
      const w = min(size, nx - x0);
      const h = min(size, ny - y0);
      const marked = countMarked(bad, nx, x0, y0, w, h);
      store<u8>(mostlyBad + cell, marked * 2 > w * h ? 1 : 0);
      cell++;
      if (!marked) continue;
      const good = w * h - marked;
      const value = good * 4 < w * h ? <f32>0 : cellMedian(pixels, bad, nx, x0, y0, w, h, step, scratch);
      for (let y = y0; y < y0 + h; y++) {
        const row = <usize>y * <usize>nx + <usize>x0;
        fillRow(pixels + (row << 2), bad + row, w, value);
      }
      filled += marked;
    }
  }
  return filled;
}

/** Sets the marked ones of n pixels; nothing is looked at where 16 are unmarked. */
function fillRow(pixels: usize, bad: usize, n: i32, value: f32): void {
  let x: usize = 0;
  const end = <usize>n;
  for (; x + VECTOR_BYTES <= end; x += VECTOR_BYTES) {
    const marks = v128.load(bad + x);
    if (!v128.any_true(marks)) continue;
    for (let bits = ~i8x16.bitmask(i8x16.eq(marks, i8x16.splat(0))) & 0xffff; bits; bits &= bits - 1) {
      store<f32>(pixels + ((x + <usize>ctz(bits)) << 2), value);
    }
  }
  for (; x < end; x++) if (load<u8>(bad + x)) store<f32>(pixels + (x << 2), value);
}

function countMarked(bad: usize, nx: i32, x0: i32, y0: i32, w: i32, h: i32): i32 {
  let count: i32 = 0;
  for (let y = y0; y < y0 + h; y++) {
    const row = bad + <usize>y * <usize>nx + <usize>x0;
    let x: i32 = 0;
    for (; x + 16 <= w; x += 16) {
      const marks = v128.load(row + <usize>x);
      if (v128.any_true(marks)) count += 16 - popcnt(i8x16.bitmask(i8x16.eq(marks, i8x16.splat(0))));
    }
    for (; x < w; x++) if (load<u8>(row + <usize>x)) count++;
  }
  return count;
}

function cellMedian(
  pixels: usize,
  bad: usize,
  nx: i32,
  x0: i32,
  y0: i32,
  w: i32,
  h: i32,
  step: i32,
  scratch: usize,
): f32 {
  let n: i32 = 0;
  let x: i32 = 0;
  for (let y = y0; y < y0 + h; y++) {
    const row = <usize>y * <usize>nx + <usize>x0;
    for (; x < w; x += step) {
      const i = row + <usize>x;
      store<f32>(scratch + (<usize>n << 2), load<f32>(pixels + (i << 2)));
      n += load<u8>(bad + i) ? 0 : 1;
    }
    x -= w;
  }
  return n ? selectRank(scratch, n, n >> 1) : 0;
}
