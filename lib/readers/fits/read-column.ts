// Values of one column of a binary table (FITS 4.0, 7.3.3): numbers, text and logicals.

import { NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { placeOf } from "./hdu";
import type { FitsFile } from "./open-fits";
import { type BinaryColumn, elementBytes, findColumn, layoutOf, readHeapArray, type TableLayout } from "./table";

export type ColumnValue = number | string | boolean | null | number[];

/** The column's element type and linear scaling (TSCALn, TZEROn). */
interface CellFormat {
  column: BinaryColumn;
  type: string;
  scale: number;
  zero: number;
}

const READ_ELEMENT: Record<string, (view: DataView, offset: number) => number> = {
  B: (view, offset) => view.getUint8(offset),
  I: (view, offset) => view.getInt16(offset),
  J: (view, offset) => view.getInt32(offset),
  K: (view, offset) => Number(view.getBigInt64(offset)),
  E: (view, offset) => view.getFloat32(offset),
  D: (view, offset) => view.getFloat64(offset),
};

/**
 * Reads a column of numbers, strings or logicals, one value a row; an array for a cell of several numbers, heap arrays included.
 * TSCALn and TZEROn are applied, TNULLn and NaN stay numbers as stored; int64 beyond 2^53 is rounded; an undefined logical is null.
 * @throws NotFoundError no such column; UnsupportedFormatError bits or complex numbers, or an HDU that is no binary table
 * @throws MalformedFileError when the table does not fit its header
 */
export async function readColumn(file: FitsFile, hduIndex: number, name: string): Promise<ColumnValue[]> {
  const hdu = file.hdus[hduIndex];
  const place = placeOf(hduIndex, file.name);
  if (hdu?.type !== "bintable") {
    const found = `HDU of type ${hdu?.type ?? "none"}`;
    throw new UnsupportedFormatError({ place, found, expected: "a binary table" });
  }
  const layout = layoutOf(file, hdu);
  const column = requireColumn(layout, name);
  const number = layout.columns.indexOf(column) + 1;
  const format = {
    column,
    type: column.heapType ?? column.type,
    scale: hdu.header.getNumber(`TSCAL${number}`) ?? 1,
    zero: hdu.header.getNumber(`TZERO${number}`) ?? 0,
  };
  const rows = await file.source.read(layout.rowsStart, layout.rowsStart + layout.rowBytes * layout.rowCount);
  const values: ColumnValue[] = [];
  for (let i = 0; i < layout.rowCount; i++) {
    const row = new DataView(rows.buffer, rows.byteOffset + i * layout.rowBytes, layout.rowBytes);
    values.push(toCell(await readCellBytes(file, layout, format, row, i), format));
  }
  return values;
}

function requireColumn(layout: TableLayout, name: string): BinaryColumn {
  const { place } = layout;
  const column = findColumn(layout, name);
  if (!column) {
    const expected = `one of ${layout.columns.map((one) => one.name).join(", ")}`;
    throw new NotFoundError({ place, found: `no column ${name}`, expected });
  }
  const type = column.heapType ?? column.type;
  if ("LABIJKED".includes(type)) return column;
  throw new UnsupportedFormatError({
    place,
    found: `column ${name} of type ${type}`,
    expected: "numbers, text or logicals",
  });
}

async function readCellBytes(
  file: FitsFile,
  layout: TableLayout,
  { column, type }: CellFormat,
  row: DataView,
  rowIndex: number,
): Promise<Uint8Array> {
  if (!column.heapType) return new Uint8Array(row.buffer, row.byteOffset + column.offset, column.byteWidth);
  const { count, offset } = readHeapArray(layout, column, row, rowIndex);
  const start = layout.heapStart + offset;
  return file.source.read(start, start + count * elementBytes(type));
}

function toCell(bytes: Uint8Array, { column, type, scale, zero }: CellFormat): ColumnValue {
  if (type === "A") return toText(bytes);
  if (type === "L") return bytes[0] === 0x54 ? true : bytes[0] === 0x46 ? false : null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const readElement = READ_ELEMENT[type]!;
  const width = elementBytes(type);
  const length = Math.floor(bytes.length / width);
  const numbers = Array.from({ length }, (_, i) => readElement(view, i * width) * scale + zero);
  return column.heapType || column.repeat !== 1 ? numbers : (numbers[0] ?? null);
}

/** ASCII up to a NUL, without trailing blanks (FITS 4.0, 7.3.3.1). */
function toText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder("latin1").decode(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd();
}
