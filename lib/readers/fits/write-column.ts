// Values of a column as the bytes of a binary table (FITS 4.0, 7.3.2 and 7.3.3).

import { InvalidParameterError } from "@/lib/errors";
import type { PixelArray } from "./scaling";
import { type ColumnToWrite, encodeElements, mismatch, packBitCells, packBits } from "./write-elements";
import { checkedTexts, encodeTexts } from "./write-text";

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
    // astropy 5.2 takes TDIM of bits for bytes, and misreads the whole table
    dimensions: shape.length > 1 && !isBits ? `(${shape.toReversed().join(",")})` : null,
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

function requireCells(valueCount: number, perCell: number, place: string): number | null {
  if (perCell === 0 && valueCount === 0) return null;
  if (perCell > 0 && valueCount % perCell === 0) return valueCount / perCell;
  const found = `${valueCount} values`;
  throw new InvalidParameterError({ place, found, expected: `whole cells of ${perCell}` });
}
