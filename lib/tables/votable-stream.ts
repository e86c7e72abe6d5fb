// Rows of a BINARY2 stream in base64: big-endian, a bit for each null in front of each row (VOTable 1.4, 5.4).

import { cellValue, type Table, type TableColumn, type TableValue } from "./table";

/** Bytes of a piece of base64: whole groups of three, so that pieces join without padding. */
const PIECE_BYTES = 3 * 16384;
const LINE_BYTES = 57;

/**
 * The rows as lines of base64.
 *
 * @param table what to write
 * @param rowCount its rows
 * @returns text, piece by piece
 */
export function* binary2Stream(table: Table, rowCount: number): Generator<string> {
  const rows = new RowBytes();
  const isWide = table.columns.map((column) => column.type === "text" && !isAsciiText(table, column));
  for (let row = 0; row < rowCount; row++) {
    const values = table.columns.map((column) => cellValue(table, column, row));
    rows.addFlags(values.map((value) => value === null));
    for (const [i, column] of table.columns.entries()) rows.add(column, values[i] ?? null, isWide[i] ?? false);
    if (rows.length >= PIECE_BYTES) yield rows.take(Math.floor(rows.length / LINE_BYTES) * LINE_BYTES);
  }
  yield rows.take(rows.length);
}

/**
 * Whether a column's texts are ASCII.
 *
 * @param table for messages
 * @param column of type text
 * @returns true when none has another character
 */
export function isAsciiText(table: Table, column: TableColumn): boolean {
  for (let row = 0; row < column.values.length; row++) {
    const value = cellValue(table, column, row);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what they end
    if (typeof value === "string" && /[^\u0000-\u007f]/.test(value)) return false;
  }
  return true;
}

class RowBytes {
  private bytes = new Uint8Array(2 * PIECE_BYTES);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  addFlags(isNull: boolean[]): void {
    const count = Math.ceil(isNull.length / 8);
    const start = this.extend(count);
    this.bytes.fill(0, start, start + count);
    for (const [i, flag] of isNull.entries()) if (flag) this.bytes[start + (i >> 3)]! |= 0x80 >> (i & 7);
  }

  add({ type }: TableColumn, value: TableValue, isWide: boolean): void {
    if (type === "text") this.addText(typeof value === "string" ? value : "", isWide);
    else if (type === "bool") this.bytes[this.extend(1)] = (value === null ? "?" : value ? "T" : "F").charCodeAt(0);
    else if (type === "float64") this.view.setFloat64(this.extend(8), typeof value === "number" ? value : Number.NaN);
    else this.view.setBigInt64(this.extend(8), value === null ? 0n : BigInt(value));
  }

  /** The first `count` bytes as base64; the rest stays. */
  take(count: number): string {
    let text = "";
    for (let start = 0; start < count; start += LINE_BYTES) {
      const line = this.bytes.subarray(start, Math.min(count, start + LINE_BYTES));
      text += `${btoa(String.fromCharCode(...line))}\n`;
    }
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    return text;
  }

  /** unicodeChar is UCS-2: characters beyond its plane are two units, as in UTF-16. */
  private addText(text: string, isWide: boolean): void {
    this.view.setUint32(this.extend(4), text.length);
    const start = this.extend(isWide ? 2 * text.length : text.length);
    for (let i = 0; i < text.length; i++) {
      if (isWide) this.view.setUint16(start + 2 * i, text.charCodeAt(i));
      else this.bytes[start + i] = text.charCodeAt(i);
    }
  }

  private extend(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const larger = new Uint8Array(2 * this.length);
      larger.set(this.bytes.subarray(0, start));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return start;
  }
}
