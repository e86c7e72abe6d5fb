import type { Cells } from "./table-stores";

const BLANK = 0x20;

/**
 * Strings of text cells: up to a NUL, without trailing blanks (FITS 4.0, 7.3.3.1); a byte beyond ASCII is the character of that code.
 * @param textBytes bytes of each string
 * @param perCell strings of each cell, one behind the other
 * @param first place of the first string in `target`
 */
export function decodeTexts(cells: Cells, textBytes: number, perCell: number, target: string[], first: number): void {
  const { bytes } = cells;
  let text = "";
  let from = 0;
  let length = -1;
  for (let i = 0, to = first; i < cells.count; i++) {
    for (let k = 0; k < perCell; k++, to++) {
      const at = cells.offset + i * cells.stride + k * textBytes;
      const end = endOf(bytes, at, at + textBytes);
      // catalogues repeat themselves from row to row: filters, bricks, flags
      if (end - at !== length || !isSame(bytes, from, at, length)) text = toText(bytes, at, end);
      from = at;
      length = end - at;
      target[to] = text;
    }
  }
}

/** The string of `textBytes` bytes. */
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

/** Short strings by hand: a TextDecoder costs more than they do. */
function toText(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  for (let from = start; from < end; from += 4096) {
    text += String.fromCharCode(...bytes.subarray(from, Math.min(from + 4096, end)));
  }
  return text;
}
