// The beginning of a text table: comments, what separates cells, and which line names the columns.

import { malformed } from "./catalog";

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const QUOTE = 0x22;
const HASH = 0x23;
export const SPACE = 0x20;

/** A header or a sample row may be so long; a file without line ends is no table. */
const LONGEST_LINE = 4_000_000;
const SAMPLE_ROWS = 20;
const SAMPLE_BYTES = 65536;
const DELIMITERS = [0x2c, 0x09, 0x7c, 0x3b];
const decoder = new TextDecoder();
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?(nan|inf|infinity)$/i;

export interface TextHeader {
  /** column names as in the file; col1 ... where it has none */
  names: string[];
  delimiter: number;
  /** first byte of the first row */
  start: number;
  /** text of the comment lines before the first row, without the sign */
  comments: string[];
}

/**
 * Finds out how a text table is laid out.
 *
 * The separator is the comma, tab, bar or semicolon that stands equally often (at least once) in the first 20 lines, quotes respected;
 * else blanks. The first line names the columns, unless one of its cells is a number: then the comment line right above it does if it has as
 * many words (astropy's commented_header), else the columns are col1, col2 ...
 *
 * @param bytes of the file, without byte order mark
 * @param start first byte to look at
 * @param name of the file, for messages
 * @param delimiter when it is known
 * @returns names, separator and where the rows begin
 * @throws MalformedFileError when there is no line but comments, or one longer than 4 MB
 */
export function readTextHeader(bytes: Uint8Array, start: number, name: string, delimiter?: number): TextHeader {
  const { comments, next } = readComments(bytes, start, name);
  if (next >= bytes.length) throw malformed(name, "no line but comments", "a table");
  const found = delimiter ?? findDelimiter(bytes, next);
  const first = splitRecord(bytes, next, found);
  if (first.next - next > LONGEST_LINE) throw tooLong(name);
  const isHeader = !first.cells.some((cell) => NUMBER.test(cell.trim()));
  if (isHeader) return { names: first.cells.map((cell) => cell.trim()), delimiter: found, start: first.next, comments };
  const above = splitRecord(new TextEncoder().encode(comments.at(-1) ?? ""), 0, found).cells;
  if (above.length === first.cells.length && !above.some((cell) => NUMBER.test(cell.trim()))) {
    return { names: above.map((cell) => cell.trim()), delimiter: found, start: next, comments: comments.slice(0, -1) };
  }
  return { names: first.cells.map((_, i) => `col${i + 1}`), delimiter: found, start: next, comments };
}

/**
 * Cells of one record as strings, quotes undone: for headers and samples, not for speed.
 *
 * @param bytes of the file
 * @param start first byte of the record
 * @param delimiter SPACE stands for any number of spaces and tabs
 * @returns cells, and where the next line begins; a record longer than 4 MB is cut there
 */
export function splitRecord(bytes: Uint8Array, start: number, delimiter: number) {
  const end = Math.min(bytes.length, start + LONGEST_LINE);
  const isEnd = (i: number) =>
    i >= end || bytes[i] === LF || (bytes[i] === CR && (i + 1 >= end || bytes[i + 1] === LF));
  const isBetween = (i: number) => bytes[i] === delimiter || (delimiter === SPACE && bytes[i] === TAB);
  const skipBlanks = (i: number) => {
    let behind = i;
    while (delimiter === SPACE && behind < end && isBetween(behind)) behind++;
    return behind;
  };
  const cells: string[] = [];
  let i = skipBlanks(start);
  for (;;) {
    const isQuoted = i < end && bytes[i] === QUOTE;
    const first = isQuoted ? i + 1 : i;
    if (isQuoted) i = closingQuote(bytes, first, end);
    const last = i;
    while (!isEnd(i) && !isBetween(i)) i++;
    const text = decoder.decode(bytes.subarray(first, isQuoted ? last : i));
    cells.push(isQuoted ? text.replaceAll('""', '"') : text);
    i = skipBlanks(i);
    if (isEnd(i)) break;
    if (delimiter !== SPACE) i++;
  }
  return { cells, next: bytes[i] === CR ? i + 2 : i + 1 };
}

/** Position of the quote that ends a quoted cell, or of the end. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  while (i < end && (bytes[i] !== QUOTE || bytes[i + 1] === QUOTE)) i += bytes[i] === QUOTE ? 2 : 1;
  return Math.min(i, end);
}

function tooLong(name: string) {
  return malformed(name, `a line longer than ${LONGEST_LINE} bytes`, "lines of a table");
}

function readComments(bytes: Uint8Array, start: number, name: string): { comments: string[]; next: number } {
  const comments: string[] = [];
  let next = start;
  while (next < bytes.length) {
    const byte = bytes[next]!;
    if (byte !== HASH && byte > SPACE) break;
    const lineEnd = bytes.indexOf(LF, next);
    const end = lineEnd < 0 ? bytes.length : lineEnd;
    if (end - next > LONGEST_LINE)
      throw malformed(name, `a line longer than ${LONGEST_LINE} bytes`, "lines of a table");
    const line = new TextDecoder().decode(bytes.subarray(next, end)).trim();
    if (line.startsWith("#")) comments.push(line.slice(1).trim());
    else if (line !== "") break;
    next = end + 1;
  }
  return { comments, next };
}

function findDelimiter(bytes: Uint8Array, start: number): number {
  const isEven = (counts: number[]) => counts.every((count) => count === counts[0]);
  const samples = DELIMITERS.map((delimiter) => sampleCounts(bytes, start, delimiter));
  const even = samples.findIndex((counts) => isEven(counts) && (counts[0] ?? 1) > 1);
  if (even >= 0) return DELIMITERS[even]!;
  const words = sampleCounts(bytes, start, SPACE);
  if (isEven(words) && (words[0] ?? 1) > 1) return SPACE;
  // a ragged table of commas is told as such, not read as words
  const named = samples.findIndex((counts) => (counts[0] ?? 1) > 1);
  if (named >= 0) return DELIMITERS[named]!;
  // blanks only within some cells: one column of texts
  return isEven(words) || (words[0] ?? 1) > 1 ? SPACE : DELIMITERS[0]!;
}

/** Cells of the first lines, as far as these are not too long for a sample. */
function sampleCounts(bytes: Uint8Array, start: number, delimiter: number): number[] {
  const sample = bytes.subarray(start, start + SAMPLE_BYTES);
  const counts: number[] = [];
  let next = 0;
  while (counts.length < SAMPLE_ROWS && next < sample.length) {
    const record = splitRecord(sample, next, delimiter);
    next = record.next;
    const isCut = next > sample.length && start + SAMPLE_BYTES < bytes.length;
    const isEmpty = record.cells.length === 1 && record.cells[0]!.trim() === "";
    if (!isEmpty && !isCut && !record.cells[0]!.startsWith("#")) counts.push(record.cells.length);
  }
  return counts;
}
