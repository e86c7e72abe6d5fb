// Reads tile-compressed images: the table's rows, then the heap in large pieces, then tile by tile (FITS 4.0, 10).

import { MalformedFileError } from "@/lib/errors";
import { type Box, countOf, eachSharedRun, intersect, lengthsOf } from "./box";
import type { StoredImage } from "./image";
import type { FitsFile } from "./open-fits";
import { type PixelArray, type PixelType, pixelTypeOf, type Scaling, scalingOf, setPixels, storable } from "./scaling";
import { type BinaryColumn, elementBytes, layoutOf, readHeapArray, type TableLayout } from "./table";
import { type StoredTile, withTileFloats, withTileIntegers, withTilePixels } from "./tile-pixels";
import { type Algorithm, boxOf, type Compression, type PerTile, readCompression, tilesOf } from "./tiles";

/** Neighbouring tiles are read together up to about this size. */
const PIECE_BYTES = 1 << 20;
/** Tiles may share bytes, but many at one long stream would be work without end. */
const MOST_SHARING = 4;
const ALWAYS_ALLOWED_BYTES = 4 << 20;
/** So many rows of the table are looked at together. */
const BATCH_TILES = 8192;

/** A compressed image whose keywords and columns were checked. */
export interface CompressedImage {
  file: FitsFile;
  image: StoredImage;
  layout: TableLayout;
  compression: Compression;
  scaling: Scaling;
}

interface Span {
  start: number;
  end: number;
}

/** Where the bytes of a tile lie in the file, and what the table says of it. */
type Located = Omit<StoredTile, "bytes" | "mask"> & Span & { box: Box; mask: (Span & { algorithm: Algorithm }) | null };

/**
 * Checks a compressed image; only its header is looked at.
 * @throws UnsupportedFormatError, MalformedFileError as readCompression and layoutOf
 */
export function openCompressed(file: FitsFile, image: StoredImage): CompressedImage {
  const layout = layoutOf(file, image.hdu);
  const compression = readCompression(image, layout);
  return { file, image, layout, compression, scaling: scalingOf(image.hdu.header, image.bitpix) };
}

/** The type of physical values (pixelTypeOf), where undefined pixels may be marked in more ways than by BLANK. */
export function compressedPixelType({ image, compression, scaling }: CompressedImage): PixelType {
  const hasUndefined = scaling.blank !== null || compression.blank !== null || compression.mask !== null;
  return pixelTypeOf(image.bitpix, { ...scaling, blank: hasUndefined ? 0n : null });
}

/** Reads a box into `pixels` as float32; only tiles that meet it are read. */
export async function readCompressedFloats(opened: CompressedImage, box: Box, pixels: Float32Array): Promise<void> {
  await eachTile(opened, box, (tile, tileBox) => {
    withTileFloats(tile, opened.compression, opened.scaling, (values) => copyBox(values, tileBox, pixels, box));
  });
}

/** Reads a box into `pixels` as physical values of that type (compressedPixelType). */
export async function readCompressedPixels(
  opened: CompressedImage,
  box: Box,
  pixels: PixelArray,
  type: PixelType,
): Promise<void> {
  const aim = { scaling: opened.scaling, type };
  await eachTile(opened, box, (tile, tileBox) => {
    withTilePixels(tile, opened.compression, aim, (values) => copyBox(values, tileBox, pixels, box));
  });
}

/** Reads a box as stored integers. */
export async function readCompressedIntegers(opened: CompressedImage, box: Box): Promise<Int32Array> {
  const pixels = new Int32Array(countOf(box));
  await eachTile(opened, box, (tile, tileBox) => {
    withTileIntegers(tile, opened.compression, (stored) => copyBox(stored, tileBox, pixels, box));
  });
  return pixels;
}

async function eachTile(opened: CompressedImage, box: Box, take: (tile: StoredTile, box: Box) => void): Promise<void> {
  const most = MOST_SHARING * opened.layout.heapBytes + ALWAYS_ALLOWED_BYTES;
  let total = 0;
  for await (const { tiles, start, bytes } of piecesOf(opened, box)) {
    for (const tile of tiles) {
      total += tile.end - tile.start;
      if (total > most) {
        const found = `tiles of more than ${most} bytes in all`;
        const expected = `at most ${MOST_SHARING} times the ${opened.layout.heapBytes} bytes of the heap`;
        throw new MalformedFileError({ place: tile.place, found, expected });
      }
      const mask = tile.mask && (await readMaskOf(opened, tile.mask));
      take({ ...tile, mask, bytes: bytes.subarray(tile.start - start, tile.end - start) }, tile.box);
    }
  }
}

interface Piece {
  tiles: Located[];
  start: number;
  bytes: Uint8Array;
}

/** The bytes of the tiles that meet a box, many tiles at a time; the next piece is on its way while one is decoded. */
async function* piecesOf(opened: CompressedImage, box: Box): AsyncGenerator<Piece> {
  let pending: Promise<Piece> | null = null;
  for await (const located of locateTiles(opened, box)) {
    for (let first = 0; first < located.length; ) {
      const { start, end, next } = pieceOf(located, first);
      const tiles = located.slice(first, next);
      const reading: Promise<Piece> = opened.file.source.read(start, end).then((bytes) => ({ tiles, start, bytes }));
      // a failure is met when its turn comes
      reading.catch(() => undefined);
      if (pending) yield await pending;
      pending = reading;
      first = next;
    }
  }
  if (pending) yield await pending;
}

