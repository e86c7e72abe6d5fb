// Rice compression of tiles of a FITS image (FITS 4.0, 10.4.1; R. Rice, P. Yeh, W. Miller 1993, the choice of fs by R. L. White).
// The stream is described in rice.ts, which reads it. Pointers are byte offsets; nothing is allocated.
//
// fs of a block is the number of bits of half the mean folded difference, which is within a bit of the best for noise of any
// distribution. Where it would cost more than the differences in full, they are stored in full.

/** Folded differences of one block. */
const MOST_BLOCK: i32 = 64;
const folded: usize = memory.data(256);

let bits: u64 = 0;
let used: u32 = 0;
let to: usize = 0;

/** Appends the low `count` bits of `value`, at most 32. */
// @ts-ignore: decorator
@inline
function put(value: u32, count: u32): void {
  bits = (bits << <u64>count) | <u64>value;
  used += count;
  if (used < 32) return;
  used -= 32;
  store<u32>(to, bswap<u32>(<u32>(bits >> <u64>used)));
  to += 4;
}

/** Folds the differences of a block to unsigned numbers of type U and returns their sum. T is the stored type, signed. */
function foldBlock<T, U>(source: usize, count: i32, last: T): u64 {
  const sign = <T>(sizeof<T>() * 8 - 1);
  let sum: u64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const value = <T>load<i32>(source + (i << 2));
    const difference = <T>(value - last);
    last = value;
    const word = <u32>(<U>((difference << 1) ^ (difference >> sign)));
    store<u32>(folded + (i << 2), word);
    sum += <u64>word;
  }
  return sum;
}

/** Unary quotient, a one, and fs low bits of each difference. */
function putBlock(count: i32, fs: u32): void {
  const mask: u32 = (1 << fs) - 1;
  for (let i: usize = 0; i < <usize>count; i++) {
    const word = load<u32>(folded + (i << 2));
    let zeros = word >> fs;
    const low = (word & mask) | (1 << fs);
    if (zeros + fs < 32) {
      put(low, zeros + fs + 1);
      continue;
    }
    for (; zeros >= 32; zeros -= 32) put(0, 32);
    put(0, zeros);
    put(low, fs + 1);
  }
}

function encode<T, U>(source: usize, count: i32, end: usize, blockSize: i32, fieldBits: u32, rawCode: u32): i32 {
  const rawBits: u32 = <u32>sizeof<T>() * 8;
  const start = to;
  let last = <T>load<i32>(source);
  put(<u32>(<U>last), rawBits);
  for (let done = 0; done < count; done += blockSize) {
    const length = min(blockSize, count - done);
    if (to + (<usize>length << 3) + 16 > end) return -1;
    const at = source + (<usize>done << 2);
    const sum = foldBlock<T, U>(at, length, last);
    last = <T>load<i32>(at + (<usize>(length - 1) << 2));
    const half = <u64>(length >> 1) + 1;
    const mean = sum < half ? 0 : <u32>((sum - half) / <u64>length);
    const fs: u32 = 32 - <u32>clz(mean >> 1);
    if (fs >= rawCode) {
      put(rawCode + 1, fieldBits);
      for (let i: usize = 0; i < <usize>length; i++) put(load<u32>(folded + (i << 2)), rawBits);
    } else if (sum == 0) put(0, fieldBits);
    else {
      put(fs + 1, fieldBits);
      putBlock(length, fs);
    }
  }
  for (; used > 0; used = used > 8 ? used - 8 : 0, to++) {
    store<u8>(to, used >= 8 ? <u8>(bits >> <u64>(used - 8)) : <u8>(bits << <u64>(8 - used)));
  }
  return <i32>(to - start);
}

/**
 * Encodes one tile.
 * @param source `count` int32, each within the range of `bytesPerPixel`
 * @param count at least 1
 * @param target receives the compressed tile; 8 bytes a pixel and 32 more are enough for any
 * @param capacity bytes that `target` has room for
 * @param blockSize pixels per block (BLOCKSIZE), at most 64
 * @param bytesPerPixel 1 (unsigned), 2 or 4 (BYTEPIX)
 * @returns bytes of the compressed tile, or -1 when it may not fit or the parameters are none of these
 */
export function riceEncode(
  source: usize,
  count: i32,
  target: usize,
  capacity: i32,
  blockSize: i32,
  bytesPerPixel: i32,
): i32 {
  if (count < 1 || blockSize < 1 || blockSize > MOST_BLOCK) return -1;
  bits = 0;
  used = 0;
  to = target;
  const end = target + <usize>capacity;
  if (bytesPerPixel == 1) return encode<i8, u8>(source, count, end, blockSize, 3, 6);
  if (bytesPerPixel == 2) return encode<i16, u16>(source, count, end, blockSize, 4, 14);
  if (bytesPerPixel == 4) return encode<i32, u32>(source, count, end, blockSize, 5, 25);
  return -1;
}
