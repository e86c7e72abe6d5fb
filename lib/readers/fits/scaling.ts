// From stored numbers to physical values: which scaling a header asks for (FITS 4.0, 4.4.2.5), and which type holds the result.

import { TaskFailedError } from "@/lib/errors";
import type { Header } from "./header";

/** value = scale * stored + zero; stored = blank is undefined (FITS 4.0, 4.4.2.5). */
export interface Scaling {
  scale: number;
  zero: number;
  /** Null where no stored value means undefined, always so for floating types. */
  blank: bigint | null;
}

/** An array of pixels: every type that an image of FITS can have. */
export type PixelArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** The types by name, as numpy spells them. */
export type PixelType = keyof typeof ARRAYS;

const OWN_TYPES: Record<number, PixelType> = {
  8: "uint8",
  16: "int16",
  32: "int32",
  64: "int64",
  [-32]: "float32",
  [-64]: "float64",
};
/** The other sign of an integer type of so many bits, by the convention of BZERO and TZERO (FITS 4.0, tables 11 and 19). */
export const SIGN_CONVENTIONS: Record<number, { zero: number; type: PixelType }> = {
  8: { zero: -128, type: "int8" },
  16: { zero: 2 ** 15, type: "uint16" },
  32: { zero: 2 ** 31, type: "uint32" },
  64: { zero: 2 ** 63, type: "uint64" },
};

/** BSCALE, BZERO and BLANK of an image; a missing or undefined keyword has its default. */
export function scalingOf(header: Header, bitpix: number): Scaling {
  return {
    scale: header.getNumber("BSCALE") ?? 1,
    zero: header.getNumber("BZERO") ?? 0,
    blank: bitpix > 0 ? storable(exactInteger(header, "BLANK"), bitpix) : null,
  };
}

/** An integer keyword with all its digits, also beyond 2^53; null when there is none. */
export function exactInteger(header: Header, keyword: string): bigint | null {
  const text = header.getText(keyword)?.trim() ?? "";
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace("+", ""));
  const number = header.getNumber(keyword);
  return number !== null && Number.isInteger(number) ? BigInt(number) : null;
}

/** A blank value that the stored type cannot hold marks no pixel. */
export function storable(blank: bigint | null, bitpix: number): bigint | null {
  if (blank === null) return null;
  const bits = bitpix === 64 ? 64 : 32;
  return BigInt.asIntN(bits, blank) === blank ? blank : null;
}

/** The type of stored numbers. */
export function storedTypeOf(bitpix: number): PixelType {
  return OWN_TYPES[bitpix] ?? "float64";
}

/** True for value = stored. */
export function isUnscaled({ scale, zero }: Scaling): boolean {
  return scale === 1 && zero === 0;
}

/**
 * The type of physical values, as astropy chooses it: the stored one where nothing is scaled, the other sign by the conventions
 * of BZERO, else float32 (stored in 8 or 16 bits, or as float32) or float64. Integers with BLANK are floats, for NaN.
 */
export function pixelTypeOf(bitpix: number, scaling: Scaling): PixelType {
  const own = storedTypeOf(bitpix);
  if (bitpix < 0) return own;
  const other = SIGN_CONVENTIONS[bitpix];
  if (scaling.blank === null) {
    if (isUnscaled(scaling)) return own;
    if (scaling.scale === 1 && scaling.zero === other?.zero) return other.type;
  }
  return bitpix <= 16 ? "float32" : "float64";
}

/** True for the types that the conventions of BZERO make of the stored ones. */
export function isOtherSign(type: PixelType): boolean {
  return type === "int8" || type === "uint16" || type === "uint32" || type === "uint64";
}

/** The type of an array as numpy spells it: "uint64" of a BigUint64Array. */
export function typeOfPixels(pixels: PixelArray): string {
  return pixels.constructor.name.replace("Array", "").replace("Big", "").toLowerCase();
}

/** Bytes of one pixel. */
export function bytesOf(type: PixelType): number {
  return ARRAYS[type].BYTES_PER_ELEMENT;
}

/**
 * A new array of zeros, or a view of `memory` where that is large enough.
 * @throws TaskFailedError when there is no memory for it
 */
export function newPixels(type: PixelType, count: number, memory?: ArrayBuffer): PixelArray {
  if (memory && memory.byteLength >= count * bytesOf(type)) return viewPixels(type, memory, 0, count);
  try {
    return new ARRAYS[type](count);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const found = `no memory for ${count} numbers of type ${type}`;
    throw new TaskFailedError(
      { place: "memory", found, expected: "room on this machine, or a part of the data" },
      { cause },
    );
  }
}

/**
 * target[at + i] = source[i].
 * @throws TaskFailedError where only one of the two holds 64-bit integers
 */
export function setPixels(target: PixelArray, source: PixelArray, at: number): void {
  if (isWide(target) && isWide(source)) target.set(source, at);
  else if (!isWide(target) && !isWide(source)) target.set(source, at);
  else {
    const found = `${typeOfPixels(source)} into ${typeOfPixels(target)}`;
    throw new TaskFailedError({ place: "memory", found, expected: "64-bit integers in both or in none" });
  }
}

function isWide(pixels: PixelArray): pixels is BigInt64Array | BigUint64Array {
  return pixels instanceof BigInt64Array || pixels instanceof BigUint64Array;
}

/** A view of `count` pixels. */
export function viewPixels(type: PixelType, buffer: ArrayBuffer, byteOffset: number, count: number): PixelArray {
  return new ARRAYS[type](buffer, byteOffset, count);
}
