// Where the rows, columns and heap of a binary table lie (FITS 4.0, 7.3).

import { MalformedFileError } from "@/lib/errors";
import { type Hdu, placeOf, requireInteger } from "./hdu";
import type { FitsFile } from "./open-fits";

export interface BinaryColumn {
  /** TTYPE; "" when there is none. */
  name: string;
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

/**
 * The layout of a binary table, compressed images included.
 * @throws MalformedFileError when columns do not fit the row, the heap not the data, or the data not the file
 */
export function layoutOf(file: FitsFile, hdu: Hdu): TableLayout {
  const place = placeOf(hdu.index, file.name);
  const most = hdu.dataBytes;
  const rowBytes = requireInteger(hdu.header, "NAXIS1", 0, most, place);
  const rowCount = requireInteger(hdu.header, "NAXIS2", 0, most, place);
  const gapEnd =
    hdu.header.get("THEAP") === undefined
      ? rowBytes * rowCount
      : requireInteger(hdu.header, "THEAP", rowBytes * rowCount, most, place);
  if (hdu.dataStart + hdu.dataBytes > file.byteLength) {
    const found = `file of ${file.byteLength} bytes (truncated, or a lying header)`;
    throw new MalformedFileError({ place, found, expected: `data up to byte ${hdu.dataStart + hdu.dataBytes}` });
  }
  return {
    place,
    columns: readColumns(hdu, rowBytes, place),
    rowBytes,
    rowCount,
    rowsStart: hdu.dataStart,
    heapStart: hdu.dataStart + gapEnd,
    heapBytes: hdu.dataBytes - gapEnd,
  };
}

/** The column of that name, or null; case does not matter (FITS 4.0, 7.3.2). */
export function findColumn(layout: TableLayout, name: string): BinaryColumn | null {
  return layout.columns.find((column) => column.name.toUpperCase() === name.toUpperCase()) ?? null;
}

/**
 * The descriptor of a heap array in a row (FITS 4.0, 7.3.5).
 * @param row the row's bytes
 * @throws MalformedFileError when it points out of the heap
 */
export function readHeapArray(layout: TableLayout, column: BinaryColumn, row: DataView, rowIndex: number): HeapArray {
  if (column.repeat === 0) return { count: 0, offset: 0 };
  const isWide = column.type === "Q";
  const count = isWide ? Number(row.getBigInt64(column.offset)) : row.getInt32(column.offset);
  const offset = isWide ? Number(row.getBigInt64(column.offset + 8)) : row.getInt32(column.offset + 4);
  if (count === 0) return { count: 0, offset: 0 };
  const bytes = count * elementBytes(column.heapType ?? "B");
  if (count > 0 && offset >= 0 && offset + bytes <= layout.heapBytes) return { count, offset };
  const place = `${layout.place}, row ${rowIndex + 1}, column ${column.name}`;
  const found = `array of ${count} at byte ${offset} of the heap`;
  throw new MalformedFileError({ place, found, expected: `an array within its ${layout.heapBytes} bytes` });
}

/** Bytes of one element of a TFORM letter; bits (X) count as bytes. */
export function elementBytes(type: string): number {
  return ELEMENT_BYTES[type] ?? 1;
}

function readColumns(hdu: Hdu, rowBytes: number, place: string): BinaryColumn[] {
  const count = requireInteger(hdu.header, "TFIELDS", 0, 999, place);
  let offset = 0;
  const columns = Array.from({ length: count }, (_, i): BinaryColumn => {
    const form = hdu.header.getText(`TFORM${i + 1}`) ?? "";
    const [, digits, type, heapType] = TFORM.exec(form) ?? [];
    if (type === undefined) {
      throw new MalformedFileError({
        place,
        found: `TFORM${i + 1} = "${form}"`,
        expected: "a column format as 1J or 1PE(9)",
      });
    }
    const repeat = digits ? Number(digits) : 1;
    const byteWidth = type === "X" ? Math.ceil(repeat / 8) : repeat * elementBytes(type);
    const isHeap = type === "P" || type === "Q";
    const column = {
      name: hdu.header.getText(`TTYPE${i + 1}`)?.trim() ?? "",
      unit: hdu.header.getText(`TUNIT${i + 1}`),
      type,
      repeat,
      heapType: isHeap ? heapType || "B" : null,
      offset,
      byteWidth,
    };
    offset += byteWidth;
    return column;
  });
  if (offset <= rowBytes) return columns;
  throw new MalformedFileError({
    place,
    found: `columns of ${offset} bytes`,
    expected: `rows of NAXIS1 = ${rowBytes} bytes`,
  });
}
