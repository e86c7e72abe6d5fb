// What a tile-compressed image is made of: the grid of tiles and how they were compressed (FITS 4.0, 10.1 to 10.3).

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type Box, offsetsOf, stridesOf } from "./box";
import { requireInteger } from "./hdu";
import type { Header } from "./header";
import type { StoredImage } from "./image";
import { exactInteger } from "./scaling";
import { type BinaryColumn, findColumn, type TableLayout } from "./table";

export type Algorithm = "RICE" | "GZIP_1" | "GZIP_2" | "HCOMPRESS" | "PLIO" | "NOCOMPRESS";

/** One number an axis each, NAXIS1 first. */
export interface TileGrid {
  axes: number[];
  tileLengths: number[];
  /** Tiles along each axis. */
  counts: number[];
}

/** A constant of the header, or a column with one value a tile. */
export type PerTile = { column: BinaryColumn } | { constant: number };

export interface Compression {
  algorithm: Algorithm;
  grid: TileGrid;
  /** BITPIX of the image. */
  bitpix: number;
  rice: { blockSize: number; bytesPerPixel: number };
  /** 1 where HCOMPRESS tiles are smoothed, else 0. */
  smooth: 0 | 1;
  /** What PLIO lists hold more than is stored: they know no negative numbers, so that cfitsio keeps unsigned 16-bit ones as they are. */
  plioZero: number;
  /** Columns that can hold a tile, in the order in which they are asked. */
  columns: { compressed: BinaryColumn | null; gzip: BinaryColumn | null; plain: BinaryColumn | null };
  /** Floating pixels as scaled integers; null for integer images and lossless floats. */
  quantised: { scale: PerTile; zero: PerTile; dither: "none" | "1" | "2"; seed: number } | null;
  blank: { column: BinaryColumn } | { constant: bigint } | null;
  /** Column of masks in which other numbers than 0 mark undefined pixels, and how they are compressed (ZMASKCMP). */
  mask: { column: BinaryColumn; algorithm: Algorithm } | null;
}

