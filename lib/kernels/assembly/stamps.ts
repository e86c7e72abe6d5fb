// Stamps: pixels of a box with the level of their amplifier subtracted, NaN where they are not to be used.
//
// Amplifier, 24 bytes: i32 x0, y0, x1, y1 (half-open), f64 level. They do not overlap.

const AMPLIFIER_BYTES: usize = 24;

/**
 * Writes the pixels of columns [x0, x1) and rows [y0, y1), which may leave the image of nx * ny, as float32 (`wide` 0)
 * or float64 to `out`, whose rows are `stride` values apart: pixel - level in float64, NaN where `bad` is not 0, outside
 * of the image and of all amplifiers.
 */
export function cutLevelled(
  pixels: usize,
  bad: usize,
  nx: i32,
  amplifiers: usize,
  amplifierCount: i32,
  x0: i32,
  y0: i32,
  x1: i32,
  y1: i32,
  out: usize,
  stride: i32,
  wide: i32,
): void {
  const shift: usize = wide ? 3 : 2;
  const rowBytes: usize = <usize>stride << shift;
  if (!isWithinOne(amplifiers, amplifierCount, x0, y0, x1, y1)) {
    for (let y = y0; y < y1; y++) {
      const row = out + <usize>(y - y0) * rowBytes;
      if (wide) for (let x: usize = 0; x < <usize>(x1 - x0) << 3; x += 8) store<f64>(row + x, NaN);
      else for (let x: usize = 0; x < <usize>(x1 - x0) << 2; x += 4) store<f32>(row + x, <f32>NaN);
    }
  }
  for (let a: i32 = 0; a < amplifierCount; a++) {
    const amplifier = amplifiers + <usize>a * AMPLIFIER_BYTES;
    const first = max(x0, load<i32>(amplifier));
    const end = min(x1, load<i32>(amplifier, 8));
    const last = min(y1, load<i32>(amplifier, 12));
    const level = load<f64>(amplifier, 16);
    if (first >= end) continue;
    for (let y = max(y0, load<i32>(amplifier, 4)); y < last; y++) {
      const from = <usize>y * <usize>nx + <usize>first;
      const to = out + <usize>(y - y0) * rowBytes + (<usize>(first - x0) << shift);
      if (wide) levelWide(pixels + (from << 2), bad + from, to, end - first, level);
      else levelNarrow(pixels + (from << 2), bad + from, to, end - first, level);
    }
  }
}

function isWithinOne(amplifiers: usize, count: i32, x0: i32, y0: i32, x1: i32, y1: i32): bool {
  for (let a: i32 = 0; a < count; a++) {
    const amplifier = amplifiers + <usize>a * AMPLIFIER_BYTES;
    const isWithin =
      x0 >= load<i32>(amplifier) &&
      y0 >= load<i32>(amplifier, 4) &&
      x1 <= load<i32>(amplifier, 8) &&
      y1 <= load<i32>(amplifier, 12);
    if (isWithin) return true;
  }
  return false;
}

// @ts-ignore: decorator
@inline
function levelWide(pixels: usize, bad: usize, out: usize, n: i32, level: f64): void {
  const levels = f64x2.splat(level);
  let i: usize = 0;
  for (; i + 4 <= <usize>n; i += 4) {
    if (load<u32>(bad + i)) {
      for (let k = i; k < i + 4; k++) {
        storeLevelled<f64>(out + (k << 3), bad + k, pixels + (k << 2), level);
      }
      continue;
    }
    const v = v128.load(pixels + (i << 2));
    const high = v128.shuffle<i64>(v, v, 1, 1);
    v128.store(out + (i << 3), f64x2.sub(f64x2.promote_low_f32x4(v), levels));
    v128.store(out + (i << 3), f64x2.sub(f64x2.promote_low_f32x4(high), levels), 16);
  }
  for (; i < <usize>n; i++) {
    storeLevelled<f64>(out + (i << 3), bad + i, pixels + (i << 2), level);
  }
}

// @ts-ignore: decorator
@inline
function levelNarrow(pixels: usize, bad: usize, out: usize, n: i32, level: f64): void {
  const levels = f64x2.splat(level);
  let i: usize = 0;
  for (; i + 4 <= <usize>n; i += 4) {
    if (load<u32>(bad + i)) {
      for (let k = i; k < i + 4; k++) {
        storeLevelled<f32>(out + (k << 2), bad + k, pixels + (k << 2), level);
      }
      continue;
    }
    const v = v128.load(pixels + (i << 2));
    const high = v128.shuffle<i64>(v, v, 1, 1);
    const low = f32x4.demote_f64x2_zero(f64x2.sub(f64x2.promote_low_f32x4(v), levels));
    const top = f32x4.demote_f64x2_zero(f64x2.sub(f64x2.promote_low_f32x4(high), levels));
    v128.store(out + (i << 2), v128.shuffle<i64>(low, top, 0, 2));
  }
  for (; i < <usize>n; i++) {
    storeLevelled<f32>(out + (i << 2), bad + i, pixels + (i << 2), level);
  }
}

// @ts-ignore: decorator
@inline
function storeLevelled<T>(out: usize, bad: usize, pixel: usize, level: f64): void {
  store<T>(out, <T>(load<u8>(bad) ? NaN : <f64>load<f32>(pixel) - level));
}
