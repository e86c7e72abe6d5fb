// Variable-length arrays of a binary table: descriptors in the rows, elements in the heap (FITS 4.0, 7.3.5).

import { MalformedFileError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/byte-source";
import type { ColumnPlan, FitsColumn } from "./columns";
import { type BinaryColumn, fieldBytes, outOfHeap, type TableLayout } from "./table";
import { GAP_BYTES, type RowPiece } from "./table-rows";
import { makeStore } from "./table-stores";

/** Neighbouring arrays are read together up to about this size. */
const PIECE_BYTES = 4 << 20;
/** Descriptors may overlap, but arrays that add up to many times their heap are an attack on memory. */
const MOST_SHARING = 4;
const ALWAYS_ALLOWED_BYTES = 4 << 20;

/** Descriptors of a column, one a row asked for. */
export interface Descriptors {
  /** Elements, and first byte from the heap's start. */
  counts: Float64Array;
  offsets: Float64Array;
  /** Row of the table that the first one stands in, from 0. */
  firstRow: number;
}

/** Room for the descriptors of `rowCount` rows, all empty. */
export function makeDescriptors(rowCount: number, firstRow: number): Descriptors {
  return { counts: new Float64Array(rowCount), offsets: new Float64Array(rowCount), firstRow };
}

/** Takes the descriptors of a piece of rows. */
export function fillDescriptors(descriptors: Descriptors, column: BinaryColumn, piece: RowPiece): void {
  if (column.repeat === 0) return;
  const view = new DataView(piece.bytes.buffer, piece.bytes.byteOffset, piece.bytes.byteLength);
  const at = piece.origin + column.offset;
  readDescriptors(view, { at, stride: piece.stride, isWide: column.type === "Q" }, descriptors, piece);
}

/**
 * Copies descriptors out of bytes.
 * @param layout first byte, bytes from one to the next, and whether they are pairs of 64 bits
 */
export function readDescriptors(
  view: DataView,
  { at, stride, isWide }: { at: number; stride: number; isWide: boolean },
  { counts, offsets }: { counts: Float64Array; offsets: Float64Array },
  { first, count }: { first: number; count: number },
): void {
  const number = (offset: number) => (isWide ? readWide(view, offset) : view.getUint32(offset));
  const width = isWide ? 8 : 4;
  for (let i = 0; i < count; i++) {
    counts[first + i] = number(at + i * stride);
    offsets[first + i] = number(at + i * stride + width);
  }
}

/**
 * Reads the arrays that descriptors point at; those that lie close together in one read.
 * @throws MalformedFileError for a descriptor that points out of the heap, or arrays that overlap beyond reason
 */
export async function readHeapColumn(
  source: ByteSource,
  layout: TableLayout,
  plan: ColumnPlan,
  descriptors: Descriptors,
): Promise<FitsColumn> {
  const { counts, offsets, firstRow } = descriptors;
  const lengths = counts.map((count) => fieldBytes(plan.element, count));
  requireArrays(layout, plan.column, { counts, offsets, firstRow }, lengths);
  const starts = startsOf(counts);
  const isText = plan.element === "A";
  const store = makeStore(plan, isText ? counts.length : starts.at(-1)!, layout.place);
  await eachArray(source, layout.heapStart, offsets, lengths, (row, bytes) => {
    const cells = { bytes, offset: 0, stride: 0, count: 1, elements: counts[row]! };
    store.fill(cells, isText ? row : starts[row]!);
  });
  return store.finish(isText ? null : starts);
}

/** First element of each array where they stand one behind the other, and the end of the last. */
export function startsOf(counts: Float64Array): Float64Array {
  const starts = new Float64Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!;
  return starts;
}

/**
 * Refuses arrays that do not lie in the heap.
 * @param lengths bytes of each array in the heap
 * @param most bytes of all arrays: each byte of the heap several times, unless the arrays are compressed
 */
export function requireArrays(
  layout: TableLayout,
  column: BinaryColumn,
  { counts, offsets, firstRow }: Descriptors,
  lengths: Float64Array,
  most = Math.max(MOST_SHARING * layout.heapBytes, ALWAYS_ALLOWED_BYTES),
): void {
  let total = 0;
  for (let i = 0; i < lengths.length; i++) {
    const offset = offsets[i]!;
    const length = lengths[i]!;
    if (length === 0) continue;
    if (length > 0 && offset >= 0 && offset + length <= layout.heapBytes) total += length;
    else throw outOfHeap(layout, column, firstRow + i, { count: counts[i]!, offset });
  }
  if (total <= most) return;
  throw new MalformedFileError({
    place: `${layout.place}, column ${column.name || `#${column.number}`}`,
    found: `overlapping arrays of ${total} bytes in all`,
    expected: `at most ${most} in a heap of ${layout.heapBytes}`,
  });
}

/**
 * Reads arrays of bytes in the order of the file, whatever the order of their rows.
 * @param base where `offsets` count from
 * @param take gets the row, from 0, and its bytes, valid during the call only; not called for empty arrays
 */
export async function eachArray(
  source: ByteSource,
  base: number,
  offsets: Float64Array,
  lengths: Float64Array,
  take: (row: number, bytes: Uint8Array) => void,
): Promise<void> {
  const order = inFileOrder(offsets, lengths);
  for (let i = 0; i < order.length; ) {
    const start = offsets[order[i]!]!;
    let end = start + lengths[order[i]!]!;
    let next = i + 1;
    for (; next < order.length; next++) {
      const offset = offsets[order[next]!]!;
      const joined = Math.max(end, offset + lengths[order[next]!]!);
      if (offset > end + GAP_BYTES || joined - start > PIECE_BYTES) break;
      end = joined;
    }
    const bytes = await source.read(base + start, base + end);
    for (; i < next; i++) {
      const row = order[i]!;
      const from = offsets[row]! - start;
      take(row, bytes.subarray(from, from + lengths[row]!));
    }
  }
}

/** Rows with bytes in the heap, in the order in which these lie there. */
function inFileOrder(offsets: Float64Array, lengths: Float64Array): Uint32Array {
  const rows = new Uint32Array(offsets.length);
  let count = 0;
  let isSorted = true;
  for (let i = 0; i < offsets.length; i++) {
    if (lengths[i] === 0) continue;
    if (count > 0 && offsets[i]! < offsets[rows[count - 1]!]!) isSorted = false;
    rows[count++] = i;
  }
  const filled = rows.subarray(0, count);
  return isSorted ? filled : filled.sort((a, b) => offsets[a]! - offsets[b]!);
}

/** A 64-bit integer as a double: rounded beyond 2^53, where no file has bytes. */
function readWide(view: DataView, offset: number): number {
  return view.getInt32(offset) * 2 ** 32 + view.getUint32(offset + 4);
}
