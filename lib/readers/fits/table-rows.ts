// The rows of a table in bounded pieces, and only the part of each row that is asked for.

import { InvalidParameterError, MalformedFileError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/byte-source";
import type { RowLayout } from "./table";

/** Rows are read in pieces of about this size: large enough for a disk, small enough for the cache of the second level. */
const PIECE_BYTES = 1 << 20;
/** Bytes that are cheaper read than skipped. */
export const GAP_BYTES = 64 << 10;

/** A text of one letter is a pointer of 8 bytes, a bit a byte; a header that needs more of its few bytes lies. */
export const MOST_GROWTH = 16;
const ALWAYS_ALLOWED_BYTES = 16 << 20;

/** Half-open range of rows, from 0. */
export interface RowRange {
  start: number;
  end: number;
}

/** A field of a row. */
interface Field {
  offset: number;
  byteWidth: number;
}

/** Bytes of neighbouring rows; byte b of the i-th of them is `bytes[origin + i * stride + b]`. */
export interface RowPiece {
  bytes: Uint8Array;
  origin: number;
  stride: number;
  /** Of the first row, counted from the first one asked for. */
  first: number;
  count: number;
}

/**
 * The rows asked for, all when left out.
 * @throws InvalidParameterError
 */
export function requireRows(range: RowRange | undefined, rowCount: number, place: string): RowRange {
  if (!range) return { start: 0, end: rowCount };
  const { start, end } = range;
  const isRange = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= rowCount;
  if (isRange) return { start, end };
  throw new InvalidParameterError({ place, found: `rows [${start}, ${end})`, expected: `rows within ${rowCount}` });
}

/**
 * Refuses a header that asks for memory beyond its data: 999 columns of no width, or over the same bytes, would fill any.
 * @param rowNeeds bytes of memory that a row needs
 * @param most that the table may need, beside the 16 MB that any may
 * @throws MalformedFileError
 */
export function requireRoom(place: string, rowCount: number, rowNeeds: number, most: number): void {
  if (rowCount * rowNeeds <= ALWAYS_ALLOWED_BYTES + most) return;
  const found = `${rowCount} rows that need ${rowCount * rowNeeds} bytes of memory`;
  throw new MalformedFileError({ place, found, expected: `at most ${ALWAYS_ALLOWED_BYTES + most}` });
}

/** Fields in groups that are read together: in a wide row those far apart are read each for itself. */
export function groupFields<T>(fields: T[], fieldOf: (field: T) => Field): T[][] {
  const groups: T[][] = [];
  let end = 0;
  for (const field of fields.toSorted((a, b) => fieldOf(a).offset - fieldOf(b).offset)) {
    const { offset, byteWidth } = fieldOf(field);
    if (byteWidth === 0) continue;
    if (groups.length === 0 || offset - end > GAP_BYTES) groups.push([]);
    groups.at(-1)!.push(field);
    end = Math.max(end, offset + byteWidth);
  }
  return groups;
}

/**
 * Reads the fields of a range of rows; the next piece is on its way while `take` works on one.
 * @param take gets pieces in order; their bytes are valid during the call only
 */
export async function eachRows(
  source: ByteSource,
  layout: RowLayout,
  rows: RowRange,
  fields: Field[],
  take: (piece: RowPiece) => void,
): Promise<void> {
  const first = Math.min(...fields.map((field) => field.offset));
  const span = Math.max(...fields.map((field) => field.offset + field.byteWidth)) - first;
  const { rowBytes } = layout;
  const isSparse = rowBytes - span > GAP_BYTES;
  const rowsPerPiece = isSparse ? 1 : Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  const buffers = [0, 1].map(() => new Uint8Array(Math.min(rowsPerPiece, rows.end - rows.start) * rowBytes));
  const read = async (start: number, buffer: Uint8Array): Promise<RowPiece> => {
    const count = Math.min(rowsPerPiece, rows.end - start);
    const bytes = buffer.subarray(0, (count - 1) * rowBytes + span);
    await source.readInto(layout.rowsStart + start * rowBytes + first, bytes);
    return { bytes, origin: -first, stride: rowBytes, first: start - rows.start, count };
  };
  let next = rows.start < rows.end ? read(rows.start, buffers[0]!) : null;
  for (let start = rows.start, turn = 1; next; start += rowsPerPiece, turn = 1 - turn) {
    const piece = await next;
    next = start + rowsPerPiece < rows.end ? read(start + rowsPerPiece, buffers[turn]!) : null;
    // a piece that fails while the one before is at work must not be an unhandled rejection: it is awaited, or the work failed first
    next?.catch(() => undefined);
    take(piece);
  }
}
