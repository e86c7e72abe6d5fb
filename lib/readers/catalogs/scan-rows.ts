// Rows of a text table to columns in one pass over the bytes: CSV (RFC 4180) and tables separated by blanks.

import { type CatalogFinding, malformed } from "./catalog";
import { type BuiltColumn, ColumnBuilder, KIND, type Kind } from "./column-builder";
import { parseNumber } from "./parse-number";
import { lineAt, TextCells } from "./text-cells";

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;

/** Rows that end early are read, the missing cells as null; more of them than this, and it is another table than its header says. */
const MOST_SHORT_ROWS = 100;

/** Where the rows of a text table are and what separates their cells. */
export interface RowText {
  /** of the file, for messages */
  name: string;
  bytes: Uint8Array;
  /** first byte behind the header */
  start: number;
  /** byte between cells; SPACE stands for any number of spaces and tabs */
  delimiter: number;
  /** true where only spaces stand between cells, as in ECSV */
  keepsTabs?: boolean;
  columnCount: number;
}

/** 1 for bytes that a word for null can begin with, blanks in front of it included. */
const CAN_BE_NULL = new Uint8Array(256).fill(1, 0, SPACE + 1);
for (const letter of "Nn<-") CAN_BE_NULL[letter.charCodeAt(0)] = 1;

const DELIMITER_CLASS = 1;
const LINE_END_CLASS = 2;

/** Reads the rows once; cells that `scan` cannot give to parseNumber directly come through here. */
class RowScanner {
  /** 1 for bytes between cells, 2 for line ends. */
  readonly classes = new Uint8Array(256);
  readonly cells: TextCells;
  readonly problems: CatalogFinding[] = [];
  private shortCount = 0;

  constructor(
    readonly text: RowText,
    readonly builders: ColumnBuilder[],
    private readonly capacity: number,
  ) {
    this.cells = new TextCells(text.bytes, text.name);
    this.classes[text.delimiter] = DELIMITER_CLASS;
    if (text.delimiter === SPACE && !text.keepsTabs) this.classes[TAB] = DELIMITER_CLASS;
    this.classes[LF] = LINE_END_CLASS;
    this.classes[CR] = LINE_END_CLASS;
  }

  /** One pass. @returns number of rows */
  scan(): number {
    const { bytes, columnCount, delimiter } = this.text;
    const { classes, builders } = this;
    const end = bytes.length;
    const isSpaced = delimiter === SPACE;
    let { capacity } = this;
    let row = 0;
    let position = this.nextRow(this.text.start);
    while (position < end) {
      if (row >= capacity) capacity = this.growAll(row);
      for (let column = 0; ; column++) {
        if (column >= columnCount) throw this.tooLong(position);
        const builder = builders[column]!;
        let after = 0;
        if (builder.readsNumbers) {
          let first = position;
          while (first < end && bytes[first] === SPACE) first++;
          after = parseNumber(bytes, first, end, builder.numbers, row);
          const stop = after < 0 ? -after : after;
          if (after === 0 || (stop < end && classes[bytes[stop]!] === 0))
            position = this.readCell(position, row, builder);
          else {
            position = stop;
            if (after > 0 || builder.kind !== KIND.real) builder.acceptNumber(row, after > 0);
            if (builder.isExact) builder.acceptExact(row, bytes, first, stop);
          }
        } else position = this.readCell(position, row, builder);
        if (isSpaced) while (position < end && classes[bytes[position]!] === DELIMITER_CLASS) position++;
        if (position >= end || classes[bytes[position]!] === LINE_END_CLASS) {
          if (column + 1 < columnCount) this.fillShortRow(position, row, column + 1);
          break;
        }
        if (!isSpaced) position++;
      }
      row++;
      position = this.nextRow(position);
    }
    return row;
  }

  /** The next byte that begins a row: blank lines and comments are passed over, leading blanks too where blanks separate. */
  private nextRow(from: number): number {
    const { bytes, delimiter } = this.text;
    const { classes } = this;
    let position = from;
    while (position < bytes.length) {
      const byte = bytes[position]!;
      if (classes[byte] === LINE_END_CLASS || (delimiter === SPACE && classes[byte] === DELIMITER_CLASS)) position++;
      else if (byte === HASH) {
        const lineEnd = bytes.indexOf(LF, position);
        if (lineEnd < 0) return bytes.length;
        position = lineEnd;
      } else return position;
    }
    return position;
  }

  /** Any cell that is not plainly a number. @returns position behind it */
  private readCell(start: number, row: number, builder: ColumnBuilder): number {
    const { bytes } = this.text;
    const { classes } = this;
    if (bytes[start] === QUOTE) return this.readQuoted(start, row, builder);
    let stop = start;
    while (stop < bytes.length && classes[bytes[stop]!] === 0) stop++;
    if (builder.kind === KIND.skip) return stop;
    if (stop === start) builder.setNull(row);
    else if (!builder.isExact || !builder.acceptExact(row, bytes, start, stop))
      builder.accept(row, this.cells.read(start, stop), false);
    return stop;
  }

