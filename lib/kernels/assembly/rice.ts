// Rice decompression of tile-compressed FITS images (FITS 4.0, 10.4.1; R. L. White and others, as in cfitsio's ricecomp.c,
// written anew from the description). Pointers are byte offsets; nothing is allocated.
//
// A tile starts with its first value, big-endian, to which the first difference is added. Then, per block of pixels, a field
// holds fs + 1: fs = -1 means that all differences are 0, the largest code that each is stored in full; otherwise a
// difference is (zeros << fs) | low, as unary zeros, a one, and fs low bits. Signs are folded in: odd is negative.
//
// The bit buffer is left-aligned, so that clz counts the unary zeros at once (refill after F. Giesen, "Reading bits in far
// too many ways", 2018, variant 4).

let buffer: u64 = 0;
let valid: u32 = 0;
let next: usize = 0;
let end: usize = 0;

/** Eight bytes at `at`, big-endian; zeros behind the end of the tile. */
// @ts-ignore: decorator
@inline
function loadBytes(at: usize): u64 {
  if (at + 8 <= end) return bswap<u64>(load<u64>(at));
  let word: u64 = 0;
  for (let i: usize = 0; i < 8; i++) {
    word = (word << 8) | (at + i < end ? <u64>load<u8>(at + i) : 0);
  }
  return word;
}

/** At least 56 valid bits. */
// @ts-ignore: decorator
@inline
function refill(): void {
  buffer |= loadBytes(next) >> <u64>valid;
  next += <usize>((63 - valid) >> 3);
  valid |= 56;
}

// @ts-ignore: decorator
@inline
function take(bits: u32): u32 {
  if (valid < bits) refill();
  const value = <u32>((buffer >> 1) >> <u64>(63 - bits));
  buffer <<= <u64>bits;
  valid -= bits;
  return value;
}

/** A difference whose unary part or low bits do not fit the buffer. Returns it, or -1 behind the end. */
function takeLong(fs: u32): i64 {
  let zeros: u64 = 0;
  refill();
  while (<u32>clz(buffer) >= valid) {
    if (next > end + 16) return -1;
    zeros += valid;
    buffer = 0;
    valid = 0;
    refill();
  }
  const last = <u32>clz(buffer);
  zeros += last;
  buffer = (buffer << <u64>last) << 1;
  valid -= last + 1;
  return <i64>(<u32>(zeros << <u64>fs) | take(fs));
}

// @ts-ignore: decorator
@inline
function unfold(difference: u32): i32 {
  return <i32>(difference >> 1) ^ -(<i32>(difference & 1));
}

/** The difference at the top of the bits, whose unary part is `zeros` long and already shifted out. */
// @ts-ignore: decorator
@inline
function differenceOf(bits: u64, zeros: u32, low: u32): i32 {
  return unfold((zeros << low) | <u32>((bits & 0x7fffffffffffffff) >> <u64>(63 - low)));
}

/** One difference, however long; from here on the buffer is in the globals. Returns false behind the end. */
function storeLong<T>(target: usize, low: u32, last: T): bool {
  refill();
  const zeros = <u32>clz(buffer);
  let difference: u32;
  if (zeros + 1 + low <= valid) {
    const rest = (buffer << <u64>zeros) << 1;
    difference = (zeros << low) | <u32>((rest >> 1) >> <u64>(63 - low));
    buffer = rest << <u64>low;
    valid -= zeros + 1 + low;
  } else {
    const long = takeLong(low);
    if (long < 0) return false;
    difference = <u32>long;
  }
  store<i32>(target, <i32>(<T>(<i32>last + unfold(difference))));
  return true;
}

/**
 * Differences of a block with fs low bits. Four at a time fit the 56 bits of one refill in all but the strangest blocks; these,
 * and the last of a block, go one by one. The buffer is in locals in between: globals would be written at every step.
 */
