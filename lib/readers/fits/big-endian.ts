// FITS stores numbers with the most significant byte first (FITS 4.0, 5.2 and 5.3); typed arrays here are little-endian.

import { decodingKernels } from "./scratch";

/** Words swapped at a time: in and out of the scratch without leaving the cache. */
const BLOCK_WORDS = 16_384;

/**
 * Stored numbers of a BITPIX from big-endian bytes. int64 beyond 2^53 is rounded to a double.
 * @param first index of the first number in `bytes`
 * @returns `count` numbers in a typed array that holds them exactly (int64: Float64Array)
 */
export function readBigEndian(bytes: Uint8Array, bitpix: number, first: number, count: number): ArrayLike<number> {
  if (bitpix === 8) return bytes.subarray(first, first + count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bitpix === 16) return fill(new Int16Array(count), (i) => view.getInt16((first + i) * 2));
  if (bitpix === 32) return fill(new Int32Array(count), (i) => view.getInt32((first + i) * 4));
  if (bitpix === -32) return fill(new Float32Array(count), (i) => view.getFloat32((first + i) * 4));
  if (bitpix === -64) return fill(new Float64Array(count), (i) => view.getFloat64((first + i) * 8));
  return fill(new Float64Array(count), (i) => Number(view.getBigInt64((first + i) * 8)));
}

/**
 * Big-endian integers of 1 (unsigned), 2 or 4 bytes, or floats of 4, to native 32-bit words.
 * @param isShuffled whether all first bytes stand before all second ones (GZIP_2)
 * @returns offset in the memory of decodingKernels, allocated there: mark and release are the caller's
 */
export function toWords(bytes: Uint8Array, width: number, count: number, isShuffled = false): number {
  const kernels = decodingKernels();
  const { exports } = kernels;
  const source = kernels.allocate(bytes.length);
  const at = width === 4 && !isShuffled ? source : kernels.allocate(4 * count);
  kernels.uint8(source, bytes.length).set(bytes);
  if (width === 1) exports.widenUint8(source, at, count);
  else if (width === 2) (isShuffled ? exports.joinPlanes2 : exports.widenInt16)(source, at, count);
  else if (isShuffled) exports.joinPlanes4(source, at, count);
  else exports.swap32(source, count);
  return at;
}

/** Reverses the bytes of every 4-byte word, in place, wherever they lie. Bytes behind the last whole word stay. */
export function swap32(bytes: Uint8Array): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const at = kernels.allocate(4 * BLOCK_WORDS);
  const block = kernels.uint8(at, 4 * BLOCK_WORDS);
  const end = bytes.length - (bytes.length % 4);
  for (let start = 0; start < end; start += block.length) {
    const part = bytes.subarray(start, Math.min(end, start + block.length));
    block.set(part);
    kernels.exports.swap32(at, part.length / 4);
    part.set(part.length === block.length ? block : block.subarray(0, part.length));
  }
  kernels.release(mark);
}

function fill<T extends Int16Array | Int32Array | Float32Array | Float64Array>(array: T, at: (i: number) => number): T {
  for (let i = 0; i < array.length; i++) array[i] = at(i);
  return array;
}
