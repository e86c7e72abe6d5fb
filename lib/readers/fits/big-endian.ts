// FITS stores numbers with the most significant byte first (FITS 4.0, 5.2 and 5.3); typed arrays here are little-endian.

import { decodingKernels } from "./scratch";

/** Swaps bytes some three times as fast as a kernel that has to copy them in and out; null in the browser. */
const nodeBuffer = findNodeBuffer();

/** Bytes swapped at a time: in and out of the scratch without leaving the cache. */
const BLOCK_BYTES = 65_536;

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

/**
 * Big-endian words to native ones in place, wherever they lie. Bytes behind the last whole word stay.
 * @param width bytes of a word: 1, 2, 4 or 8
 * @param flips whether the highest bit is flipped too: the other sign by the conventions of BZERO (FITS 4.0, table 11)
 */
export function swapInPlace(bytes: Uint8Array, width: number, flips = false): void {
  const whole = bytes.subarray(0, bytes.length - (bytes.length % width));
  if (width === 1 && !flips) return;
  if (nodeBuffer && width > 1) {
    const buffer = nodeBuffer.from(whole.buffer, whole.byteOffset, whole.length);
    if (width === 2) buffer.swap16();
    else if (width === 4) buffer.swap32();
    else buffer.swap64();
    if (flips) flipHighestBits(whole, width);
  } else swapByKernel(whole, width, flips);
}

/** For where Node is not, and for what its Buffer cannot do. */
export function swapByKernel(bytes: Uint8Array, width: number, flips: boolean): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const at = kernels.allocate(BLOCK_BYTES);
  const block = kernels.uint8(at, BLOCK_BYTES);
  for (let start = 0; start < bytes.length; start += block.length) {
    const part = bytes.subarray(start, start + block.length);
    block.set(part);
    kernels.exports.nativeWords(at, part.length / width, width, flips ? 1 : 0);
    part.set(part.length === block.length ? block : block.subarray(0, part.length));
  }
  kernels.release(mark);
}

/** Of little-endian words, in place. */
function flipHighestBits(bytes: Uint8Array, width: number): void {
  const wordBytes = width === 8 ? 8 : 4;
  const head = bytes.byteOffset % 4 === 0 ? bytes.length - (bytes.length % wordBytes) : 0;
  const words = head > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset, head / 4) : new Int32Array(0);
  const mask = width === 2 ? 0x80008000 : 0x80000000;
  const step = width === 8 ? 2 : 1;
  for (let i = step - 1; i < words.length; i += step) words[i]! ^= mask;
  for (let i = head + width - 1; i < bytes.length; i += width) bytes[i]! ^= 0x80;
}

function fill<T extends Int16Array | Int32Array | Float32Array | Float64Array>(array: T, at: (i: number) => number): T {
  for (let i = 0; i < array.length; i++) array[i] = at(i);
  return array;
}

/** What is used of Node's Buffer. */
interface NodeBuffer {
  from(
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ): Record<"swap16" | "swap32" | "swap64", () => unknown>;
}

function findNodeBuffer(): NodeBuffer | null {
  return globalThis.process?.getBuiltinModule?.("node:buffer").Buffer ?? null;
}
