// Big-endian numbers to native ones of the same width, and back (FITS 4.0, 5). Pointers are byte offsets; nothing is allocated;
// every vector loop has its scalar tail, so that any count will do.

const TOP_BITS_2: i64 = <i64>0x8000800080008000;
const TOP_BITS_4: i64 = <i64>0x8000000080000000;
const TOP_BIT_8: i64 = <i64>0x8000000000000000;
const TOP_BITS_1: i64 = <i64>0x8080808080808080;

/**
 * Reverses the bytes of `count` words in place and flips their highest bit where asked: that turns stored signed integers into
 * the unsigned ones of BZERO = 2^(bits - 1), and stored bytes into signed ones of BZERO = -128.
 * @param width bytes of a word: 1, 2, 4 or 8
 * @param flips 1 to flip the highest bit of each native word, else 0
 */
export function nativeWords(pointer: usize, count: i32, width: i32, flips: i32): void {
  if (width == 1) {
    if (flips) flipBytes(pointer, pointer + <usize>count);
  } else if (width == 2) swapWords2(pointer, pointer + (<usize>count << 1), flips ? TOP_BITS_2 : 0);
  else if (width == 4) swapWords4(pointer, pointer + (<usize>count << 2), flips ? TOP_BITS_4 : 0);
  else swapWords8(pointer, pointer + (<usize>count << 3), flips ? TOP_BIT_8 : 0);
}

function flipBytes(pointer: usize, end: usize): void {
  const flip = i64x2.splat(TOP_BITS_1);
  for (; pointer + 16 <= end; pointer += 16) v128.store(pointer, v128.xor(v128.load(pointer), flip));
  for (; pointer < end; pointer++) store<u8>(pointer, load<u8>(pointer) ^ 0x80);
}

function swapWords2(pointer: usize, end: usize, mask: i64): void {
  const flip = i64x2.splat(mask);
  for (; pointer + 16 <= end; pointer += 16) {
    const words = v128.load(pointer);
    const native = v128.shuffle<u8>(words, words, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
    v128.store(pointer, v128.xor(native, flip));
  }
  for (; pointer < end; pointer += 2) store<u16>(pointer, bswap<u16>(load<u16>(pointer)) ^ <u16>mask);
}

function swapWords4(pointer: usize, end: usize, mask: i64): void {
  const flip = i64x2.splat(mask);
  for (; pointer + 16 <= end; pointer += 16) {
    const words = v128.load(pointer);
    const native = v128.shuffle<u8>(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    v128.store(pointer, v128.xor(native, flip));
  }
  for (; pointer < end; pointer += 4) store<u32>(pointer, bswap<u32>(load<u32>(pointer)) ^ <u32>mask);
}

function swapWords8(pointer: usize, end: usize, mask: i64): void {
  const flip = i64x2.splat(mask);
  for (; pointer + 16 <= end; pointer += 16) {
    const words = v128.load(pointer);
    const native = v128.shuffle<u8>(words, words, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
    v128.store(pointer, v128.xor(native, flip));
  }
  for (; pointer < end; pointer += 8) store<u64>(pointer, bswap<u64>(load<u64>(pointer)) ^ <u64>mask);
}

/**
 * target = source * scale + zero in float32, each step rounded, as numpy computes with arrays of float32.
 * @param source `count` int32 that float32 holds exactly
 * @param target `count` float32; may be `source`
 */
export function scaleSingle(source: usize, target: usize, count: i32, scale: f32, zero: f32): void {
  const end = source + (<usize>count << 2);
  const scales = f32x4.splat(scale);
  const zeros = f32x4.splat(zero);
  for (; source + 16 <= end; source += 16, target += 16) {
    const stored = f32x4.convert_i32x4_s(v128.load(source));
    v128.store(target, f32x4.add(f32x4.mul(stored, scales), zeros));
  }
  for (; source < end; source += 4, target += 4) store<f32>(target, <f32>load<i32>(source) * scale + zero);
}
