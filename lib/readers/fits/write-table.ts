// Binary tables of any column type, arrays of fixed and of variable length among them (FITS 4.0, 7.3).

import { InvalidParameterError } from "@/lib/errors";
import type { CardToWrite } from "./write-cards";
import { type EncodedColumn, encodeColumn } from "./write-column";
import type { ColumnToWrite } from "./write-elements";
import { formatCards, formatOwnCards, type HduParts } from "./write-hdu";

export interface TableToWrite {
  columns: ColumnToWrite[];
  /** Needed for a table without columns or of empty cells only; else that of the columns. */
  rowCount?: number;
}

/** Rows of `rowBytes` bytes each, and whether descriptors of the heap have 64 bits. */
interface RowLayout {
  rowBytes: number;
  rowCount: number;
  isWide: boolean;
}

const OWN_KEYWORDS = /^(TFIELDS|THEAP|T(TYPE|FORM|UNIT|DIM|NULL|SCAL|ZERO|DISP|COMM)\d+|Z(IMAGE|TABLE))$/;
const MOST_COLUMNS = 999;
const MOST_32_BIT = 2 ** 31 - 1;

/**
 * A binary table. Unsigned integers and signed bytes are stored with their TZERO, undefined integers as TNULL. Descriptions go into the
 * comment of TTYPEn, and whole into TCOMMn where that is too short.
 * @throws InvalidParameterError for columns of different lengths, values that their type cannot hold, text beyond ASCII
 */
export function tableParts(cards: CardToWrite[], table: TableToWrite, index: number): HduParts {
  const place = `HDU ${index}`;
  if (table.columns.length > MOST_COLUMNS) {
    throw new InvalidParameterError({
      place,
      found: `${table.columns.length} columns`,
      expected: `at most ${MOST_COLUMNS}`,
    });
  }
  const columns = table.columns.map((column) => encodeColumn(column, place));
  const rowCount = requireRowCount(columns, table.rowCount, place);
  const heapBytes = columns.reduce((total, { heap }) => total + (heap?.bytes.length ?? 0), 0);
  const isWide = heapBytes > MOST_32_BIT;
  const rowBytes = columns.reduce((total, column) => total + cellBytes(column, isWide), 0);
  const own = formatOwnCards(cards, index, OWN_KEYWORDS);
  const structural: CardToWrite[] = [
    ["XTENSION", "BINTABLE", "binary table extension"],
    ["BITPIX", 8, "bytes"],
    ["NAXIS", 2, "rows of bytes"],
    ["NAXIS1", rowBytes, "bytes of a row"],
    ["NAXIS2", rowCount, "rows"],
    ["PCOUNT", heapBytes, "bytes of the heap"],
    ["GCOUNT", 1],
    ["TFIELDS", columns.length, "columns"],
  ];
  const described = columns.flatMap((column, i) => columnCards(column, table.columns[i]!, i + 1, isWide));
  return {
    cards: [...formatCards(structural), ...formatCards(described), ...own],
    dataBytes: rowBytes * rowCount + heapBytes,
    fill: (target) => fillRows(columns, { rowBytes, rowCount, isWide }, target),
  };
}

function requireRowCount(columns: EncodedColumn[], wanted: number | undefined, place: string): number {
  const known = columns.filter((column) => column.rowCount !== null);
  const rowCount = wanted ?? known[0]?.rowCount ?? 0;
  const other = known.find((column) => column.rowCount !== rowCount);
  if (!other) return rowCount;
  const found = `column ${other.name} of ${other.rowCount} rows`;
  throw new InvalidParameterError({ place, found, expected: `${rowCount} rows, as ${known[0]!.name}` });
}

function cellBytes(column: EncodedColumn, isWide: boolean): number {
  if (!column.heap) return column.cellBytes;
  return isWide ? 16 : 8;
}

function columnCards(column: EncodedColumn, given: ColumnToWrite, number: number, isWide: boolean): CardToWrite[] {
  const { name, unit = null, description = null } = given;
  const form = column.heap ? `1${isWide ? "Q" : "P"}${column.letter}(${column.heap.most})` : column.form;
  const cards: CardToWrite[] = [[`TTYPE${number}`, name, description ?? ""]];
  cards.push([`TFORM${number}`, form]);
  if (unit !== null && unit !== "") cards.push([`TUNIT${number}`, unit]);
  if (column.dimensions !== null) cards.push([`TDIM${number}`, column.dimensions]);
  if (column.zero !== 0) cards.push([`TSCAL${number}`, 1], [`TZERO${number}`, column.zero]);
  if (column.undefinedAs !== null) cards.push([`TNULL${number}`, column.undefinedAs]);
  // A card has 80 columns: 10 to the value, the quoted name (at least 8 and up to column 30), " / ".
  const room = 80 - Math.max(30, 10 + Math.max(8, name.replaceAll("'", "''").length) + 2) - 3;
  if ((description ?? "").length > room) cards.push([`TCOMM${number}`, description]);
  return cards;
}

function fillRows(columns: EncodedColumn[], layout: RowLayout, target: Uint8Array): void {
  const { rowBytes, rowCount, isWide } = layout;
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  let offset = 0;
  let heapStart = 0;
  for (const column of columns) {
    if (column.heap) {
      const writeDescriptor = isWide ? writeWideDescriptor : writeNarrowDescriptor;
      for (let row = 0; row < rowCount; row++) {
        const { start, count } = column.heap.cell(row);
        writeDescriptor(view, row * rowBytes + offset, count, heapStart + start);
      }
      target.set(column.heap.bytes, rowCount * rowBytes + heapStart);
      heapStart += column.heap.bytes.length;
    } else scatter(column, layout, target.subarray(offset));
    offset += cellBytes(column, isWide);
  }
}

function writeNarrowDescriptor(view: DataView, at: number, count: number, start: number): void {
  view.setInt32(at, count);
  view.setInt32(at + 4, start);
}

function writeWideDescriptor(view: DataView, at: number, count: number, start: number): void {
  view.setBigInt64(at, BigInt(count));
  view.setBigInt64(at + 8, BigInt(start));
}

/** Cells that lie one after the other to their place in the rows; `target` starts at the first row's. */
function scatter(
  { bytes, cellBytes: width }: EncodedColumn,
  { rowBytes, rowCount }: RowLayout,
  target: Uint8Array,
): void {
  if (width === rowBytes) {
    target.set(bytes);
    return;
  }
  for (let row = 0, from = 0, to = 0; row < rowCount; row++, to += rowBytes) {
    for (let i = 0; i < width; i++) target[to + i] = bytes[from++]!;
  }
}
