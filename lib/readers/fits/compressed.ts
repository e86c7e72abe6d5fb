// Reads tile-compressed images: the table's rows, then the heap in large pieces, then tile by tile (FITS 4.0, 10).

import { MalformedFileError } from "@/lib/errors";
import { type StoredTile, withTileFloats, withTileIntegers } from "./decode-tile";
import type { Plane, Section } from "./image";
import type { FitsFile } from "./open-fits";
import { scalingOf, storable } from "./plain";
import { type BinaryColumn, elementBytes, layoutOf, readHeapArray, type TableLayout } from "./table";
import { type Algorithm, boxOf, type Compression, type PerTile, readCompression, tilesOf } from "./tiles";

/** Neighbouring tiles are read together up to about this size. */
const PIECE_BYTES = 8 << 20;

/** Where the bytes of a tile lie in the file, and what the table says of it. */
type Located = Omit<StoredTile, "bytes"> & { start: number; end: number; box: Section };

/** Reads a section into `pixels` as physical values; only tiles that meet it are read. */
export async function readCompressedFloats(
  file: FitsFile,
  plane: Plane,
  section: Section,
  pixels: Float32Array,
): Promise<void> {
  const scaling = scalingOf(plane.hdu.header, plane.hdu.bitpix ?? 0);
  await eachTile(file, plane, section, (tile, box, compression) => {
    withTileFloats(tile, compression, scaling, (values) => copyBox(values, box, pixels, section));
  });
}

/** Reads all pixels as stored integers plus `zero`. */
export async function readCompressedIntegers(file: FitsFile, plane: Plane, zero: number): Promise<Int32Array> {
  const pixels = new Int32Array(plane.width * plane.height);
  const whole = { x0: 0, x1: plane.width, y0: 0, y1: plane.height };
  await eachTile(file, plane, whole, (tile, box, compression) => {
    withTileIntegers(tile, compression, (stored) => copyBox(stored, box, pixels, whole));
  });
  if (zero !== 0) for (let i = 0; i < pixels.length; i++) pixels[i]! += zero;
  return pixels;
}

async function eachTile(
  file: FitsFile,
  plane: Plane,
  section: Section,
  take: (tile: StoredTile, box: Section, compression: Compression) => void,
): Promise<void> {
  const layout = layoutOf(file, plane.hdu);
  const compression = readCompression(plane, layout);
  const located = await locateTiles(file, plane, layout, compression, section);
  for (let first = 0; first < located.length; ) {
    let { start, end } = located[first]!;
    let next = first + 1;
    for (; next < located.length; next++) {
      const tile = located[next]!;
      const joined = { start: Math.min(start, tile.start), end: Math.max(end, tile.end) };
      if (joined.end - joined.start > PIECE_BYTES) break;
      ({ start, end } = joined);
    }
    const piece = await file.source.read(start, end);
    for (const tile of located.slice(first, next)) {
      take({ ...tile, bytes: piece.subarray(tile.start - start, tile.end - start) }, tile.box, compression);
    }
    first = next;
  }
}

async function locateTiles(
  file: FitsFile,
  plane: Plane,
  layout: TableLayout,
  compression: Compression,
  section: Section,
): Promise<Located[]> {
  const tiles = tilesOf(compression.grid, section);
  const first = tiles[0]!;
  const rows = await file.source.read(
    layout.rowsStart + first * layout.rowBytes,
    layout.rowsStart + (tiles.at(-1)! + 1) * layout.rowBytes,
  );
  return tiles.map((index) => {
    const row = new DataView(rows.buffer, rows.byteOffset + (index - first) * layout.rowBytes, layout.rowBytes);
    const box = boxOf(compression.grid, index, plane);
    const { column, algorithm, isFallback, start, count } = chooseColumn(layout, compression, row, index);
    return {
      place: `${plane.place}, tile ${index + 1}`,
      index,
      algorithm,
      isFallback,
      start,
      end: start + count * elementBytes(column.heapType ?? "B"),
      box,
      pixelCount: (box.x1 - box.x0) * (box.y1 - box.y0),
      scale: compression.quantised ? perTileValue(compression.quantised.scale, row, layout) : 1,
      zero: compression.quantised ? perTileValue(compression.quantised.zero, row, layout) : 0,
      blank: compression.blank ? storable(perTileValue(compression.blank, row, layout), 32) : null,
    };
  });
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
    if (!column) continue;
    const { count, offset } = readHeapArray(layout, column, row, index);
    if (count > 0) return { column, algorithm, isFallback, start: layout.heapStart + offset, count };
  }
  throw new MalformedFileError({
    place: `${layout.place}, tile ${index + 1}`,
    found: "no bytes in any column",
    expected: "a compressed tile",
  });
}

function perTileValue(value: PerTile, row: DataView, layout: TableLayout): number {
  if ("constant" in value) return value.constant;
  const { type, offset, name } = value.column;
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

/** Copies the part of a tile that lies in the section, row by row. */
function copyBox<T extends Float32Array | Int32Array>(values: T, box: Section, target: T, section: Section): void {
  const width = box.x1 - box.x0;
  const x0 = Math.max(box.x0, section.x0);
  const x1 = Math.min(box.x1, section.x1);
  for (let y = Math.max(box.y0, section.y0); y < Math.min(box.y1, section.y1); y++) {
    const from = (y - box.y0) * width - box.x0;
    const to = (y - section.y0) * (section.x1 - section.x0) - section.x0;
    target.set(values.subarray(from + x0, from + x1), to + x0);
  }
}
