// Binary tables that were compressed by tiles of rows, column by column (FITS 4.0, 10.3), as cfitsio's fpack -table writes them.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import type { ColumnPlan, FitsColumn } from "./columns";
import { type Hdu, requireInteger } from "./hdu";
import { inflateBytes } from "./inflate";
import type { FitsFile } from "./open-fits";
import { decodingKernels } from "./scratch";
import { elementBytes, fieldBytes, type TableLayout } from "./table";
import {
  type Descriptors,
  eachArray,
  fillDescriptors,
  makeDescriptors,
  readDescriptors,
  requireArrays,
  startsOf,
} from "./table-heap";
import { eachRows, type RowRange } from "./table-rows";
import { makeStore } from "./table-stores";

type Algorithm = "RICE_1" | "GZIP_1" | "GZIP_2" | "NOCOMPRESS";

const ALGORITHMS: readonly Algorithm[] = ["RICE_1", "GZIP_1", "GZIP_2", "NOCOMPRESS"];
/** cfitsio compresses columns in blocks of this many numbers; no keyword says so. */
const RICE_BLOCK = 32;
/** Bytes of a descriptor of 64-bit integers: those of compressed arrays always are. */
const WIDE_BYTES = 16;
/** Deflate's largest ratio is 1032, Rice's far less. */
const MOST_RATIO = 1100;

/** A column of the original table, how it was compressed, and which tiles hold the rows asked for. */
interface Packed {
  place: string;
  plan: ColumnPlan;
  algorithm: Algorithm;
  layout: TableLayout;
  /** Compressed bytes of the tiles, first that of the first tile read. */
  tiles: Descriptors;
  tileRows: number;
  /** Rows of the original table. */
  rowCount: number;
  rows: RowRange;
}

/**
 * Reads columns of a compressed table; of each only the tiles that hold the rows asked for.
 * @param layout of the table of compressed bytes
 * @param plans of columns of the original table
 */
export async function readCompressedTable(
  file: FitsFile,
  hdu: Hdu,
  layout: TableLayout,
  plans: ColumnPlan[],
  rows: RowRange,
): Promise<FitsColumn[]> {
  const { place } = layout;
  const rowCount = hdu.shape[0]!;
  const tileRows = requireInteger(hdu.header, "ZTILELEN", Math.min(1, rowCount), Number.MAX_SAFE_INTEGER, place);
  const tileCount = rowCount === 0 ? 0 : Math.ceil(rowCount / tileRows);
  if (tileCount !== layout.rowCount && rowCount > 0) {
    const found = `table of ${layout.rowCount} rows`;
    throw new MalformedFileError({ place, found, expected: `${tileCount} tiles of ${tileRows} rows` });
  }
  const tileRange =
    rows.start < rows.end
      ? { start: Math.floor(rows.start / tileRows), end: Math.ceil(rows.end / tileRows) }
      : { start: 0, end: 0 };
  const packed = plans.map((plan): Packed => {
    const algorithm = requireAlgorithm(hdu, plan, place);
    const tiles = makeDescriptors(tileRange.end - tileRange.start, tileRange.start);
    return { place: placeOfColumn(place, plan), plan, algorithm, layout, tiles, tileRows, rowCount, rows };
  });
  await readTileDescriptors(file, packed, layout, tileRange);
  const columns: FitsColumn[] = [];
  for (const one of packed) {
    columns.push(one.plan.column.heapType === null ? await readFixed(file, one) : await readArrays(file, one));
  }
  return columns;
}

async function readTileDescriptors(file: FitsFile, packed: Packed[], layout: TableLayout, tiles: RowRange) {
  const stored = packed.map(({ plan, place }) => {
    const column = layout.columns[plan.column.number - 1]!;
    if (column.heapType !== null && column.repeat === 1) return column;
    const found = `TFORM${column.number} = "${column.format}"`;
    throw new MalformedFileError({ place, found, expected: "compressed bytes in the heap (1QB)" });
  });
  if (packed.length === 0 || tiles.start === tiles.end) return;
  await eachRows(file.source, layout, tiles, stored, (piece) => {
    for (const [i, one] of packed.entries()) fillDescriptors(one.tiles, stored[i]!, piece);
  });
  for (const [i, one] of packed.entries()) requireArrays(layout, stored[i]!, one.tiles, one.tiles.counts);
}

