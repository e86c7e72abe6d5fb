// What a tile-compressed image is made of: the grid of tiles and how they were compressed (FITS 4.0, 10.1 to 10.3).

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { requireInteger } from "./hdu";
import type { Header } from "./header";
import type { Plane, Section } from "./image";
import { type BinaryColumn, findColumn, type TableLayout } from "./table";

export type Algorithm = "RICE" | "GZIP_1" | "GZIP_2" | "NOCOMPRESS";

export interface TileGrid {
  tileWidth: number;
  tileHeight: number;
  across: number;
  down: number;
}

/** A constant of the header, or a column with one value a tile. */
export type PerTile = { column: BinaryColumn } | { constant: number };

export interface Compression {
  algorithm: Algorithm;
  grid: TileGrid;
  /** BITPIX of the image. */
  bitpix: number;
  rice: { blockSize: number; bytesPerPixel: number };
  /** Columns that can hold a tile, in the order in which they are asked. */
  columns: { compressed: BinaryColumn | null; gzip: BinaryColumn | null; plain: BinaryColumn | null };
  /** Floating pixels as scaled integers; null for integer images and lossless floats. */
  quantised: { scale: PerTile; zero: PerTile; dither: "none" | "1" | "2"; seed: number } | null;
  blank: PerTile | null;
}

const ALGORITHMS: Record<string, Algorithm> = {
  RICE_1: "RICE",
  RICE_ONE: "RICE",
  GZIP_1: "GZIP_1",
  GZIP_2: "GZIP_2",
  NOCOMPRESS: "NOCOMPRESS",
};

/** Values of ZCMPTYPE whose pixels can be read. */
export const READABLE_COMPRESSIONS: readonly string[] = Object.keys(ALGORITHMS);

/** True when the pixels of an HDU with this `compression` can be read. */
export function isReadableCompression(compression: string): boolean {
  return READABLE_COMPRESSIONS.includes(compression.trim());
}

const DITHERS: Record<string, "none" | "1" | "2"> = {
  NONE: "none",
  NO_DITHER: "none",
  SUBTRACTIVE_DITHER_1: "1",
  SUBTRACTIVE_DITHER_2: "2",
};
const RANDOM_COUNT = 10_000;

/**
 * Reads the compression keywords and checks them against the table.
 * @throws UnsupportedFormatError for HCOMPRESS_1, PLIO_1 and whatever else is not ours, by name
 * @throws MalformedFileError for keywords that contradict the table or each other
 */
export function readCompression(plane: Plane, layout: TableLayout): Compression {
  const { header } = plane.hdu;
  const name = plane.hdu.compression?.trim() ?? "";
  const algorithm = isReadableCompression(name) ? ALGORITHMS[name] : undefined;
  if (!algorithm) throw unsupported(plane, `compression ${plane.hdu.compression}`, READABLE_COMPRESSIONS.join(", "));
  if (findColumn(layout, "NULL_PIXEL_MASK")) throw unsupported(plane, "a NULL_PIXEL_MASK column", "ZBLANK");
  const bitpix = plane.hdu.bitpix ?? 0;
  return {
    algorithm,
    grid: readGrid(plane, layout),
    bitpix,
    rice: {
      blockSize: readParameter(header, "BLOCKSIZE") ?? 32,
      bytesPerPixel: readParameter(header, "BYTEPIX") ?? 4,
    },
    columns: {
      compressed: heapColumn(layout, "COMPRESSED_DATA"),
      gzip: heapColumn(layout, "GZIP_COMPRESSED_DATA"),
      plain: heapColumn(layout, "UNCOMPRESSED_DATA"),
    },
    quantised: bitpix < 0 ? readQuantisation(plane, layout) : null,
    blank: perTile(header, layout, "ZBLANK") ?? (bitpix > 0 ? perTile(header, layout, "BLANK") : null),
  };
}

/** Indices of the tiles that meet a section, in the order of the table. */
export function tilesOf(grid: TileGrid, section: Section): number[] {
  const tiles: number[] = [];
  for (let ty = Math.floor(section.y0 / grid.tileHeight); ty * grid.tileHeight < section.y1; ty++) {
    for (let tx = Math.floor(section.x0 / grid.tileWidth); tx * grid.tileWidth < section.x1; tx++) {
      tiles.push(ty * grid.across + tx);
    }
  }
  return tiles;
}

/** The pixels that a tile covers; those at the right and upper edge may be smaller. */
export function boxOf(grid: TileGrid, tile: number, plane: { width: number; height: number }): Section {
  const x0 = (tile % grid.across) * grid.tileWidth;
  const y0 = Math.floor(tile / grid.across) * grid.tileHeight;
  return { x0, x1: Math.min(x0 + grid.tileWidth, plane.width), y0, y1: Math.min(y0 + grid.tileHeight, plane.height) };
}

function readGrid(plane: Plane, layout: TableLayout): TileGrid {
  const { header } = plane.hdu;
  const axisLength = (keyword: string, whole: number, fallback: number) =>
    header.get(keyword) === undefined
      ? fallback
      : Math.min(whole, requireInteger(header, keyword, 1, 2 ** 31, plane.place));
  const tileWidth = axisLength("ZTILE1", plane.width, plane.width);
  const tileHeight = axisLength("ZTILE2", plane.height, 1);
  const across = Math.ceil(plane.width / tileWidth);
  const down = Math.ceil(plane.height / tileHeight);
  if (across * down !== layout.rowCount) {
    const found = `table of ${layout.rowCount} rows`;
    throw new MalformedFileError({ place: plane.place, found, expected: `${across} x ${down} tiles` });
  }
  return { tileWidth, tileHeight, across, down };
}

function readQuantisation(plane: Plane, layout: TableLayout): Compression["quantised"] {
  const { header } = plane.hdu;
  const scale = perTile(header, layout, "ZSCALE");
  if (!scale) return null;
  const name = header.getText("ZQUANTIZ")?.trim().toUpperCase() ?? "NO_DITHER";
  const dither = DITHERS[name];
  if (!dither) throw unsupported(plane, `ZQUANTIZ ${name}`, Object.keys(DITHERS).join(", "));
  const hasSeed = header.get("ZDITHER0") !== undefined && dither !== "none";
  const seed = hasSeed ? requireInteger(header, "ZDITHER0", 1, RANDOM_COUNT, plane.place) : 1;
  return { scale, zero: perTile(header, layout, "ZZERO") ?? { constant: 0 }, dither, seed };
}

function perTile(header: Header, layout: TableLayout, name: string): PerTile | null {
  const column = findColumn(layout, name);
  if (column) return { column };
  const constant = header.getNumber(name);
  return constant === null ? null : { constant };
}

function heapColumn(layout: TableLayout, name: string): BinaryColumn | null {
  const column = findColumn(layout, name);
  if (!column || column.heapType) return column;
  const found = `column ${name} of type ${column.type}`;
  throw new MalformedFileError({ place: layout.place, found, expected: "arrays in the heap (P or Q)" });
}

/** ZVALn of the ZNAMEn that is `name` (FITS 4.0, 10.1.1). */
function readParameter(header: Header, name: string): number | null {
  for (let i = 1; header.get(`ZNAME${i}`) !== undefined; i++) {
    if (header.getText(`ZNAME${i}`)?.trim().toUpperCase() === name) return header.getNumber(`ZVAL${i}`);
  }
  return null;
}

function unsupported(plane: Plane, found: string, expected: string): UnsupportedFormatError {
  return new UnsupportedFormatError({ place: plane.place, found, expected });
}