const ALGORITHMS: Record<string, Algorithm> = {
  RICE_1: "RICE",
  RICE_ONE: "RICE",
  GZIP_1: "GZIP_1",
  GZIP_2: "GZIP_2",
  HCOMPRESS_1: "HCOMPRESS",
  PLIO_1: "PLIO",
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
 * @throws UnsupportedFormatError for a compression, quantisation or mask that the standard does not name, by name
 * @throws MalformedFileError for keywords that contradict the table or each other
 */
export function readCompression(image: StoredImage, layout: TableLayout): Compression {
  const { header } = image.hdu;
  const name = image.hdu.compression?.trim() ?? "";
  const algorithm = isReadableCompression(name) ? ALGORITHMS[name] : undefined;
  if (!algorithm) throw unsupported(image, `compression ${image.hdu.compression}`, READABLE_COMPRESSIONS.join(", "));
  const { bitpix } = image;
  return {
    algorithm,
    grid: readGrid(image, layout),
    bitpix,
    rice: {
      blockSize: readParameter(header, "BLOCKSIZE") ?? 32,
      bytesPerPixel: readParameter(header, "BYTEPIX") ?? 4,
    },
    smooth: (readParameter(header, "SMOOTH") ?? 0) === 0 ? 0 : 1,
    plioZero: bitpix === 16 && header.getNumber("BZERO") === 2 ** 15 ? 2 ** 15 : 0,
    columns: {
      compressed: heapColumn(layout, "COMPRESSED_DATA"),
      gzip: heapColumn(layout, "GZIP_COMPRESSED_DATA"),
      plain: heapColumn(layout, "UNCOMPRESSED_DATA"),
    },
    quantised: bitpix < 0 ? readQuantisation(image, layout) : null,
    blank: readBlank(header, layout, "ZBLANK") ?? (bitpix > 0 ? readBlank(header, layout, "BLANK") : null),
    mask: readMask(image, layout),
  };
}

/** Indices of the tiles that meet a box, in the order of the table. */
export function tilesOf(grid: TileGrid, box: Box): Generator<number> {
  const { tileLengths, counts } = grid;
  const start = box.start.map((pixel, i) => Math.floor(pixel / tileLengths[i]!));
  const end = box.end.map((pixel, i) => Math.ceil(pixel / tileLengths[i]!));
  return offsetsOf(stridesOf(counts), { start, end }, 0);
}

/** The pixels that a tile covers; those at the far edges may be smaller. */
export function boxOf({ axes, tileLengths, counts }: TileGrid, tile: number): Box {
  let rest = tile;
  const start = counts.map((count, i) => {
    const position = rest % count;
    rest = Math.floor(rest / count);
    return position * tileLengths[i]!;
  });
  return { start, end: start.map((pixel, i) => Math.min(pixel + tileLengths[i]!, axes[i]!)) };
}

/** ZTILEn; without them a tile is a row (FITS 4.0, 10.1.2). */
function readGrid({ hdu, place, axes }: StoredImage, layout: TableLayout): TileGrid {
  const tileLengths = axes.map((length, i) => {
    const keyword = `ZTILE${i + 1}`;
    if (hdu.header.get(keyword) === undefined) return i === 0 ? length : 1;
    return Math.min(length, requireInteger(hdu.header, keyword, 1, 2 ** 31, place));
  });
  const counts = axes.map((length, i) => Math.ceil(length / tileLengths[i]!));
  if (counts.reduce((product, count) => product * count, 1) !== layout.rowCount) {
    const found = `table of ${layout.rowCount} rows`;
    throw new MalformedFileError({ place, found, expected: `${counts.join(" x ")} tiles` });
  }
  return { axes, tileLengths, counts };
}

function readQuantisation(image: StoredImage, layout: TableLayout): Compression["quantised"] {
  const { header } = image.hdu;
  const scale = perTile(header, layout, "ZSCALE");
  if (!scale) return null;
  const name = header.getText("ZQUANTIZ")?.trim().toUpperCase() ?? "NO_DITHER";
  const dither = DITHERS[name];
  if (!dither) throw unsupported(image, `ZQUANTIZ ${name}`, Object.keys(DITHERS).join(", "));
  const hasSeed = header.get("ZDITHER0") !== undefined && dither !== "none";
  // fpack leaves 0 or -1 where it quantises no tile: looked at with the first that is (tile-pixels.ts)
  const seed = hasSeed ? requireInteger(header, "ZDITHER0", -1, RANDOM_COUNT, image.place) : 1;
  return { scale, zero: perTile(header, layout, "ZZERO") ?? { constant: 0 }, dither, seed };
}

function perTile(header: Header, layout: TableLayout, name: string): PerTile | null {
  const column = findColumn(layout, name);
  if (column) return { column };
  const constant = header.getNumber(name);
  return constant === null ? null : { constant };
}

function readBlank(header: Header, layout: TableLayout, name: string): Compression["blank"] {
  const column = findColumn(layout, name);
  if (column) return { column };
  const constant = exactInteger(header, name);
  return constant === null ? null : { constant };
}

/** FITS 4.0, 10.1.2 and 10.1.3. */
function readMask(image: StoredImage, layout: TableLayout): Compression["mask"] {
  const column = heapColumn(layout, "NULL_PIXEL_MASK");
  if (!column) return null;
  const name = image.hdu.header.getText("ZMASKCMP")?.trim() ?? "";
  const algorithm = ALGORITHMS[name];
  if (algorithm) return { column, algorithm };
  const found = name === "" ? "NULL_PIXEL_MASK without ZMASKCMP" : `ZMASKCMP ${name}`;
  throw unsupported(image, found, READABLE_COMPRESSIONS.join(", "));
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

function unsupported(image: StoredImage, found: string, expected: string): UnsupportedFormatError {
  return new UnsupportedFormatError({ place: image.place, found, expected });
}