/** A column whose cells all have the same width: a tile is its cells one behind the other. */
async function readFixed(file: FitsFile, packed: Packed): Promise<FitsColumn> {
  const { plan, tiles, rows, layout } = packed;
  const { byteWidth } = plan.column;
  const { cellElements } = plan;
  const store = makeStore(plan, (rows.end - rows.start) * cellElements);
  let done = 0;
  await eachTile(file, packed, (tile, bytes) => {
    const { start, end } = tileRange(packed, tile);
    const first = Math.max(start, rows.start);
    const cells = unpack(packed, bytes, byteWidth * (end - start), `${packed.place}, tile ${tile + 1}`);
    const count = Math.min(end, rows.end) - first;
    const offset = (first - start) * byteWidth;
    store.fill(
      { bytes: cells, offset, stride: byteWidth, count, elements: cellElements },
      (first - rows.start) * cellElements,
    );
    done += count;
  });
  if (byteWidth === 0 || done === rows.end - rows.start) return store.finish(null);
  const found = `${tiles.counts.filter((count) => count === 0).length} tiles without bytes`;
  throw new MalformedFileError({ place: packed.place, found, expected: `${byteWidth} bytes a row in ${layout.place}` });
}

/**
 * A column of arrays in the heap: a tile is the descriptors of the original table and, behind them, those of the compressed arrays, all
 * of it in gzip; each array is compressed for itself. An array that did not become smaller is stored as it was.
 */
async function readArrays(file: FitsFile, packed: Packed): Promise<FitsColumn> {
  const { plan, rows, layout } = packed;
  const count = rows.end - rows.start;
  const original = makeDescriptors(count, rows.start);
  const stored = makeDescriptors(count, rows.start);
  const width = plan.column.type === "Q" ? WIDE_BYTES : 8;
  await eachTile(file, packed, (tile, bytes) => {
    const { start, end } = tileRange(packed, tile);
    const place = `${packed.place}, tile ${tile + 1}`;
    const expected = (end - start) * (plan.column.repeat * width + WIDE_BYTES);
    const both = requireLength(inflateBytes(bytes, expected, place), expected, place);
    const view = new DataView(both.buffer, both.byteOffset, both.byteLength);
    const first = Math.max(start, rows.start);
    const piece = { first: first - rows.start, count: Math.min(end, rows.end) - first };
    const isWide = width === WIDE_BYTES;
    const behind = (end - start) * plan.column.repeat * width;
    if (plan.column.repeat === 1)
      readDescriptors(view, { at: (first - start) * width, stride: width, isWide }, original, piece);
    const at = behind + (first - start) * WIDE_BYTES;
    readDescriptors(view, { at, stride: WIDE_BYTES, isWide: true }, stored, piece);
  });
  requireArrays(layout, plan.column, stored, stored.counts);
  const lengths = original.counts.map((elements) => fieldBytes(plan.element, elements));
  requireLikely(packed, lengths, stored.counts);
  const starts = startsOf(original.counts);
  const isText = plan.element === "A";
  const store = makeStore(plan, isText ? count : starts.at(-1)!);
  await eachArray(file.source, layout.heapStart, stored.offsets, stored.counts, (row, bytes) => {
    const place = `${packed.place}, row ${rows.start + row + 1}`;
    const length = lengths[row]!;
    const array = bytes.length === length ? bytes : unpack(packed, bytes, length, place);
    const cells = { bytes: array, offset: 0, stride: 0, count: 1, elements: original.counts[row]! };
    store.fill(cells, isText ? row : starts[row]!);
  });
  return store.finish(isText ? null : starts);
}

/** Calls `take` for each tile that has bytes, with its number from 0. */
function eachTile(
  { source }: FitsFile,
  packed: Packed,
  take: (tile: number, bytes: Uint8Array) => void,
): Promise<void> {
  const { tiles, layout } = packed;
  return eachArray(source, layout.heapStart, tiles.offsets, tiles.counts, (i, bytes) =>
    take(tiles.firstRow + i, bytes),
  );
}

