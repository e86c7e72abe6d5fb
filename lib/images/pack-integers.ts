// Integers in as few bits as each block of 32 of them needs: lossless, and fast in plain JavaScript, since 32 numbers of w bits are
// w whole words. (Rice packs integer noise some 15 % tighter, and takes several times as long to undo bit by bit.) Pure.
//
// The difference of each number to the one before it (the first: to 0), folded so that small ones of either sign are small: 0, -1, 1, -2
// are 0, 1, 2, 3. First a byte a block: w, 0 to 32; padding to 4 bytes; then the words of the blocks, lowest bits first. The last block is
// filled up with equal numbers.

import { MalformedFileError } from "../errors";

const BLOCK = 32;
const WORD = 4;

/**
 * Packs integers.
 *
 * @param values any int32
 * @returns new bytes, a multiple of 4; at most 33/32 of the input
 */
export function packIntegers(values: Int32Array): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(values.length / BLOCK);
  const head = Math.ceil(blocks / WORD) * WORD;
  const bytes = new Uint8Array(head + WORD * BLOCK * blocks);
  const words = new Uint32Array(bytes.buffer, head);
  const folded = new Uint32Array(BLOCK);
  let at = 0;
  let last = 0;
  for (let block = 0; block < blocks; block++) {
    const first = block * BLOCK;
    const count = Math.min(BLOCK, values.length - first);
    let union = 0;
    for (let i = 0; i < count; i++) {
      const value = values[first + i]!;
      const difference = (value - last) | 0;
      last = value;
      const fold = (difference << 1) ^ (difference >> 31);
      folded[i] = fold;
      union |= fold;
    }
    folded.fill(0, count);
    const width = BLOCK - Math.clz32(union);
    bytes[block] = width;
    packBlock(folded, width, words, at);
    at += width;
  }
  return bytes.slice(0, head + WORD * at);
}

function packBlock(folded: Uint32Array, width: number, words: Uint32Array, at: number): void {
  if (width === 0) return;
  let used = 0;
  let word = 0;
  let next = at;
  for (let i = 0; i < BLOCK; i++) {
    const value = folded[i]!;
    word |= value << used;
    used += width;
    if (used < BLOCK) continue;
    words[next++] = word;
    used -= BLOCK;
    // a shift by 32 would be one by 0
    word = used === 0 ? 0 : value >>> (width - used);
  }
}

/**
 * Unpacks what packIntegers made.
 *
 * @param bytes whole, at a multiple of 4 in its buffer
 * @param target as long as the values were
 * @throws MalformedFileError when the bytes are not as many as their widths say
 */
export function unpackIntegers(bytes: Uint8Array<ArrayBuffer>, target: Int32Array | Float32Array): void {
  const blocks = Math.ceil(target.length / BLOCK);
  const head = Math.ceil(blocks / WORD) * WORD;
  let wordCount = 0;
  for (let block = 0; block < blocks; block++) wordCount += bytes[block] ?? Number.NaN;
  if (bytes.length !== head + WORD * wordCount || bytes.subarray(0, blocks).some((width) => width > BLOCK)) {
    const found = `${bytes.length} bytes for ${target.length} packed integers`;
    throw new MalformedFileError({ place: "tile", found, expected: "as many as their widths say" });
  }
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + head, wordCount);
  let at = 0;
  let last = 0;
  for (let block = 0; block < blocks; block++) {
    const width = bytes[block]!;
    const first = block * BLOCK;
    const end = Math.min(first + BLOCK, target.length);
    if (width === 0) {
      target.fill(last, first, end);
      continue;
    }
    const mask = width === BLOCK ? -1 : (1 << width) - 1;
    let [used, next] = [0, at];
    for (let i = first; i < end; i++) {
      let fold = words[next]! >>> used;
      used += width;
      if (used >= BLOCK) {
        next++;
        used -= BLOCK;
        if (used > 0) fold |= words[next]! << (width - used);
      }
      fold &= mask;
      last = (last + ((fold >>> 1) ^ -(fold & 1))) | 0;
      target[i] = last;
    }
    at += width;
  }
}
