// Strings of text cells (FITS 4.0, 7.3.3.1).

import type { Cells } from "./table-stores";

const BLANK = 0x20;
/** Strings that are decoded together, from which one call of a decoder costs less than strings by hand. */
const MANY = 32;

const ascii = new TextDecoder();

/**
 * Strings up to a NUL, without trailing blanks; a byte beyond ASCII is the character of that code. Neighbours that are equal are one string:
 * catalogues repeat filters and bricks from row to row.
 * @param textBytes bytes of each string
 * @param perCell strings of each cell, one behind the other
 * @param first place of the first string in `target`
 */
export function decodeTexts(cells: Cells, textBytes: number, perCell: number, target: string[], first: number): void {
  const width = textBytes * perCell;
  const count = cells.count * perCell;
  if (textBytes === 0) return;
  const packed = pack(cells, width);
  const whole = count >= MANY && isAscii(packed) ? ascii.decode(packed) : null;
  let text = "";
  let from = 0;
  let length = 0;
  for (let i = 0, at = 0; i < count; i++, at += textBytes) {
    const end = endOf(packed, at, at + textBytes);
    if (end - at !== length || !isSame(packed, from, at, length)) {
      text = whole === null ? toText(packed, at, end) : whole.substring(at, end);
    }
    from = at;
    length = end - at;
    target[first + i] = text;
  }
}

/** The cells one behind the other. */
function pack({ bytes, offset, stride, count }: Cells, width: number): Uint8Array {
  if (count === 1 || stride === width) return bytes.subarray(offset, offset + count * width);
  const packed = new Uint8Array(count * width);
  for (let i = 0, to = 0; i < count; i++) {
    for (let at = offset + i * stride, end = at + width; at < end; at++) packed[to++] = bytes[at]!;
  }
  return packed;
}

function isAscii(bytes: Uint8Array): boolean {
  let all = 0;
  for (let i = 0; i < bytes.length; i++) all |= bytes[i]!;
  return all < 0x80;
}

function endOf(bytes: Uint8Array, start: number, stop: number): number {
  let end = start;
  while (end < stop && bytes[end] !== 0) end++;
  while (end > start && bytes[end - 1] === BLANK) end--;
  return end;
}

function isSame(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

function toText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!);
  return text;
}