  private readQuoted(start: number, row: number, builder: ColumnBuilder): number {
    const { bytes } = this.text;
    let hasEscape = false;
    let stop = start + 1;
    for (; ; stop++) {
      stop = bytes.indexOf(QUOTE, stop);
      if (stop < 0) throw malformed(this.place(start), "a quote that is never closed", "a closing quote");
      if (bytes[stop + 1] !== QUOTE) break;
      hasEscape = true;
      stop++;
    }
    const behind = stop + 1;
    if (behind < bytes.length && this.classes[bytes[behind]!] === 0) {
      throw malformed(this.place(behind), "text behind a closing quote", "the end of the cell");
    }
    if (builder.kind === KIND.skip) return behind;
    const text = this.cells.read(start + 1, stop);
    // where blanks separate, an empty text can only be written in quotes, and means a missing value
    const isNull = text === "" && this.text.delimiter === SPACE;
    if (isNull) builder.setNull(row);
    else builder.accept(row, hasEscape ? text.replaceAll('""', '"') : text, true);
    return behind;
  }

  private growAll(row: number): number {
    const capacity = Math.ceil(row * 1.5) + 16;
    for (const builder of this.builders) builder.grow(capacity);
    return capacity;
  }

  private fillShortRow(position: number, row: number, cellCount: number): void {
    const finding = {
      place: this.place(position),
      found: cellCount === 1 ? "1 cell" : `${cellCount} cells`,
      expected: String(this.text.columnCount),
      row,
    };
    this.shortCount++;
    if (this.shortCount > MOST_SHORT_ROWS) throw malformed(finding.place, finding.found, finding.expected);
    this.problems.push(finding);
    for (const builder of this.builders.slice(cellCount)) builder.setNull(row);
  }

  /** Counts the cells of the rest of the line for the message: no quotes are looked at. */
  private tooLong(position: number): Error {
    const { columnCount } = this.text;
    return malformed(this.place(position), `more than ${columnCount} cells`, String(columnCount));
  }

  private place(position: number): string {
    return `line ${lineAt(this.text.bytes, position)} of ${this.text.name}`;
  }
}

/**
 * Columns of a text table. Types come from all cells: int64 (uint64 beyond it) when all are integers, float64, bool, else text.
 *
 * One pass, and a second one for the columns that turned out to be text late.
 * Memory: 8 bytes a cell and flags where there are nulls. A row with too many cells is refused; one that ends early is read with nulls
 * and told, up to 100 of them.
 *
 * @param text where the rows are
 * @param kinds what is known before: KIND.unknown, KIND.text, KIND.skip, one a column
 * @returns columns (null for skipped ones), rows, short rows, and for each column the row that made it text late (-1: none)
 * @throws MalformedFileError naming the line
 */
export function scanRows(
  text: RowText,
  kinds: readonly Kind[],
): { rowCount: number; columns: (BuiltColumn | null)[]; problems: CatalogFinding[]; lateRows: number[] } {
  const capacity = estimateRows(text);
  const builders = kinds.map((kind) => new ColumnBuilder(kind, capacity));
  const scanner = new RowScanner(text, builders, capacity);
  const rowCount = scanner.scan();
  const lateRows = builders.map(({ lateRow }) => lateRow);
  let { foreignCount } = scanner.cells;
  if (builders.some(({ needsSecondPass }) => needsSecondPass)) {
    const again = builders.map((builder) => new ColumnBuilder(builder.needsSecondPass ? KIND.text : KIND.skip, 0));
    const second = new RowScanner(text, again, Infinity);
    second.scan();
    foreignCount += second.cells.foreignCount;
    for (const [i, builder] of again.entries()) if (builder.kind !== KIND.skip) builders[i] = builder;
  }
  const problems = [...scanner.problems];
  if (foreignCount > 0)
    problems.push({ place: text.name, found: "text that is not UTF-8, read as Windows-1252", expected: "UTF-8" });
  const columns = builders.map((builder) => (builder.kind === KIND.skip ? null : builder.finish(rowCount)));
  return { rowCount, columns, problems, lateRows };
}

/** Rows by the length of the first 64 kB, never more than the bytes can hold. */
function estimateRows({ bytes, start, columnCount }: RowText): number {
  const sample = bytes.subarray(start, start + 65536);
  let lines = 1;
  for (let i = sample.indexOf(LF); i >= 0; i = sample.indexOf(LF, i + 1)) lines++;
  const rest = bytes.length - start;
  return Math.ceil(Math.min((rest / Math.max(1, sample.length)) * lines * 1.02, rest / columnCount)) + 1;
}
