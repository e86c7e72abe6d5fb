// Numbers as FITS stores them: big-endian, unsigned ones with their sign bit flipped (FITS 4.0, 4.4.2.5, 5.2 and 5.3).

import { swapInPlace } from "./big-endian";
import type { PixelArray } from "./scaling";

/** What BZERO or TZERO turns signed integers of the file into: BITPIX 16 and BZERO 32768 are unsigned 16-bit. */
export interface StoredAs {
  bitpix: number;
  /** 0 for types that are stored as they are. */
  zero: number | bigint;
}

/** How an array's numbers are stored. */
export function storedAs(values: PixelArray): StoredAs {
  if (values instanceof Float32Array) return { bitpix: -32, zero: 0 };
  if (values instanceof Float64Array) return { bitpix: -64, zero: 0 };
  const bitpix = 8 * values.BYTES_PER_ELEMENT;
  if (values instanceof Int8Array) return { bitpix, zero: -128 };
  if (values instanceof Uint16Array) return { bitpix, zero: 2 ** 15 };
  if (values instanceof Uint32Array) return { bitpix, zero: 2 ** 31 };
  if (values instanceof BigUint64Array) return { bitpix, zero: 2n ** 63n };
  return { bitpix, zero: 0 };
}

/**
 * Writes all numbers of an array, big-endian, unsigned ones less their zero.
 * @param target as many bytes as the array has
 */
export function storeNumbers(values: PixelArray, target: Uint8Array): void {
  const isFlipped = storedAs(values).zero !== 0;
  const width = values.BYTES_PER_ELEMENT;
  if (target.byteOffset % Math.min(width, 4) !== 0) {
    const aligned = new Uint8Array(values.byteLength);
    storeNumbers(values, aligned);
    target.set(aligned);
  } else if (width === 1) storeBytes(bytesOf(values), target, isFlipped ? 0x80 : 0);
  else if (width === 2) store16(values, target, isFlipped ? 0x8000 : 0);
  else if (width === 4 && isFlipped) store32(values, target, 0x80000000);
  else if (width === 4) {
    target.set(bytesOf(values));
    swapInPlace(target.subarray(0, values.byteLength), 4);
  } else store64(values, target, isFlipped ? 0x80000000 : 0);
}

function storeBytes(source: Uint8Array, target: Uint8Array, flip: number): void {
  if (flip === 0) target.set(source);
  else for (let i = 0; i < source.length; i++) target[i] = source[i]! ^ flip;
}

function store16(values: PixelArray, target: Uint8Array, flip: number): void {
  const source = new Uint16Array(values.buffer, values.byteOffset, values.length);
  const words = new Uint16Array(target.buffer, target.byteOffset, values.length);
  for (let i = 0; i < source.length; i++) {
    const word = source[i]! ^ flip;
    words[i] = (word << 8) | (word >>> 8);
  }
}

function store32(values: PixelArray, target: Uint8Array, flip: number): void {
  const source = new Int32Array(values.buffer, values.byteOffset, values.length);
  const words = new Int32Array(target.buffer, target.byteOffset, values.length);
  for (let i = 0; i < source.length; i++) words[i] = swapped(source[i]! ^ flip);
}

function store64(values: PixelArray, target: Uint8Array, flip: number): void {
  const source = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const words = new Int32Array(target.buffer, target.byteOffset, 2 * values.length);
  for (let i = 0; i < source.length; i += 2) {
    words[i] = swapped(source[i + 1]! ^ flip);
    words[i + 1] = swapped(source[i]!);
  }
}

function swapped(word: number): number {
  const pairs = ((word & 0x00ff00ff) << 8) | ((word >>> 8) & 0x00ff00ff);
  return (pairs << 16) | (pairs >>> 16);
}

function bytesOf(values: PixelArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
