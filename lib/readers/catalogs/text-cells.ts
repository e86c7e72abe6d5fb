// Bytes of a cell to a string; the same few words over and over (types, bands, references) become one string each.

import { malformed } from "./catalog";

const LF = 0x0a;
const SLOTS = 4096;
const LONGEST_CACHED = 64;

/** Strings of cells of one file. */
export class TextCells {
  private readonly starts = new Int32Array(SLOTS).fill(-1);
  private readonly lengths = new Int32Array(SLOTS);
  private readonly texts: string[] = new Array(SLOTS).fill("");
  private readonly decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** Cells that were no UTF-8 and were read as Windows-1252. */
  foreignCount = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly name: string,
  ) {}

  /**
   * Text of [start, end): UTF-8, or Windows-1252 where it is none.
   *
   * @param start first byte
   * @param end behind the last byte
   * @returns the text
   * @throws MalformedFileError for a NUL byte
   */
  read(start: number, end: number): string {
    const { bytes } = this;
    const length = end - start;
    if (length > LONGEST_CACHED) return this.decode(start, end);
    let hash = length;
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
    const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
    if (this.isIn(slot, start, length)) return this.texts[slot]!;
    const text = this.decode(start, end);
    this.starts[slot] = start;
    this.lengths[slot] = length;
    this.texts[slot] = text;
    return text;
  }

  private isIn(slot: number, start: number, length: number): boolean {
    const known = this.starts[slot]!;
    if (known < 0 || this.lengths[slot] !== length) return false;
    for (let i = 0; i < length; i++) if (this.bytes[known + i] !== this.bytes[start + i]) return false;
    return true;
  }

  private decode(start: number, end: number): string {
    if (end - start <= LONGEST_CACHED) {
      let text = "";
      let bits = 0;
      for (let i = start; i < end; i++) {
        bits |= this.bytes[i]!;
        if (this.bytes[i] === 0) refuseNul(this.bytes, i, this.name);
        text += String.fromCharCode(this.bytes[i]!);
      }
      if (bits < 0x80) return text;
    }
    const cell = this.bytes.subarray(start, end);
    if (cell.includes(0)) refuseNul(this.bytes, start + cell.indexOf(0), this.name);
    try {
      return this.decoder.decode(cell);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.foreignCount++;
      return new TextDecoder("windows-1252").decode(cell);
    }
  }
}

/**
 * Number of the line that a byte stands in.
 *
 * @param bytes of the file
 * @param position of the byte
 * @returns line, from 1
 */
export function lineAt(bytes: Uint8Array, position: number): number {
  let line = 1;
  for (let i = bytes.indexOf(LF); i >= 0 && i < position; i = bytes.indexOf(LF, i + 1)) line++;
  return line;
}

/**
 * Refuses text with a NUL byte: UTF-16, or no text.
 *
 * @param bytes of the file
 * @param position of the byte; negative when there is none
 * @param name of the file, for the message
 * @throws MalformedFileError
 */
export function refuseNul(bytes: Uint8Array, position: number, name: string): void {
  if (position < 0) return;
  throw malformed(`line ${lineAt(bytes, position)} of ${name}`, "a NUL byte", "text in UTF-8");
}
