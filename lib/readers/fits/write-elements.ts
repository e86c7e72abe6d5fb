// Elements of a column as the file stores them: numbers, complex pairs, logicals and bits (FITS 4.0, 7.3.2 and 7.3.3).

import { InvalidParameterError } from "@/lib/errors";
import type { ColumnType } from "./columns";
import { type PixelArray, typeOfPixels } from "./scaling";
import { storedAs, storeNumbers } from "./write-numbers";

/** A column as readTable gives it, with what else can be said of it; names left out have their defaults. */
export interface ColumnToWrite {
  name: string;
  unit?: string | null;
  /** Comment of TTYPE. */
  description?: string | null;
  /**
   * Left out: "text" for strings, else the numbers' own type. To be named for a Uint8Array of 0 and 1 that is "bool" or "bits", and for
   * pairs of real and imaginary part, "complex64" of float32 or "complex128" of float64.
   */
  type?: ColumnType;
  /** Shape of one cell, slowest axis first; left out or []: a scalar. Bits of several axes are stored as one. */
  cellShape?: number[];
  /** One cell after the other. */
  values: PixelArray | string[];
  /** Cells of variable length: cell i is values[offsets[i]] to values[offsets[i + 1]]. */
  offsets?: ArrayLike<number> | null;
  /** 1 for each undefined one of `values`: TNULL of integers, NaN of floats, 0 of logicals, "" of text. */
  isNull?: Uint8Array | null;
}

/** Stored elements: bytes of each, letter of TFORM, how many of `values` make one. */
export interface Elements {
  letter: string;
  bytes: Uint8Array;
  width: number;
  perElement: number;
  zero: number | bigint;
  undefinedAs: number | bigint | null;
}

const LETTERS: Record<number, string> = { 8: "B", 16: "I", 32: "J", 64: "K", [-32]: "E", [-64]: "D" };

/**
 * The elements of a column of numbers, logicals or bits; bits a byte each, to be packed by packBits.
 * @throws InvalidParameterError values that are not of the type
 */
export function encodeElements(column: ColumnToWrite, values: PixelArray, place: string): Elements {
  const { type } = column;
  if (type === "bool" || type === "bits") return encodeLogicals(column, values, type, place);
  const complex = type === "complex64" || type === "complex128";
  const { bitpix, zero } = storedAs(values);
  const isRight = complex
    ? bitpix === (type === "complex64" ? -32 : -64)
    : (type ?? typeOfPixels(values)) === typeOfPixels(values);
  if (!isRight) throw mismatch(column, place);
  const { marked, undefinedAs } = markUndefined(values, column.isNull ?? null, place);
  const bytes = new Uint8Array(marked.byteLength);
  storeNumbers(marked, bytes);
  const letter = complex ? (bitpix === -32 ? "C" : "M") : LETTERS[bitpix]!;
  const perElement = complex ? 2 : 1;
  return { letter, bytes, width: perElement * values.BYTES_PER_ELEMENT, perElement, zero, undefinedAs };
}

function encodeLogicals(column: ColumnToWrite, values: PixelArray, type: "bool" | "bits", place: string): Elements {
  if (!(values instanceof Uint8Array)) throw mismatch(column, place);
  const isOther = values.findIndex((value) => value > 1);
  if (isOther >= 0) {
    throw new InvalidParameterError({ place, found: `${values[isOther]} in ${type}`, expected: "0 or 1" });
  }
  const common = { width: 1, perElement: 1, zero: 0, undefinedAs: null };
  if (type === "bool") {
    const bytes = values.map((value, i) => (column.isNull?.[i] ? 0 : value === 1 ? 0x54 : 0x46));
    return { letter: "L", bytes, ...common };
  }
  if (column.isNull?.includes(1)) {
    throw new InvalidParameterError({ place, found: "undefined bits", expected: "bits of 0 or 1" });
  }
  return { letter: "X", bytes: values, ...common };
}

/** Undefined floats become NaN, undefined integers a number that no other of them has, as stored in the file. */
function markUndefined(values: PixelArray, isNull: Uint8Array | null, place: string) {
  if (!isNull?.includes(1)) return { marked: values, undefinedAs: null };
  if (values instanceof Float32Array || values instanceof Float64Array) {
    return { marked: values.map((value, i) => (isNull[i] ? Number.NaN : value)), undefinedAs: null };
  }
  const taken = new Set<number | bigint>();
  for (let i = 0; i < values.length; i++) if (!isNull[i]) taken.add(values[i]!);
  const bits = 8 * values.BYTES_PER_ELEMENT;
  const { zero } = storedAs(values);
  const least = values instanceof Uint8Array || zero !== 0 ? 0n : -(2n ** BigInt(bits - 1));
  const first = values instanceof Int8Array ? -128n : least;
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  for (let i = 0n; i < 2n ** BigInt(bits); i++) {
    const candidate = first + i;
    if (taken.has(isBig ? candidate : Number(candidate))) continue;
    const stored = candidate - BigInt(zero);
    if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
      return { marked: values.map((value, k) => (isNull[k] ? candidate : value)), undefinedAs: stored };
    }
    return { marked: values.map((value, k) => (isNull[k] ? Number(candidate) : value)), undefinedAs: stored };
  }
  throw new InvalidParameterError({
    place,
    found: "every value of the type",
    expected: "one left for undefined values",
  });
}

/** Bits of 0 and 1, most significant first; every cell starts a byte. */
export function packBits(bits: Uint8Array, perCell: number, rowCount: number): Uint8Array {
  const starts = Array.from({ length: rowCount + 1 }, (_, row) => row * perCell);
  return packBitCells(bits, starts).bytes;
}

/** As packBits for cells of any lengths; `starts` are the cells' first bytes. */
export function packBitCells(bits: Uint8Array, offsets: ArrayLike<number>): { bytes: Uint8Array; starts: number[] } {
  const starts: number[] = [0];
  for (let row = 0; row + 1 < offsets.length; row++) {
    starts.push(starts[row]! + Math.ceil((offsets[row + 1]! - offsets[row]!) / 8));
  }
  const bytes = new Uint8Array(starts.at(-1)!);
  for (let row = 0; row + 1 < offsets.length; row++) {
    const from = offsets[row]!;
    const count = offsets[row + 1]! - from;
    for (let i = 0; i < count; i++) bytes[starts[row]! + (i >> 3)]! |= bits[from + i]! << (7 - (i & 7));
  }
  return { bytes, starts };
}

/** The refusal of values that are not of the type that the column names. */
export function mismatch(column: ColumnToWrite, place: string): InvalidParameterError {
  const found = `${column.values.constructor.name} as ${column.type}`;
  return new InvalidParameterError({ place, found, expected: "values of the type" });
}