function storeBlock<T>(target: usize, blockStop: usize, low: u32, before: T): bool {
  const step = <u64>(low + 1);
  const last8 = end - 8;
  let last = <i32>before;
  let bits = buffer;
  let left = valid;
  let at = next;
  while (target + 16 <= blockStop && at <= last8) {
    bits |= bswap<u64>(load<u64>(at)) >> <u64>left;
    at += <usize>((63 - left) >> 3);
    left |= 56;
    const zeros0 = clz(bits);
    const bits0 = bits << zeros0;
    const rest0 = bits0 << step;
    const zeros1 = clz(rest0);
    const bits1 = rest0 << zeros1;
    const rest1 = bits1 << step;
    const zeros2 = clz(rest1);
    const bits2 = rest1 << zeros2;
    const rest2 = bits2 << step;
    const zeros3 = clz(rest2);
    const bits3 = rest2 << zeros3;
    const used = <u32>(zeros0 + zeros1 + zeros2 + zeros3 + 4 * step);
    if (used > left) {
      buffer = bits;
      valid = left;
      next = at;
      for (const stop = target + 16; target < stop; target += 4) {
        if (!storeLong<T>(target, low, <T>last)) return false;
        last = load<i32>(target);
      }
      bits = buffer;
      left = valid;
      at = next;
      continue;
    }
    last = <i32>(<T>(last + differenceOf(bits0, <u32>zeros0, low)));
    store<i32>(target, last);
    last = <i32>(<T>(last + differenceOf(bits1, <u32>zeros1, low)));
    store<i32>(target, last, 4);
    last = <i32>(<T>(last + differenceOf(bits2, <u32>zeros2, low)));
    store<i32>(target, last, 8);
    last = <i32>(<T>(last + differenceOf(bits3, <u32>zeros3, low)));
    store<i32>(target, last, 12);
    bits = bits3 << step;
    left -= used;
    target += 16;
  }
  buffer = bits;
  valid = left;
  next = at;
  for (; target < blockStop; target += 4) {
    if (!storeLong<T>(target, low, <T>last)) return false;
    last = load<i32>(target);
  }
  return true;
}

/** T is the stored type: it wraps what the differences add up to. */
function decode<T>(target: usize, count: u32, blockSize: u32, fieldBits: u32, rawCode: i32, start: T): i32 {
  const rawBits: u32 = <u32>sizeof<T>() * 8;
  let last: T = start;
  const stop = target + (<usize>count << 2);
  while (target < stop) {
    const left = <u32>((stop - target) >> 2);
    const blockStop = target + (<usize>(left < blockSize ? left : blockSize) << 2);
    const fs = <i32>take(fieldBits) - 1;
    if (fs < 0) {
      for (; target < blockStop; target += 4) store<i32>(target, <i32>last);
    } else if (fs == rawCode) {
      for (; target < blockStop; target += 4) {
        last = <T>(<i32>last + unfold(take(rawBits)));
        store<i32>(target, <i32>last);
      }
    } else {
      if (!storeBlock<T>(target, blockStop, <u32>fs, last)) return -1;
      target = blockStop;
      last = <T>load<i32>(target - 4);
    }
    if (next > end + (valid >> 3)) return -1;
  }
  return 0;
}

/**
 * Decodes one tile.
 * @param source the compressed tile
 * @param length its bytes; nothing behind them is read
 * @param target receives `count` int32
 * @param blockSize pixels per block (BLOCKSIZE, 16 or 32)
 * @param bytesPerPixel 1 (unsigned), 2 or 4 (BYTEPIX)
 * @returns 0, or -1 when the tile ends before its pixels do or `bytesPerPixel` is none of these
 */
export function riceDecode(
  source: usize,
  length: i32,
  target: usize,
  count: i32,
  blockSize: i32,
  bytesPerPixel: i32,
): i32 {
  if (length < bytesPerPixel || blockSize < 1) return -1;
  buffer = 0;
  valid = 0;
  next = source + <usize>bytesPerPixel;
  end = source + <usize>length;
  if (bytesPerPixel == 1) return decode<u8>(target, count, blockSize, 3, 6, load<u8>(source));
  if (bytesPerPixel == 2) return decode<i16>(target, count, blockSize, 4, 14, bswap<i16>(load<i16>(source)));
  if (bytesPerPixel == 4) return decode<i32>(target, count, blockSize, 5, 25, bswap<i32>(load<i32>(source)));
  return -1;
}
