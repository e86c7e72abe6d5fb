// From stored big-endian integers to physical float32 (FITS 4.0, 4.4.2.5, 5 and 10.2). Pointers are byte offsets; nothing is
// allocated; every vector loop has its scalar tail, so that any count will do.

/** Reverses the bytes of `count` 4-byte words in place. */
export function swap32(pointer: usize, count: i32): void {
  const end = pointer + (<usize>count << 2);
  for (; pointer + 16 <= end; pointer += 16) {
    const words = v128.load(pointer);
    v128.store(pointer, v128.shuffle<u8>(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
  }
  for (; pointer < end; pointer += 4) store<u32>(pointer, bswap<u32>(load<u32>(pointer)));
}

/** Big-endian int16 to int32. The two must not overlap. */
export function widenInt16(source: usize, target: usize, count: i32): void {
  const end = source + (<usize>count << 1);
  for (; source + 16 <= end; source += 16, target += 32) {
    const words = v128.load(source);
    const native = v128.shuffle<u8>(words, words, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    v128.store(target, i32x4.extend_low_i16x8_s(native));
    v128.store(target, i32x4.extend_high_i16x8_s(native), 16);
  }
  for (; source < end; source += 2, target += 4) store<i32>(target, <i32>bswap<i16>(load<i16>(source)));
}

/** Bytes (unsigned) to int32. The two must not overlap. */
export function widenUint8(source: usize, target: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) store<i32>(target + (i << 2), <i32>load<u8>(source + i));
}

/**
 * target = source * scale + zero, computed in float64; source = blank gives NaN.
 * @param source `count` int32
 * @param target `count` float32; may be `source`
 * @param hasBlank 0 when no stored value means undefined
 */
export function scaleInt32(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  hasBlank: i32,
  blank: i32,
): void {
  const end = source + (<usize>count << 2);
  const scales = f64x2.splat(scale);
  const zeros = f64x2.splat(zero);
  const blanks = i32x4.splat(blank);
  const undefinedPixels = f32x4.splat(f32.NaN);
  const checked = v128.not(i32x4.splat(hasBlank ? 0 : -1));
  for (; source + 16 <= end; source += 16, target += 16) {
    const stored = v128.load(source);
    const isBlank = v128.and(i32x4.eq(stored, blanks), checked);
    const low = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(stored), scales), zeros);
    const upper = v128.shuffle<i64>(stored, stored, 1, 0);
    const high = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(upper), scales), zeros);
    const values = v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
    v128.store(target, v128.bitselect(undefinedPixels, values, isBlank));
  }
  for (; source < end; source += 4, target += 4) {
    const stored = load<i32>(source);
    store<f32>(target, hasBlank && stored == blank ? f32.NaN : <f32>(<f64>stored * scale + zero));
  }
}

/** A quantised pixel that stands for exactly 0 under SUBTRACTIVE_DITHER_2 (FITS 4.0, 10.2.2). */
const EXACT_ZERO: i32 = -2147483646;
const RANDOM_COUNT: i32 = 10000;

/**
 * Dequantises with subtractive dithering: target = (source - random + 0.5) * scale + zero, in float64 (FITS 4.0, 10.2, 10.5
 * and appendix I). The random sequence goes on over every pixel, undefined ones too.
 * @param source `count` int32
 * @param target `count` float32; may be `source`
 * @param random 10,000 float32, made once by the caller
 * @param seed index into `random` that belongs to the tile
 * @param keepsZero not 0 for SUBTRACTIVE_DITHER_2
 */
export function dequantiseDithered(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  hasBlank: i32,
  blank: i32,
  random: usize,
  seed: i32,
  keepsZero: i32,
): void {
  let next = <i32>(load<f32>(random + (<usize>seed << 2)) * <f32>500);
  const end = source + (<usize>count << 2);
  while (source < end) {
    const left = <i32>((end - source) >> 2);
    const run = min(left, RANDOM_COUNT - next);
    dequantiseRun(source, target, run, scale, zero, random + (<usize>next << 2));
    source += <usize>run << 2;
    target += <usize>run << 2;
    next += run;
    if (next < RANDOM_COUNT) continue;
    seed = seed + 1 == RANDOM_COUNT ? 0 : seed + 1;
    next = <i32>(load<f32>(random + (<usize>seed << 2)) * <f32>500);
  }
}
