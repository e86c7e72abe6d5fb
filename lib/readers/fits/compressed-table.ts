// Binary tables that were compressed by tiles of rows, column by column (FITS 4.0, 10.3), as cfitsio's fpack -table writes them.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import type { ColumnPlan, FitsColumn } from "./columns";
import { requireLength, TABLE_ALGORITHMS, type TableAlgorithm, unpack } from "./compressed-table-codecs";
import { type Hdu, MOST_COMPRESSION, requireInteger } from "./hdu";
import { inflateBytes } from "./inflate";
import type { FitsFile } from "./open-fits";
import { fieldBytes, type TableLayout } from "./table";
import {
  type Descriptors,
  eachArray,
  fillDescriptors,
  makeDescriptors,
  readDescriptors,
  requireArrays,
  startsOf,
} from "./table-heap";
import { eachRows, type RowRange, requireRoom } from "./table-rows";
import { makeStore } from "./table-stores";

/** Bytes of a descriptor of 64-bit integers: those of compressed arrays always are. */
const WIDE_BYTES = 16;

/** A column of the original table, how it was compressed, and which tiles hold the rows asked for. */
interface Packed {
  place: string;
  plan: ColumnPlan;
  algorithm: TableAlgorithm;
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
  let arrayBytes = 0;
  for (const one of packed) {
    const isFixed = one.plan.column.heapType === null;
    const column = isFixed ? await readFixed(file, one) : await readArrays(file, one);
    // columns may share a heap: what each may unpack, 999 may not
    if (!isFixed) arrayBytes += Array.isArray(column.values) ? 8 * column.values.length : column.values.byteLength;
    requireRoom(place, 1, arrayBytes, MOST_COMPRESSION * hdu.dataBytes);
    columns.push(column);
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
  for (const [i, one] of packed.entries())
    requireArrays(layout, stored[i]!, one.tiles, one.tiles.counts, layout.heapBytes);
}

/** A column whose cells all have the same width: a tile is its cells one behind the other. */
async function readFixed(file: FitsFile, packed: Packed): Promise<FitsColumn> {
  const { plan, algorithm, rows, layout } = packed;
  const { byteWidth } = plan.column;
  const { cellElements, element } = plan;
  requireTiles(packed, byteWidth);
  const store = makeStore(plan, (rows.end - rows.start) * cellElements, layout.place);
  await eachTile(file, packed, (tile, bytes, place) => {
    const { start, end } = rangeOf(packed, tile);
    const first = Math.max(start, rows.start);
    const cells = unpack({ algorithm, element }, bytes, byteWidth * (end - start), place);
    const count = Math.min(end, rows.end) - first;
    const offset = (first - start) * byteWidth;
    const column = { bytes: cells, offset, stride: byteWidth, count, elements: cellElements };
    store.fill(column, (first - rows.start) * cellElements);
  });
  return store.finish(null);
}

/** A column of arrays in the heap: each is compressed for itself; one that did not become smaller is stored as it was. */
async function readArrays(file: FitsFile, packed: Packed): Promise<FitsColumn> {
  const { plan, algorithm, rows, layout } = packed;
  const { element } = plan;
  const { original, stored } = await readBothDescriptors(file, packed);
  requireArrays(layout, plan.column, stored, stored.counts, layout.heapBytes);
  const lengths = original.counts.map((elements) => fieldBytes(element, elements));
  const placeAt = (i: number) => `${packed.place}, row ${rows.start + i + 1}`;
  requireLikely(lengths, stored.counts, placeAt);
  const starts = startsOf(original.counts);
  const isText = element === "A";
  const store = makeStore(plan, isText ? lengths.length : starts.at(-1)!, layout.place);
  await eachArray(file.source, layout.heapStart, stored.offsets, stored.counts, (i, bytes) => {
    const length = lengths[i]!;
    const array = bytes.length === length ? bytes : unpack({ algorithm, element }, bytes, length, placeAt(i));
    const cells = { bytes: array, offset: 0, stride: 0, count: 1, elements: original.counts[i]! };
    store.fill(cells, isText ? i : starts[i]!);
  });
  return store.finish(isText ? null : starts);
}

/** A tile is the descriptors of the original table and, behind them, those of the compressed arrays, always wide; all of it in gzip. */
async function readBothDescriptors(file: FitsFile, packed: Packed) {
  const { plan, rows } = packed;
  const original = makeDescriptors(rows.end - rows.start, rows.start);
  const stored = makeDescriptors(rows.end - rows.start, rows.start);
  const isWide = plan.column.type === "Q";
  const width = plan.column.byteWidth;
  requireTiles(packed, width + WIDE_BYTES);
  await eachTile(file, packed, (tile, bytes, place) => {
    const { start, end } = rangeOf(packed, tile);
    const expected = (end - start) * (width + WIDE_BYTES);
    const both = requireLength(inflateBytes(bytes, expected, place), expected, place);
    const view = new DataView(both.buffer, both.byteOffset, both.byteLength);
    const first = Math.max(start, rows.start);
    const piece = { first: first - rows.start, count: Math.min(end, rows.end) - first };
    const at = (first - start) * width;
    if (width > 0) readDescriptors(view, { at, stride: width, isWide }, original, piece);
    const wideAt = (end - start) * width + (first - start) * WIDE_BYTES;
    readDescriptors(view, { at: wideAt, stride: WIDE_BYTES, isWide: true }, stored, piece);
  });
  return { original, stored };
}

/** Calls `take` for each tile that has bytes, with its number from 0. */
function eachTile(
  { source }: FitsFile,
  packed: Packed,
  take: (tile: number, bytes: Uint8Array, place: string) => void,
): Promise<void> {
  const { tiles, layout } = packed;
  return eachArray(source, layout.heapStart, tiles.offsets, tiles.counts, (i, bytes) => {
    const tile = tiles.firstRow + i;
    take(tile, bytes, `${packed.place}, tile ${tile + 1}`);
  });
}

/** Rows of the original table that a tile holds. */
function rangeOf({ tileRows, rowCount }: Packed, tile: number): RowRange {
  return { start: tile * tileRows, end: Math.min((tile + 1) * tileRows, rowCount) };
}

/** Refuses tiles that cannot hold so many bytes a row. */
function requireTiles(packed: Packed, rowBytes: number): void {
  const { counts, firstRow } = packed.tiles;
  const lengths = counts.map((_, i) => {
    const { start, end } = rangeOf(packed, firstRow + i);
    return (end - start) * rowBytes;
  });
  requireLikely(lengths, counts, (i) => `${packed.place}, tile ${firstRow + i + 1}`);
}

function requireAlgorithm(hdu: Hdu, plan: ColumnPlan, place: string): TableAlgorithm {
  const { number } = plan.column;
  const name = hdu.header.getText(`ZCTYP${number}`)?.trim() ?? "";
  const algorithm = TABLE_ALGORITHMS.find((one) => one === name);
  const isRightType = algorithm !== "RICE_1" || "BIJ".includes(plan.element);
  if (algorithm && isRightType) return algorithm;
  const found = `ZCTYP${number} = "${name}" for a column of type ${plan.element}`;
  throw new UnsupportedFormatError({ place: placeOfColumn(place, plan), found, expected: TABLE_ALGORITHMS.join(", ") });
}

/** Refuses lengths that no compression of so few bytes could give, before memory is taken for them. */
function requireLikely(lengths: Float64Array, compressed: Float64Array, placeAt: (i: number) => string): void {
  for (let i = 0; i < lengths.length; i++) {
    if (lengths[i]! <= MOST_COMPRESSION * compressed[i]!) continue;
    const found = `${lengths[i]} bytes compressed to ${compressed[i]}`;
    throw new MalformedFileError({ place: placeAt(i), found, expected: `at most ${MOST_COMPRESSION} : 1` });
  }
}

function placeOfColumn(place: string, { column }: ColumnPlan): string {
  return `${place}, column ${column.name || `#${column.number}`}`;
}
