// Bit planes of HCOMPRESS_1: a stream of nybbles, Huffman codes and sign bits, highest bit first. Used by hcompress.ts.
// Nothing behind the end of the stream is read: bits there are 0, and `isPastEnd` tells that they were asked for.

let first: usize = 0;
let end: usize = 0;
/** Bits read so far. */
let cursor: u64 = 0;

/** Begins at the first bit of `length` bytes. */
export function openBits(source: usize, length: i32): void {
  first = source;
  end = source + <usize>length;
  cursor = 0;
}

/** Whether more bits were read than there are. */
export function isPastEnd(): bool {
  return cursor > <u64>(end - first) << 3;
}

/** Goes on at the next whole byte. */
export function alignBits(): void {
  cursor = (cursor + 7) & ~7;
}

/** The next 57 bits or more at `at`, in the top of a word. */
// @ts-ignore: decorator
@inline
function windowAt(at: u64): u64 {
  const byte = first + <usize>(at >> 3);
  if (byte + 8 <= end) return bswap<u64>(load<u64>(byte)) << (at & 7);
  let word: u64 = 0;
  for (let i: usize = 0; i < 8; i++) word = (word << 8) | (byte + i < end ? <u64>load<u8>(byte + i) : 0);
  return word << (at & 7);
}

/** The next `count` bits, 1 to 56. */
export function takeBits(count: u64): u64 {
  const value = windowAt(cursor) >> (64 - count);
  cursor += count;
  return value;
}

/** By the next 6 bits: length of the code << 4 | value (R. White's fixed code: single bits are shortest). */
const CODES = memory.data<u8>([
  0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31, 0x32, 0x32, 0x32, 0x32, 0x32, 0x32, 0x32, 0x32, 0x34, 0x34, 0x34, 0x34,
  0x34, 0x34, 0x34, 0x34, 0x38, 0x38, 0x38, 0x38, 0x38, 0x38, 0x38, 0x38, 0x43, 0x43, 0x43, 0x43, 0x45, 0x45, 0x45, 0x45,
  0x4a, 0x4a, 0x4a, 0x4a, 0x4c, 0x4c, 0x4c, 0x4c, 0x4f, 0x4f, 0x4f, 0x4f, 0x56, 0x56, 0x57, 0x57, 0x59, 0x59, 0x5b, 0x5b,
  0x5d, 0x5d, 0x60, 0x6e,
]);

/** The next four bits, as their Huffman code tells. */
export function takeCode(): u8 {
  const code = load<u8>(CODES + <usize>(windowAt(cursor) >> 58));
  cursor += code >> 4;
  return code & 15;
}

/** Reads `count` nybbles into bytes; may write up to 15 bytes behind them. */
export function takeNybbles(target: usize, count: usize): void {
  const low = i8x16.splat(15);
  let at = cursor;
  for (let i: usize = 0; i < count; i += 16, at += 64) {
    const word = windowAt(at) | (windowAt(at + 32) >> 32);
    const bytes = i64x2.splat(bswap<u64>(word));
    const highs = v128.and(v128.shr<u16>(bytes, 4), low);
    v128.store(target + i, v128.shuffle<u8>(highs, v128.and(bytes, low), 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  }
  cursor += <u64>count << 2;
}

/**
 * Doubles a level of the quadtree: every bit of a parent nybble says whether the child below it has any bit, and is then
 * followed by that child's code. Children are read from the last to the first.
 * @param parents ceil(rows / 2) x ceil(columns / 2) nybbles, one a byte; 8 bytes behind them are read
 * @param children rows x columns nybbles
 */
export function takeChildren(parents: usize, children: usize, rows: i32, columns: i32): void {
  memory.fill(children, 0, <usize>rows * columns);
  const pitch = <usize>((columns + 1) >> 1);
  const lastGroup = (columns - 1) >> 4;
  const lastMask = (2 << ((columns - 1) & 15)) - 1;
  let at = cursor;
  let buffer = windowAt(at);
  let valid: u64 = 57;
  for (let row = rows - 1; row >= 0; row--) {
    const parentRow = parents + <usize>(row >> 1) * pitch;
    const childRow = children + <usize>row * columns;
    const select = row & 1 ? i16x8.splat(0x0102) : i16x8.splat(0x0408);
    for (let group = lastGroup; group >= 0; group--) {
      const eight = v128.load64_zero(parentRow + (<usize>group << 3));
      const twice = v128.shuffle<u8>(eight, eight, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
      let mask = i8x16.bitmask(i8x16.ne(v128.and(twice, select), i64x2.splat(0)));
      if (group == lastGroup) mask &= lastMask;
      const child = childRow + (<usize>group << 4);
      while (mask != 0) {
        if (valid < 6) {
          at += 57 - valid;
          buffer = windowAt(at);
          valid = 57;
        }
        const place = 31 - clz(mask);
        const code = <u64>load<u8>(CODES + <usize>(buffer >> 58));
        store<u8>(child + <usize>place, <u8>(code & 15));
        buffer <<= code >> 4;
        valid -= code >> 4;
        mask ^= 1 << place;
      }
    }
  }
  cursor = at + 57 - valid;
}

/** 256 x 4 int32: by 4 lanes that are not 0 (bit i: lane i) << 4 | the next 4 bits: -1 where a lane is negative. */
const SIGNS = memory.data(4096, 16);
let hasSigns = false;

function makeSigns(): void {
  for (let lanes = 0; lanes < 16; lanes++) {
    for (let bits = 0; bits < 16; bits++) {
      let bit = 3;
      for (let lane = 0; lane < 4; lane++) {
        if (((lanes >> lane) & 1) == 0) continue;
        store<i32>(SIGNS + (((lanes << 4) | bits) << 4) + (lane << 2), -((bits >> bit) & 1));
        bit--;
      }
    }
  }
  hasSigns = true;
}

/** Takes a sign bit for each of `count` int32 that is not 0: 1 makes it negative. 12 bytes behind them are rewritten as they were. */
export function takeSigns32(values: usize, count: i32): void {
  if (!hasSigns) makeSigns();
  const zero = i64x2.splat(0);
  let at = cursor;
  let buffer = windowAt(at);
  let valid: u64 = 57;
  for (let i = 0; i < count; i += 4, values += 16) {
    const four = v128.load(values);
    let lanes = <u32>i32x4.bitmask(i32x4.ne(four, zero));
    if (count - i < 4) lanes &= (1 << (count - i)) - 1;
    if (valid < 4) {
      at += 57 - valid;
      buffer = windowAt(at);
      valid = 57;
    }
    const signs = v128.load(SIGNS + <usize>(((lanes << 4) | <u32>(buffer >> 60)) << 4));
    v128.store(values, i32x4.sub(v128.xor(four, signs), signs));
    const used = <u64>popcnt(lanes);
    buffer <<= used;
    valid -= used;
  }
  cursor = at + 57 - valid;
}

/** As takeSigns32 for int64. */
export function takeSigns64(values: usize, count: i32): void {
  const stop = values + (<usize>count << 3);
  for (; values < stop; values += 8) {
    const value = load<i64>(values);
    if (value != 0 && takeBits(1) != 0) store<i64>(values, -value);
  }
}
