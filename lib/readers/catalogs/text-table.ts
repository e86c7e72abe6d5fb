// CSV and tables separated by blanks (also astropy's basic, commented_header and fixed-width ones), from bytes to a catalogue.

import { UnsupportedFormatError } from "@/lib/errors";
import { type Catalog, type CatalogColumn, type CatalogOptions, distinctNames, MOST_COLUMNS } from "./catalog";
import { type BuiltColumn, KIND } from "./column-builder";
import { scanRows } from "./scan-rows";
import { refuseNul } from "./text-cells";
import { readTextHeader, SPACE } from "./text-header";

/** A NUL byte behind these is found when its cell is read. */
export const HEAD_BYTES = 65536;

/**
 * Reads a table of text without types: separator, header and types are inferred (text-header.ts, scan-rows.ts).
 *
 * Nulls: a cell that is empty, or NULL, null, Null, N/A, n/a, NA, <NA>, None or -- without quotes; between blanks also "". nan and inf in any
 * case are float64 values. A quoted cell is typed like any other; "" in quotes is an empty text in a column of text and null in others.
 * Integers with leading zeros are integers. A column of nulls only is float64. Lines beginning with # are comments wherever they stand.
 *
 * @param bytes of the file
 * @param name of the file, for messages
 * @param options columns to keep
 * @returns the catalogue; format csv, or whitespace where blanks separate
 * @throws MalformedFileError naming the line
 */
export function readTextTable(bytes: Uint8Array, name: string, options: CatalogOptions = {}): Catalog {
  refuseNul(bytes, bytes.subarray(0, HEAD_BYTES).indexOf(0), name);
  const header = readTextHeader(bytes, 0, name);
  refuseTooMany(header.names.length, name);
  const { names, problems } = distinctNames(header.names, name);
  const kinds = names.map((column) => (isWanted(column, options) ? KIND.unknown : KIND.skip));
  const { delimiter, start, comments } = header;
  const scanned = scanRows({ name, bytes, start, delimiter, columnCount: names.length }, kinds);
  return {
    name: null,
    format: delimiter === SPACE ? "whitespace" : "csv",
    meta: commentMeta(comments),
    columns: scanned.columns.flatMap((column, i) => (column ? [plainColumn(names[i]!, column)] : [])),
    rowCount: scanned.rowCount,
    problems: [...problems, ...scanned.problems],
  };
}

/**
 * A scanned column without unit or description.
 *
 * @param name of the column
 * @param column its values
 * @returns a scalar column
 */
export function plainColumn(name: string, column: BuiltColumn): CatalogColumn {
  return { name, unit: null, description: null, ucd: null, cellShape: [], offsets: null, ...column };
}

/**
 * True for a column that the options ask for.
 *
 * @param name of the column
 * @param options without `columns`, all are wanted
 * @returns whether to read it
 */
export function isWanted(name: string, { columns }: CatalogOptions): boolean {
  return columns === undefined || columns.includes(name);
}

/**
 * Comment lines as meta.
 *
 * @param comments lines without their sign
 * @returns one entry, comments, or none
 */
export function commentMeta(comments: string[]): Record<string, string> {
  const text = comments.join("\n").trim();
  return text === "" ? {} : { comments: text };
}

/**
 * Refuses tables of more columns than memory is meant for.
 *
 * @param count of columns
 * @param name for the message
 * @throws UnsupportedFormatError
 */
export function refuseTooMany(count: number, name: string): void {
  if (count <= MOST_COLUMNS) return;
  throw new UnsupportedFormatError({ place: name, found: `${count} columns`, expected: `at most ${MOST_COLUMNS}` });
}
