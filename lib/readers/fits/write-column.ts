// Values of a column as the bytes of a binary table (FITS 4.0, 7.3.2 and 7.3.3).

import { InvalidParameterError } from "@/lib/errors";
import type { PixelArray } from "./scaling";
import { storedTypeOf, storeNumbers } from "./write-numbers";
import { checkedTexts, encodeTexts } from "./write-text";

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
  type?: string;
  /** Shape of one cell, slowest axis first; left out or []: a scalar. */
  cellShape?: number[];
  /** One cell after the other. */
  values: PixelArray | string[];
  /** Cells of variable length: cell i is values[offsets[i]] to values[offsets[i + 1]]. */
  offsets?: ArrayLike<number> | null;
  /** 1 for each undefined one of `values`: TNULL of integers, NaN of floats, 0 of logicals, "" of text. */
  isNull?: Uint8Array | null;
}

/** A column whose bytes are made. */
export interface EncodedColumn {
  name: string;
  letter: string;
  /** TFORM of a column of fixed length. */
  form: string;
  dimensions: string | null;
  zero: number | bigint;
  undefinedAs: number | bigint | null;
  /** Null where empty cells do not tell. */
  rowCount: number | null;
  cellBytes: number;
  /** The cells one after the other; empty with a heap. */
  bytes: Uint8Array;
  heap: Heap | null;
}

interface Heap {
  bytes: Uint8Array;
  /** Elements of the longest cell. */
  most: number;
  /** First byte and elements of a row's array. */
  cell(row: number): { start: number; count: number };
}

/** Stored elements: bytes of each, letter of TFORM, how many of `values` make one. */
interface Elements {
  letter: string;
  bytes: Uint8Array;
  width: number;
  perElement: number;
  zero: number | bigint;
  undefinedAs: number | bigint | null;
}

const LETTERS: Record<number, string> = { 8: "B", 16: "I", 32: "J", 64: "K", [-32]: "E", [-64]: "D" };

/**
 * The bytes of a column.
 * @throws InvalidParameterError values that do not fit the type, whole cells or each other
 */
export function encodeColumn(column: ColumnToWrite, hduPlace: string): EncodedColumn {
  const place = `${hduPlace}, column ${column.name}`;
  const shape = column.cellShape ?? [];
  if (shape.some((length) => !Number.isInteger(length) || length < 0)) {
    throw new InvalidParameterError({ place, found: `cell shape ${shape.join(" x ")}`, expected: "whole numbers" });
  }
  if (column.isNull && column.isNull.length !== column.values.length) {
    const found = `isNull of ${column.isNull.length}`;
    throw new InvalidParameterError({ place, found, expected: `one for each of ${column.values.length} values` });
  }
  if (isText(column.values)) return encodeTextColumn(column, column.values, shape, place);
  if (column.offsets) return encodeHeap(column, column.values, column.offsets, place);
  const perCell = shape.reduce((total, length) => total * length, 1);
  const elements = encodeElements(column, column.values, place);
  const valuesPerCell = perCell * elements.perElement;
  const rowCount = requireCells(column.values.length, valuesPerCell, place);
  const isBits = column.type === "bits";
  return {
    ...{ name: column.name, letter: elements.letter, form: `${perCell}${elements.letter}` },
    dimensions: shape.length > 1 ? `(${shape.toReversed().join(",")})` : null,
    ...{ zero: elements.zero, undefinedAs: elements.undefinedAs, rowCount },
    cellBytes: isBits ? Math.ceil(perCell / 8) : perCell * elements.width,
    bytes: isBits ? packBits(elements.bytes, perCell, rowCount ?? 0) : elements.bytes,
    heap: null,
  };
}

function isText(values: PixelArray | string[]): values is string[] {
  return Array.isArray(values);
}

