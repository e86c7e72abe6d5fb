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
 * target = source * scale + zero, computed in float64.
 * @param source `count` int32
 * @param target `count` float32; not `source`
 */
export function scaleInt32(source: usize, target: usize, count: i32, scale: f64, zero: f64): void {
  const end = source + (<usize>count << 2);
  const scales = f64x2.splat(scale);
  const zeros = f64x2.splat(zero);
  for (; source + 16 <= end; source += 16, target += 16) {
    const stored = v128.load(source);
    const low = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(stored), scales), zeros);
    const upper = v128.shuffle<i64>(stored, stored, 1, 0);
    const high = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(upper), scales), zeros);
    v128.store(target, v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
  }
  for (; source < end; source += 4, target += 4) {
    store<f32>(target, <f32>(<f64>load<i32>(source) * scale + zero));
  }
}

const RANDOM_COUNT: i32 = 10000;

// @ts-ignore: decorator
@inline
function firstRandom(random: usize, seed: i32): i32 {
  return <i32>(load<f32>(random + (<usize>seed << 2)) * <f32>500);
}

// @ts-ignore: decorator
@inline
function dequantiseTwo(stored: v128, random: v128, scale: v128, zero: v128): v128 {
  const shifted = f64x2.sub(f64x2.convert_low_i32x4_s(stored), f64x2.promote_low_f32x4(random));
  return f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(f64x2.add(shifted, f64x2.splat(0.5)), scale), zero));
}

/**
 * Dequantises with subtractive dithering: target = (source - random + 0.5) * scale + zero, in float64 (FITS 4.0, 10.2 and
 * appendix I). The random sequence goes on over every pixel, undefined ones too.
 * @param source `count` int32
 * @param target `count` float32; not `source`
 * @param random 10,000 float32, made once by the caller
 * @param seed index into `random` that belongs to the tile
 */
export function dequantiseDithered(
  source: usize,
  target: usize,
  count: i32,
  scale: f64,
  zero: f64,
  random: usize,
  seed: i32,
): void {
  let next = firstRandom(random, seed);
  const end = source + (<usize>count << 2);
  const scales = f64x2.splat(scale);
  const zeros = f64x2.splat(zero);
  while (source < end) {
    const run = min(<i32>((end - source) >> 2), RANDOM_COUNT - next);
    const runEnd = source + (<usize>run << 2);
    let at = random + (<usize>next << 2);
    for (; source + 16 <= runEnd; source += 16, target += 16, at += 16) {
      const stored = v128.load(source);
      const randoms = v128.load(at);
      const low = dequantiseTwo(stored, randoms, scales, zeros);
      const upper = v128.shuffle<i64>(stored, stored, 1, 0);
      const high = dequantiseTwo(upper, v128.shuffle<i64>(randoms, randoms, 1, 0), scales, zeros);
      v128.store(target, v128.shuffle<i64>(low, high, 0, 2));
    }
    for (; source < runEnd; source += 4, target += 4, at += 4) {
      const shifted = <f64>load<i32>(source) - <f64>load<f32>(at) + 0.5;
      store<f32>(target, <f32>(shifted * scale + zero));
    }
    next += run;
    if (next < RANDOM_COUNT) continue;
    seed = seed + 1 == RANDOM_COUNT ? 0 : seed + 1;
    next = firstRandom(random, seed);
  }
}

/** target = value wherever source = stored; the rest of `target` stays. For undefined pixels and exact zeros. */
export function replaceWhere(source: usize, target: usize, count: i32, stored: i32, value: f32): void {
  const end = source + (<usize>count << 2);
  const wanted = i32x4.splat(stored);
  const values = f32x4.splat(value);
  for (; source + 16 <= end; source += 16, target += 16) {
    const isWanted = i32x4.eq(v128.load(source), wanted);
    if (v128.any_true(isWanted)) v128.store(target, v128.bitselect(values, v128.load(target), isWanted));
  }
  for (; source < end; source += 4, target += 4) {
    if (load<i32>(source) == stored) store<f32>(target, value);
  }
}

