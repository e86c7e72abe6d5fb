// Comma-separated values as RFC 4180, with Unix line ends; also the body of an ECSV file.

import { cellValue, countRows, type Table, type TableColumn, type TableColumnType, type TableValue } from "./table";

const ROWS_PER_CHUNK = 8192;
/** Texts that astropy, pandas and readCatalog take for a null unless they stand in quotes. */
const NULL_WORD = /^(NULL|null|Null|N\/A|n\/a|NA|<NA>|None|--)$/;

/**
 * A table as CSV: one header line of column names, then a line per row.
 *
 * A null is an empty cell and an empty text is "" in quotes, so that the two stay apart (but in a table of one column, where a null is "" too:
 * an empty line is no row). Numbers are the shortest text
 * that reads back as the same double; nan, inf and -inf as numpy writes them; truth values True and False.
 * Units and descriptions are lost: ECSV keeps them.
 *
 * @param table what to write
 * @returns UTF-8 bytes
 * @throws InvalidParameterError when a value does not suit its column
 */
export function writeCsv(table: Table): Uint8Array {
  return joinBytes([...csvChunks(table)]);
}

/**
 * The same bytes in pieces of some thousand rows, header line first.
 *
 * @param table what to write
 * @returns UTF-8 bytes, piece by piece
 */
export function* csvChunks(table: Table): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const rowCount = countRows(table);
  yield encoder.encode(`${table.columns.map(({ name }) => quoted(name)).join(",")}\n`);
  for (let start = 0; start < rowCount; start += ROWS_PER_CHUNK) {
    const end = Math.min(rowCount, start + ROWS_PER_CHUNK);
    const cells = table.columns.map((column) => columnCells(table, column, start, end));
    const lines: string[] = [];
    for (let i = 0; i < end - start; i++) {
      // a line without anything would be no row
      lines.push(cells.map((column) => column[i]).join(",") || '""');
    }
    yield encoder.encode(`${lines.join("\n")}\n`);
  }
}

/**
 * Pieces of a file put together.
 *
 * @param chunks in order
 * @returns one array with all bytes
 */
export function joinBytes(chunks: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

function columnCells(table: Table, column: TableColumn, start: number, end: number): string[] {
  const cells: string[] = [];
  for (let row = start; row < end; row++) cells.push(cellText(cellValue(table, column, row), column.type));
  return cells;
}

function cellText(value: TableValue, type: TableColumnType): string {
  if (value === null) return "";
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  // String(-0) is "0"
  if (type === "float64" && Object.is(value, -0)) return "-0.0";
  if (typeof value === "bigint" || Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function quoted(text: string): string {
  if (text !== "" && !/[",\r\n#]|^\s|\s$/.test(text) && !NULL_WORD.test(text)) return text;
  return `"${text.replaceAll('"', '""')}"`;
}