function encodeTextColumn(column: ColumnToWrite, values: string[], shape: number[], place: string): EncodedColumn {
  if (column.type !== undefined && column.type !== "text") throw mismatch(column, place);
  if (column.offsets) {
    const found = "text of variable length";
    throw new InvalidParameterError({
      place,
      found,
      expected: "strings, which are stored at the longest one's length",
    });
  }
  const texts = checkedTexts(values, column.isNull ?? null, place);
  const perCell = shape.reduce((total, length) => total * length, 1);
  const width = texts.reduce((most, text) => Math.max(most, text.length), 1);
  return {
    ...{ name: column.name, letter: "A", form: `${perCell * width}A` },
    dimensions: shape.length > 0 ? `(${[width, ...shape.toReversed()].join(",")})` : null,
    ...{ zero: 0, undefinedAs: null, rowCount: requireCells(values.length, perCell, place) },
    ...{ cellBytes: perCell * width, bytes: encodeTexts(texts, width), heap: null },
  };
}

function encodeHeap(
  column: ColumnToWrite,
  values: PixelArray,
  offsets: ArrayLike<number>,
  place: string,
): EncodedColumn {
  const elements = encodeElements(column, values, place);
  const rowCount = offsets.length - 1;
  const { perElement } = elements;
  let most = 0;
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = [offsets[row]!, offsets[row + 1]!];
    const isRight = end >= start && end <= values.length && start % perElement === 0 && end % perElement === 0;
    if (!isRight || start < 0) {
      const found = `cell ${row} from ${start} to ${end}`;
      throw new InvalidParameterError({ place, found, expected: `a range of its ${values.length} values` });
    }
    most = Math.max(most, (end - start) / perElement);
  }
  if (rowCount < 0) throw new InvalidParameterError({ place, found: "no offsets", expected: "one more than rows" });
  const isBits = column.type === "bits";
  const packed = isBits ? packBitCells(elements.bytes, offsets) : null;
  return {
    ...{ name: column.name, letter: elements.letter, form: "", dimensions: null },
    ...{ zero: elements.zero, undefinedAs: elements.undefinedAs, rowCount, cellBytes: 0, bytes: new Uint8Array(0) },
    heap: {
      bytes: packed?.bytes ?? elements.bytes,
      most,
      cell(row) {
        const count = (offsets[row + 1]! - offsets[row]!) / perElement;
        return { start: packed ? packed.starts[row]! : (offsets[row]! / perElement) * elements.width, count };
      },
    },
  };
}

function encodeElements(column: ColumnToWrite, values: PixelArray, place: string): Elements {
  const { type } = column;
  if (type === "bool" || type === "bits") return encodeLogicals(column, values, type, place);
  const complex = type === "complex64" || type === "complex128";
  const { bitpix, zero } = storedTypeOf(values);
  const ownType = `${zero === 0 || bitpix === 8 ? "" : "u"}${bitpix < 0 ? "float" : "int"}${Math.abs(bitpix)}`;
  const expectedType = bitpix === 8 ? (zero === 0 ? "uint8" : "int8") : ownType;
  const isRight = complex ? bitpix === (type === "complex64" ? -32 : -64) : type === undefined || type === expectedType;
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
  const { zero } = storedTypeOf(values);
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

function requireCells(valueCount: number, perCell: number, place: string): number | null {
  if (perCell === 0 && valueCount === 0) return null;
  if (perCell > 0 && valueCount % perCell === 0) return valueCount / perCell;
  const found = `${valueCount} values`;
  throw new InvalidParameterError({ place, found, expected: `whole cells of ${perCell}` });
}

/** Bits of 0 and 1, most significant first; every cell starts a byte. */
function packBits(bits: Uint8Array, perCell: number, rowCount: number): Uint8Array {
  const starts = Array.from({ length: rowCount + 1 }, (_, row) => row * perCell);
  return packBitCells(bits, starts).bytes;
}

function packBitCells(bits: Uint8Array, offsets: ArrayLike<number>): { bytes: Uint8Array; starts: number[] } {
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

function mismatch(column: ColumnToWrite, place: string): InvalidParameterError {
  const found = `${column.values.constructor.name} as ${column.type}`;
  return new InvalidParameterError({ place, found, expected: "values of the type" });
}
