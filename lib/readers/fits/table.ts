// Where the rows, columns and heap of a binary table lie (FITS 4.0, 7.3).

import { MalformedFileError } from "@/lib/errors";
import { type Hdu, placeOf, requireInteger, requireWhole } from "./hdu";
import type { Header } from "./header";
import type { FitsFile } from "./open-fits";

export interface BinaryColumn {
  /** n of TTYPEn, from 1. */
  number: number;
  /** TTYPE; "" when there is none. */
  name: string;
  /** TFORM as it is written (ZFORM in a compressed table). */
  format: string;
  unit: string | null;
  /** Letter of TFORM: L X B I J K A E D C M, or P and Q for an array in the heap. */
  type: string;
  /** Elements in the row; of P and Q, descriptors (0 or 1). */
  repeat: number;
  /** Letter of the heap's elements for P and Q; null otherwise. */
  heapType: string | null;
  /** First byte in the row, and bytes. */
  offset: number;
  byteWidth: number;
}

/** Where the parts of a table lie in the file. */
export interface TableLayout {
  place: string;
  columns: BinaryColumn[];
  rowBytes: number;
  rowCount: number;
  rowsStart: number;
  heapStart: number;
  heapBytes: number;
}

/** An array in the heap: first byte from the heap's start, and elements. */
export interface HeapArray {
  count: number;
  offset: number;
}

const ELEMENT_BYTES: Record<string, number> = {
  L: 1,
  B: 1,
  A: 1,
  I: 2,
  J: 4,
  K: 8,
  E: 4,
  D: 8,
  C: 8,
  M: 16,
  P: 8,
  Q: 16,
};
const TFORM = /^\s*(\d*)([LXBIJKAEDCMPQ])([LXBIJKAEDCM]?)/;

/** Where the rows of a table lie, be it binary or ASCII. */
export type RowLayout = Pick<TableLayout, "place" | "rowBytes" | "rowCount" | "rowsStart">;

/**
 * The rows of a table HDU, of a compressed one those of the table of compressed bytes.
 * @throws MalformedFileError when the data do not fit the file
 */
export function rowLayoutOf(file: FitsFile, hdu: Hdu): RowLayout {
  const place = placeOf(hdu.index, file.name);
  const rowBytes = requireInteger(hdu.header, "NAXIS1", 0, Number.MAX_SAFE_INTEGER, place);
  const rowCount = requireInteger(hdu.header, "NAXIS2", 0, Number.MAX_SAFE_INTEGER, place);
  requireWhole(file, hdu);
  if (rowBytes * rowCount <= hdu.dataBytes) return { place, rowBytes, rowCount, rowsStart: hdu.dataStart };
  const found = `${rowCount} rows of ${rowBytes} bytes`;
  throw new MalformedFileError({ place, found, expected: `at most ${hdu.dataBytes} bytes of data` });
}

/**
 * The layout of a binary table, compressed images included.
 * @throws MalformedFileError when columns do not fit the row, the heap not the data, or the data not the file
 */
export function layoutOf(file: FitsFile, hdu: Hdu): TableLayout {
  const rows = rowLayoutOf(file, hdu);
  const { place, rowBytes, rowCount } = rows;
  const gapEnd =
    hdu.header.get("THEAP") === undefined
      ? rowBytes * rowCount
      : requireInteger(hdu.header, "THEAP", rowBytes * rowCount, hdu.dataBytes, place);
  return {
    ...rows,
    columns: readColumns(hdu.header, "TFORM", rowBytes, place),
    heapStart: hdu.dataStart + gapEnd,
    heapBytes: hdu.dataBytes - gapEnd,
  };
}

/** The column of that name, or null; case does not matter (FITS 4.0, 7.3.2). */
export function findColumn(layout: TableLayout, name: string): BinaryColumn | null {
  return layout.columns.find((column) => column.name.toUpperCase() === name.toUpperCase()) ?? null;
}

/**
 * The descriptor of a heap array in a row (FITS 4.0, 7.3.5). Those of P are read as unsigned, as cfitsio writes them into heaps beyond 2 GB.
 * @param row the row's bytes
 * @throws MalformedFileError when it points out of the heap
 */
export function readHeapArray(layout: TableLayout, column: BinaryColumn, row: DataView, rowIndex: number): HeapArray {
  if (column.repeat === 0) return { count: 0, offset: 0 };
  const isWide = column.type === "Q";
  const count = isWide ? Number(row.getBigInt64(column.offset)) : row.getUint32(column.offset);
  const offset = isWide ? Number(row.getBigInt64(column.offset + 8)) : row.getUint32(column.offset + 4);
  if (count === 0) return { count: 0, offset: 0 };
  const bytes = fieldBytes(column.heapType ?? "B", count);
  if (count > 0 && offset >= 0 && offset + bytes <= layout.heapBytes) return { count, offset };
  throw outOfHeap(layout, column, rowIndex, { count, offset });
}

/** The error of a descriptor that points out of the heap. */
export function outOfHeap(layout: TableLayout, column: BinaryColumn, rowIndex: number, array: HeapArray) {
  return new MalformedFileError({
    place: `${layout.place}, row ${rowIndex + 1}, column ${column.name || `#${column.number}`}`,
    found: `array of ${array.count} at byte ${array.offset} of the heap`,
    expected: `an array within its ${layout.heapBytes} bytes`,
  });
}

/** Bytes of one element of a TFORM letter; bits (X) count as bytes. */
export function elementBytes(type: string): number {
  return ELEMENT_BYTES[type] ?? 1;
}

/** Bytes of `count` elements of a TFORM letter; bits (X) fill whole bytes. */
export function fieldBytes(type: string, count: number): number {
  return type === "X" ? Math.ceil(count / 8) : count * elementBytes(type);
}

/**
 * The columns of a binary table, one after the other in the row.
 * @param keyword ZFORM for those that a compressed table stands for
 * @throws MalformedFileError for a format of no known type, or columns wider than the row
 */
export function readColumns(
  header: Header,
  keyword: "TFORM" | "ZFORM",
  rowBytes: number,
  place: string,
): BinaryColumn[] {
  const count = requireInteger(header, "TFIELDS", 0, 999, place);
  let offset = 0;
  const columns = Array.from({ length: count }, (_, i): BinaryColumn => {
    const number = i + 1;
    const format = header.getText(`${keyword}${number}`) ?? "";
    const [, digits, type, heapType] = TFORM.exec(format) ?? [];
    if (type === undefined) {
      const found = `${keyword}${number} = "${format}"`;
      throw new MalformedFileError({ place, found, expected: "a column format as 1J or 1PE(9)" });
    }
    const repeat = digits ? Number(digits) : 1;
    const column = {
      number,
      name: header.getText(`TTYPE${number}`)?.trim() ?? "",
      format,
      unit: header.getText(`TUNIT${number}`),
      type,
      repeat,
      heapType: type === "P" || type === "Q" ? heapType || "B" : null,
      offset,
      byteWidth: fieldBytes(type, repeat),
    };
    offset += column.byteWidth;
    return column;
  });
  if (offset <= rowBytes) return columns;
  const found = `columns of ${offset} bytes`;
  throw new MalformedFileError({ place, found, expected: `rows of NAXIS1 = ${rowBytes} bytes` });
}