function tileRange({ tileRows, rowCount }: Packed, tile: number): RowRange {
  return { start: tile * tileRows, end: Math.min((tile + 1) * tileRows, rowCount) };
}

/** The original bytes, big-endian, of a tile or an array. */
function unpack({ algorithm, plan }: Packed, bytes: Uint8Array, length: number, place: string): Uint8Array {
  if (algorithm === "NOCOMPRESS") return requireLength(bytes, length, place);
  if (algorithm === "RICE_1") return unpackRice(plan, bytes, length, place);
  const inflated = requireLength(inflateBytes(bytes, length, place), length, place);
  return algorithm === "GZIP_2" ? joinPlanes(inflated, shuffledBytes(plan.element)) : inflated;
}

function unpackRice({ element }: ColumnPlan, bytes: Uint8Array, length: number, place: string): Uint8Array {
  const width = elementBytes(element);
  const count = length / width;
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    const source = kernels.allocate(bytes.length);
    const at = kernels.allocate(4 * count);
    kernels.uint8(source, bytes.length).set(bytes);
    if (kernels.exports.riceDecode(source, bytes.length, at, count, RICE_BLOCK, width) === 0) {
      return toBigEndian(kernels.int32(at, count), width);
    }
  } finally {
    kernels.release(mark);
  }
  const found = `Rice stream of ${bytes.length} bytes that ends too early`;
  throw new MalformedFileError({ place, found, expected: `${count} integers of ${width} bytes` });
}

function toBigEndian(numbers: Int32Array, width: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length * width);
  const view = new DataView(bytes.buffer);
  if (width === 4) for (let i = 0; i < numbers.length; i++) view.setInt32(4 * i, numbers[i]!);
  else if (width === 2) for (let i = 0; i < numbers.length; i++) view.setInt16(2 * i, numbers[i]!);
  else bytes.set(numbers);
  return bytes;
}

/** GZIP_2 shuffles the bytes of these numbers; of all others, complex ones too, cfitsio leaves them in order. */
function shuffledBytes(element: string): number {
  return "IJKED".includes(element) ? elementBytes(element) : 1;
}

/** Byte b of number i is at b * count + i. */
function joinPlanes(bytes: Uint8Array, width: number): Uint8Array {
  if (width === 1) return bytes;
  const count = bytes.length / width;
  const joined = new Uint8Array(bytes.length);
  for (let b = 0, from = 0; b < width; b++) {
    for (let i = 0, to = b; i < count; i++, to += width) joined[to] = bytes[from++]!;
  }
  return joined;
}

function requireAlgorithm(hdu: Hdu, plan: ColumnPlan, place: string): Algorithm {
  const { number } = plan.column;
  const name = hdu.header.getText(`ZCTYP${number}`)?.trim() ?? "";
  const algorithm = ALGORITHMS.find((one) => one === name);
  const isRightType = algorithm !== "RICE_1" || "BIJ".includes(plan.element);
  if (algorithm && isRightType) return algorithm;
  const found = `ZCTYP${number} = "${name}" for a column of type ${plan.element}`;
  throw new UnsupportedFormatError({ place: placeOfColumn(place, plan), found, expected: ALGORITHMS.join(", ") });
}

function requireLength(bytes: Uint8Array, length: number, place: string): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new MalformedFileError({ place, found: `${bytes.length} bytes`, expected: `${length}` });
}

/** Refuses arrays that claim more than any compression of their bytes could give, before memory is taken for them. */
function requireLikely(packed: Packed, lengths: Float64Array, compressed: Float64Array): void {
  for (let i = 0; i < lengths.length; i++) {
    const length = lengths[i]!;
    const isEmpty = length === 0 && compressed[i] === 0;
    if (isEmpty || (length > 0 && length <= MOST_RATIO * compressed[i]!)) continue;
    const place = `${packed.place}, row ${packed.rows.start + i + 1}`;
    throw new MalformedFileError({
      place,
      found: `${length} bytes in ${compressed[i]}`,
      expected: `at most ${MOST_RATIO} : 1`,
    });
  }
}

function placeOfColumn(place: string, { column }: ColumnPlan): string {
  return `${place}, column ${column.name || `#${column.number}`}`;
}