/** Tiles from `first` up to `next` that are near each other in the heap. */
function pieceOf(located: readonly Located[], first: number): Span & { next: number } {
  let { start, end } = located[first]!;
  let next = first + 1;
  for (; next < located.length; next++) {
    const tile = located[next]!;
    const joined = { start: Math.min(start, tile.start), end: Math.max(end, tile.end) };
    if (joined.end - joined.start > PIECE_BYTES) break;
    ({ start, end } = joined);
  }
  return { start, end, next };
}

async function readMaskOf(
  { file }: CompressedImage,
  mask: Span & { algorithm: Algorithm },
): Promise<StoredTile["mask"]> {
  return { algorithm: mask.algorithm, bytes: await file.source.read(mask.start, mask.end) };
}

/** The tiles that meet a box, in batches. */
async function* locateTiles(opened: CompressedImage, box: Box): AsyncGenerator<Located[]> {
  let batch: number[] = [];
  for (const tile of tilesOf(opened.compression.grid, box)) {
    batch.push(tile);
    if (batch.length < BATCH_TILES) continue;
    yield await locateBatch(opened, batch);
    batch = [];
  }
  if (batch.length > 0) yield await locateBatch(opened, batch);
}

async function locateBatch(opened: CompressedImage, tiles: readonly number[]): Promise<Located[]> {
  const { layout, file } = opened;
  const first = tiles[0]!;
  const rows = await file.source.read(
    layout.rowsStart + first * layout.rowBytes,
    layout.rowsStart + (tiles.at(-1)! + 1) * layout.rowBytes,
  );
  return tiles.map((index) => {
    const row = new DataView(rows.buffer, rows.byteOffset + (index - first) * layout.rowBytes, layout.rowBytes);
    return locateTile(opened, row, index);
  });
}

function locateTile({ image, layout, compression }: CompressedImage, row: DataView, index: number): Located {
  const box = boxOf(compression.grid, index);
  const { mask, quantised, blank } = compression;
  const maskSpan = mask && spanOf(layout, mask.column, row, index);
  return {
    place: `${image.place}, tile ${index + 1}`,
    index,
    ...chooseColumn(layout, compression, row, index),
    box,
    lengths: lengthsOf(box),
    pixelCount: countOf(box),
    scale: quantised ? perTileValue(quantised.scale, row, layout) : 1,
    zero: quantised ? perTileValue(quantised.zero, row, layout) : 0,
    blank: blank && blankOf(blank, row, layout, image.bitpix),
    mask: mask && maskSpan && { ...maskSpan, algorithm: mask.algorithm },
  };
}

/** A tile stands in the first column that is not empty in its row (FITS 4.0, 10.1.3). */
function chooseColumn(layout: TableLayout, compression: Compression, row: DataView, index: number) {
  const { compressed, gzip, plain } = compression.columns;
  const choices: [BinaryColumn | null, Algorithm, boolean][] = [
    [compressed, compression.algorithm, false],
    [gzip, "GZIP_1", true],
    [plain, "NOCOMPRESS", true],
  ];
  for (const [column, algorithm, isFallback] of choices) {
    const span = column && spanOf(layout, column, row, index);
    if (span) return { algorithm, isFallback, ...span };
  }
  throw new MalformedFileError({
    place: `${layout.place}, tile ${index + 1}`,
    found: "no bytes in any column",
    expected: "a compressed tile",
  });
}

/** Where an array of the heap lies in the file; null for an empty one. */
function spanOf(layout: TableLayout, column: BinaryColumn, row: DataView, index: number): Span | null {
  const { count, offset } = readHeapArray(layout, column, row, index);
  if (count === 0) return null;
  const start = layout.heapStart + offset;
  return { start, end: start + count * elementBytes(column.heapType ?? "B") };
}

function blankOf(
  blank: NonNullable<Compression["blank"]>,
  row: DataView,
  layout: TableLayout,
  bitpix: number,
): bigint | null {
  if ("constant" in blank) return storable(blank.constant, bitpix);
  const { type, offset, repeat } = blank.column;
  if (type === "K" && repeat > 0) return storable(row.getBigInt64(offset), bitpix);
  const value = perTileValue(blank, row, layout);
  return Number.isInteger(value) ? storable(BigInt(value), bitpix) : null;
}

function perTileValue(value: PerTile, row: DataView, layout: TableLayout): number {
  if ("constant" in value) return value.constant;
  const { type, offset, name, repeat } = value.column;
  if (repeat === 0) {
    throw new MalformedFileError({
      place: layout.place,
      found: `column ${name} without a value`,
      expected: "one a row",
    });
  }
  if (type === "D") return row.getFloat64(offset);
  if (type === "E") return row.getFloat32(offset);
  if (type === "J") return row.getInt32(offset);
  if (type === "I") return row.getInt16(offset);
  if (type === "B") return row.getUint8(offset);
  throw new MalformedFileError({
    place: layout.place,
    found: `column ${name} of type ${type}`,
    expected: "B, I, J, E or D",
  });
}

/** Copies the part of a tile that lies in the box. */
function copyBox(values: PixelArray, tileBox: Box, target: PixelArray, box: Box): void {
  eachSharedRun(intersect(tileBox, box), tileBox, box, (from, to, count) => {
    setPixels(target, values.subarray(from, from + count), to);
  });
}