/**
 * GZIP_2 keeps all first (highest) bytes, then all second ones ...: joins 4 planes of `count` bytes to native words.
 * The two must not overlap.
 */
export function joinPlanes4(source: usize, target: usize, count: i32): void {
  const n = <usize>count;
  let i: usize = 0;
  for (; i + 16 <= n; i += 16) {
    const at = source + i;
    const a = v128.load(at);
    const b = v128.load(at + n);
    const c = v128.load(at + 2 * n);
    const d = v128.load(at + 3 * n);
    const lowEnds = v128.shuffle<u8>(d, c, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const lowTops = v128.shuffle<u8>(b, a, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const highEnds = v128.shuffle<u8>(d, c, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const highTops = v128.shuffle<u8>(b, a, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    const to = target + (i << 2);
    v128.store(to, v128.shuffle<u16>(lowEnds, lowTops, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<u16>(lowEnds, lowTops, 4, 12, 5, 13, 6, 14, 7, 15), 16);
    v128.store(to, v128.shuffle<u16>(highEnds, highTops, 0, 8, 1, 9, 2, 10, 3, 11), 32);
    v128.store(to, v128.shuffle<u16>(highEnds, highTops, 4, 12, 5, 13, 6, 14, 7, 15), 48);
  }
  for (; i < n; i++) {
    const at = source + i;
    const top = (<u32>load<u8>(at) << 24) | (<u32>load<u8>(at + n) << 16);
    store<u32>(target + (i << 2), top | (<u32>load<u8>(at + 2 * n) << 8) | <u32>load<u8>(at + 3 * n));
  }
}

/** As joinPlanes4 for int16 in 2 planes, widened to int32. */
export function joinPlanes2(source: usize, target: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const word = (<i16>load<i8>(source + i) << 8) | <i16>load<u8>(source + <usize>count + i);
    store<i32>(target + (i << 2), <i32>word);
  }
}

/**
 * int32 to their lowest bytes, the highest bit of which is flipped where asked (BZERO of the sign conventions). The two may start
 * at the same place.
 * @param width bytes of a result: 1, 2 or 4
 * @param flips 1 to flip the highest bit of each result, else 0
 */
export function narrowInt32(source: usize, target: usize, count: i32, width: i32, flips: i32): void {
  const flip: u32 = flips ? 1 << ((width << 3) - 1) : 0;
  const end = source + (<usize>count << 2);
  const bits = i32x4.splat(flip);
  for (; source + 16 <= end; source += 16, target += width << 2) {
    const words = v128.xor(v128.load(source), bits);
    if (width == 4) v128.store(target, words);
    else if (width == 2) {
      const low = v128.shuffle<u8>(words, words, 0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13);
      v128.store64_lane(target, low, 0);
    } else {
      const low = v128.shuffle<u8>(words, words, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
      v128.store32_lane(target, low, 0);
    }
  }
  for (; source < end; source += 4, target += width) {
    const word = load<u32>(source) ^ flip;
    if (width == 4) store<u32>(target, word);
    else if (width == 2) store<u16>(target, <u16>word);
    else store<u8>(target, <u8>word);
  }
}

/**
 * Cuts a rectangle out of rows of 4-byte words and reverses the bytes of each. The two must not overlap.
 * @param source first word of the rectangle
 * @param stride words from one row to the next
 * @param target its words, one row after the other
 */
export function cutSwapped32(source: usize, stride: i32, target: usize, width: i32, height: i32): void {
  for (let y = 0; y < height; y++) {
    let from = source + (<usize>y * <usize>stride << 2);
    const end = target + (<usize>width << 2);
    for (; target + 16 <= end; target += 16, from += 16) {
      const words = v128.load(from);
      v128.store(target, v128.shuffle<u8>(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
    }
    for (; target < end; target += 4, from += 4) store<u32>(target, bswap<u32>(load<u32>(from)));
  }
}
