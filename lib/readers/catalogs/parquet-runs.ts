// The run-length and bit-packed hybrid of Parquet (Encodings.md, "RLE = 3"): levels, dictionary indices, booleans. hyparquet believes the length
// of a run; here it is checked before.

import { malformed } from "./catalog";

/** Where one encoded section lies in a page. */
export interface RunSection {
  bytes: Uint8Array;
  start: number;
  /** bits of a value */
  width: number;
  /** values that the section must hold */
  count: number;
  place: string;
}

/**
 * Walks the runs of a section without decoding them, and counts the values that equal `wanted`.
 *
 * @param section where they are
 * @param wanted a value to count; levels only (width up to 8)
 * @returns how many values are `wanted`
 * @throws MalformedFileError when a run is longer than the page says it can be, or than the bytes there are
 */
export function countInRuns(section: RunSection, wanted: number): number {
  const { bytes, width, count, place } = section;
  const valueBytes = (width + 7) >> 3;
  let position = section.start;
  let seen = 0;
  let found = 0;
  while (seen < count) {
    const { value: header, next } = readVarint(bytes, position, place);
    position = next;
    const isPacked = (header & 1) === 1;
    const length = isPacked ? (header >>> 1) * 8 : header >>> 1;
    const byteLength = isPacked ? (header >>> 1) * width : valueBytes;
    // packed runs come in eights: the last one may reach beyond the end
    const isTooLong = length > count - seen + (isPacked ? Math.max(8, 8 * width * 64) : 0);
    if (isTooLong || position + byteLength > bytes.length) {
      throw malformed(place, `a run of ${length} values`, `${count - seen} values in ${bytes.length - position} bytes`);
    }
    const inside = Math.min(length, count - seen);
    if (isPacked) found += countPacked(bytes, position, width, inside, wanted);
    else if (valueAt(bytes, position, 8 * valueBytes, 0) === wanted) found += inside;
    position += byteLength;
    seen += length;
  }
  return found;
}

function readVarint(bytes: Uint8Array, start: number, place: string): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 5 && start + i < bytes.length; i++) {
    const byte = bytes[start + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80 && value < 2 ** 31) return { value, next: start + i + 1 };
  }
  throw malformed(place, "a broken length of a run", "at most 2147483647");
}

function countPacked(bytes: Uint8Array, start: number, width: number, count: number, wanted: number): number {
  let found = 0;
  if (width > 8) return 0;
  for (let k = 0; k < count; k++) if (valueAt(bytes, start, width, k) === wanted) found++;
  return found;
}

/** Value k of a packed run of at most 8 bits a value. */
function valueAt(bytes: Uint8Array, start: number, width: number, k: number): number {
  const bit = k * width;
  const at = start + (bit >> 3);
  const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  return (word >> (bit & 7)) & ((1 << Math.min(width, 8)) - 1);
}
