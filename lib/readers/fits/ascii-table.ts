// ASCII tables: fields of fixed columns, written as Fortran formats say (FITS 4.0, 7.2).

import { MalformedFileError } from "@/lib/errors";
import { parseInteger, parseReal, parseSmallInteger } from "./ascii-table-numbers";
import { type ColumnDescription, type ColumnType, chooseColumns, type FitsColumn, readScale } from "./columns";
import { type Hdu, requireInteger } from "./hdu";
import type { Header } from "./header";
import type { FitsFile } from "./open-fits";
import { rowLayoutOf } from "./table";
import {
  eachRows,
  groupFields,
  MOST_GROWTH,
  type RowPiece,
  type RowRange,
  requireRoom,
  requireRows,
} from "./table-rows";

interface AsciiColumn {
  number: number;
  name: string;
  /** As messages call it. */
  place: string;
  unit: string | null;
  format: string;
  type: ColumnType;
  letter: "A" | "I" | "F";
  /** First byte in the row, and bytes. */
  offset: number;
  byteWidth: number;
  /** Digits behind a decimal point that is not written. */
  decimals: number;
  scale: number;
  zero: number;
  /** TNULL, or null where only blanks are undefined. */
  nullText: string | null;
}

type AsciiValues = string[] | Int16Array | Int32Array | BigInt64Array | Float64Array;

/** Integers of so many digits are exact as doubles. */
const MOST_EXACT_DIGITS = 15;
const FORMAT = /^\s*([AIFED])(\d+)(?:\.(\d+))?\s*$/;

/** The columns of an ASCII table by its header alone. */
export function describeAsciiColumns(hdu: Hdu, place: string): ColumnDescription[] {
  return readAsciiColumns(hdu, place).map(({ name, unit, type, format }) => {
    return { name, unit, type, cellShape: [], isVariableLength: false, format };
  });
}

/** As readTable, for an ASCII table. */
export async function readAsciiTable(
  file: FitsFile,
  hdu: Hdu,
  options: { columns?: string[]; rows?: RowRange },
): Promise<{ rowCount: number; columns: FitsColumn[] }> {
  const layout = rowLayoutOf(file, hdu);
  const columns = chooseColumns(readAsciiColumns(hdu, layout.place), options.columns, layout.place);
  const rows = requireRows(options.rows, layout.rowCount, layout.place);
  const rowCount = rows.end - rows.start;
  const rowNeeds = columns.reduce((total, column) => total + 9 + (column.letter === "A" ? column.byteWidth : 0), 0);
  requireRoom(layout.place, rowCount, rowNeeds, MOST_GROWTH * hdu.dataBytes);
  const filled = columns.map((column) => ({
    column,
    values: makeValues(column, rowCount),
    isNull: new Uint8Array(rowCount),
  }));
  for (const group of groupFields(filled, ({ column }) => column)) {
    const fields = group.map(({ column }) => column);
    await eachRows(file.source, layout, rows, fields, (piece) => {
      for (const { column, values, isNull } of group) fillColumn(column, piece, rows.start, values, isNull);
    });
  }
  return {
    rowCount,
    columns: filled.map(({ column, values, isNull }) => {
      const { name, unit, type } = column;
      const canBeNull = column.letter !== "A" || column.nullText !== null;
      return { name, unit, type, cellShape: [], values, offsets: null, isNull: canBeNull ? isNull : null };
    }),
  };
}

function readAsciiColumns(hdu: Hdu, place: string): AsciiColumn[] {
  const { header } = hdu;
  const rowBytes = requireInteger(header, "NAXIS1", 0, Number.MAX_SAFE_INTEGER, place);
  const count = requireInteger(header, "TFIELDS", 0, 999, place);
  return Array.from({ length: count }, (_, i) => readAsciiColumn(header, i + 1, rowBytes, place));
}

function readAsciiColumn(header: Header, number: number, rowBytes: number, place: string): AsciiColumn {
  const format = header.getText(`TFORM${number}`) ?? "";
  const [, letter, width, decimals] = FORMAT.exec(format.toUpperCase()) ?? [];
  const byteWidth = Number(width);
  if (letter === undefined || byteWidth === 0) {
    const found = `TFORM${number} = "${format}"`;
    throw new MalformedFileError({ place, found, expected: "a column format as A8, I6, F8.2, E12.4 or D24.16" });
  }
  const offset = requireInteger(header, `TBCOL${number}`, 1, Math.max(1, rowBytes), place) - 1;
  if (offset + byteWidth > rowBytes) {
    const found = `TBCOL${number} = ${offset + 1} and TFORM${number} = "${format}"`;
    throw new MalformedFileError({ place, found, expected: `a field within the ${rowBytes} bytes of a row` });
  }
  const { scale, zero } = readScale(header, number);
  const isScaled = letter !== "A" && (scale !== 1 || zero !== 0);
  const name = header.getText(`TTYPE${number}`)?.trim() ?? "";
  return {
    number,
    name,
    place: `${place}, column ${name || `#${number}`}`,
    unit: header.getText(`TUNIT${number}`),
    format,
    type: isScaled ? "float64" : typeOf(letter, byteWidth),
    letter: letter === "A" || letter === "I" ? letter : "F",
    offset,
    byteWidth,
    decimals: Number(decimals ?? 0),
    scale: isScaled ? scale : 1,
    zero: isScaled ? zero : 0,
    nullText: header.getText(`TNULL${number}`)?.trim() ?? null,
  };
}

/** The narrowest integer that holds any number of so many characters, as astropy chooses it. */
function typeOf(letter: string, width: number): ColumnType {
  if (letter === "A") return "text";
  if (letter !== "I") return "float64";
  return width <= 4 ? "int16" : width <= 9 ? "int32" : "int64";
}

function makeValues({ type }: AsciiColumn, rowCount: number): AsciiValues {
  if (type === "text") return new Array<string>(rowCount).fill("");
  if (type === "int16") return new Int16Array(rowCount);
  if (type === "int32") return new Int32Array(rowCount);
  return type === "int64" ? new BigInt64Array(rowCount) : new Float64Array(rowCount);
}

function fillColumn(
  column: AsciiColumn,
  piece: RowPiece,
  firstRow: number,
  values: AsciiValues,
  isNull: Uint8Array,
): void {
  const isText = column.letter === "A";
  for (let i = 0, at = piece.origin + column.offset; i < piece.count; i++, at += piece.stride) {
    const row = piece.first + i;
    const written = toText(piece.bytes, at, column.byteWidth);
    const text = written.trim();
    const isUndefined = text === column.nullText || (!isText && text === "");
    if (isUndefined) isNull[row] = 1;
    const place = `${column.place}, row ${firstRow + row + 1}`;
    if (Array.isArray(values)) values[row] = written.trimEnd();
    else if (values instanceof BigInt64Array) values[row] = isUndefined ? 0n : parseInteger(text, place);
    else if (isUndefined) values[row] = column.type === "float64" ? Number.NaN : 0;
    else values[row] = parseNumber(column, text, place) * column.scale + column.zero;
  }
}

function parseNumber({ letter, byteWidth, decimals }: AsciiColumn, text: string, place: string): number {
  if (letter !== "I") return parseReal(text, decimals, place);
  return byteWidth <= MOST_EXACT_DIGITS ? parseSmallInteger(text, place) : Number(parseInteger(text, place));
}

function toText(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let i = start; i < start + length; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
