// Rice-compressed images: a binary table with a tile a row (FITS 4.0, 10.1, 10.2 and 10.4.1).

import { InvalidParameterError } from "@/lib/errors";
import type { Kernels } from "@/lib/kernels";
import { decodingKernels } from "./scratch";
import type { CardToWrite } from "./write-cards";
import { formatCards, formatOwnCards, type HduParts } from "./write-hdu";
import { type ImageToWrite, shapeOf } from "./write-image";
import { storedAs } from "./write-numbers";
import { gzipFloats, QUANTISED_BLANK, quantiseTile } from "./write-quantised";

/** A compressed row of the image. */
interface Tile {
  /** Column that the bytes belong to; the other one is empty in this row. */
  column: "COMPRESSED_DATA" | "GZIP_COMPRESSED_DATA";
  bytes: Uint8Array;
  scale: number;
  zero: number;
}

/** What the binary table is made of. */
interface TileTable {
  tiles: Tile[];
  rowBytes: number;
  heapBytes: number;
  /** Whether there is a column of tiles kept exactly. */
  hasGzip: boolean;
  /** Whether there are columns of scale and zero. */
  isFloat: boolean;
}

type Integers = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

const BLOCK_PIXELS = 32;
const OWN_KEYWORDS =
  /^(Z(IMAGE|CMPTYPE|BITPIX|NAXIS\d*|TILE\d+|NAME\d+|VAL\d+|QUANTIZ|DITHER0|BLANK|SCALE|ZERO|SIMPLE|TENSION|EXTEND|PCOUNT|GCOUNT)|T(FIELDS|HEAP|(TYPE|FORM|UNIT|DIM|NULL|SCAL|ZERO|DISP)\d+)|BSCALE|BZERO|BLANK)$/;

/**
 * An image as RICE_1, a row of pixels a tile. Integers (up to 32 bits) keep every bit. Floats are quantised in steps of the row's noise
 * divided by `quantisation.level`, with SUBTRACTIVE_DITHER_1: each differs by half a step at most, NaN stays NaN; rows whose noise cannot
 * be measured or that hold infinities are kept exactly, as gzip.
 * @param index of the table in the file; `isPrimary` when the image shall stand in the primary header once unpacked
 * @throws InvalidParameterError for 64-bit integers, scaling with compression, level or seed that cannot be
 */
export function riceParts(cards: CardToWrite[], image: ImageToWrite, index: number, isPrimary: boolean): HduParts {
  const place = `HDU ${index}`;
  const shape = shapeOf(image, index);
  const width = shape.at(-1)!;
  if (shape.includes(0))
    throw new InvalidParameterError({ place, found: "no pixels", expected: "at least one to compress" });
  if (image.scaling) {
    throw new InvalidParameterError({ place, found: "scaling with compression", expected: "one of the two" });
  }
  const { pixels } = image;
  const isFloat = pixels instanceof Float32Array || pixels instanceof Float64Array;
  const tiles = isFloat
    ? encodeFloats(pixels, width, requireQuantisation(image, place))
    : encodeIntegers(requireIntegers(pixels, place), width);
  const hasGzip = tiles.some((tile) => tile.column === "GZIP_COMPRESSED_DATA");
  const heapBytes = tiles.reduce((total, tile) => total + tile.bytes.length, 0);
  const rowBytes = 8 + (hasGzip ? 8 : 0) + (isFloat ? 16 : 0);
  const table = { tiles, rowBytes, heapBytes, hasGzip, isFloat };
  const own = formatOwnCards(cards, index, OWN_KEYWORDS);
  return {
    cards: [...formatCards(tableCards(table)), ...formatCards(compressionCards(image, shape, isPrimary)), ...own],
    dataBytes: rowBytes * tiles.length + heapBytes,
    fill: (target) => fillTable(table, target),
  };
}

function requireIntegers(pixels: ImageToWrite["pixels"], place: string): Integers {
  if (!(pixels instanceof BigInt64Array) && !(pixels instanceof BigUint64Array) && !(pixels instanceof Float32Array)) {
    if (!(pixels instanceof Float64Array)) return pixels;
  }
  throw new InvalidParameterError({ place, found: "64-bit integers", expected: "at most 32 bits for RICE_1" });
}

function requireQuantisation({ quantisation }: ImageToWrite, place: string): { level: number; seed: number } {
  const { level = 4, seed = 1 } = quantisation ?? {};
  const isRight = level > 0 && Number.isFinite(level) && Number.isInteger(seed) && seed >= 1 && seed <= 10_000;
  if (isRight) return { level, seed };
  const found = `quantisation level ${level}, seed ${seed}`;
  throw new InvalidParameterError({ place, found, expected: "a level above 0, a seed from 1 to 10000" });
}

function encodeIntegers(pixels: Integers, width: number): Tile[] {
  const kernels = decodingKernels();
  const zero = Number(storedAs(pixels).zero);
  return eachTile(pixels.length, width, (start) => {
    const source = kernels.allocate(4 * width);
    const stored = kernels.int32(source, width);
    for (let x = 0; x < width; x++) stored[x] = pixels[start + x]! - zero;
    const bytes = encodeRice(kernels, source, width, pixels.BYTES_PER_ELEMENT);
    return { column: "COMPRESSED_DATA", bytes, scale: 1, zero: 0 };
  });
}

function encodeFloats(
  pixels: Float32Array | Float64Array,
  width: number,
  { level, seed }: { level: number; seed: number },
): Tile[] {
  const kernels = decodingKernels();
  return eachTile(pixels.length, width, (start, index) => {
    const row = pixels.subarray(start, start + width);
    const quantised = quantiseTile(kernels, row, level, index + seed - 1);
    if (!quantised) return { column: "GZIP_COMPRESSED_DATA", bytes: gzipFloats(row), scale: 0, zero: 0 };
    const bytes = encodeRice(kernels, quantised.at, width, 4);
    return { column: "COMPRESSED_DATA", bytes, scale: quantised.scale, zero: quantised.zero };
  });
}

function eachTile(count: number, width: number, encode: (start: number, index: number) => Tile): Tile[] {
  const kernels = decodingKernels();
  return Array.from({ length: count / width }, (_, index) => {
    const mark = kernels.mark();
    try {
      return encode(index * width, index);
    } finally {
      kernels.release(mark);
    }
  });
}

function encodeRice(kernels: Kernels, source: number, count: number, bytesPerPixel: number): Uint8Array {
  const room = 8 * count + 64;
  const target = kernels.allocate(room);
  const length = kernels.exports.riceEncode(source, count, target, room, BLOCK_PIXELS, bytesPerPixel);
  return kernels.uint8(target, length).slice();
}

function tableCards({ tiles, rowBytes, heapBytes, hasGzip, isFloat }: TileTable): CardToWrite[] {
  const longest = (column: Tile["column"]) =>
    tiles.reduce((most, tile) => (tile.column === column ? Math.max(most, tile.bytes.length) : most), 0);
  const columns: [name: string, form: string][] = [["COMPRESSED_DATA", `1PB(${longest("COMPRESSED_DATA")})`]];
  if (hasGzip) columns.push(["GZIP_COMPRESSED_DATA", `1PB(${longest("GZIP_COMPRESSED_DATA")})`]);
  if (isFloat) columns.push(["ZSCALE", "1D"], ["ZZERO", "1D"]);
  return [
    ["XTENSION", "BINTABLE", "binary table extension"],
    ["BITPIX", 8, "bytes"],
    ["NAXIS", 2, "rows of bytes"],
    ["NAXIS1", rowBytes, "bytes of a row"],
    ["NAXIS2", tiles.length, "rows, one a tile"],
    ["PCOUNT", heapBytes, "bytes of the heap"],
    ["GCOUNT", 1],
    ["TFIELDS", columns.length, "columns"],
    ...columns.flatMap(([name, form], i): CardToWrite[] => [
      [`TTYPE${i + 1}`, name],
      [`TFORM${i + 1}`, form],
    ]),
  ];
}

function compressionCards(image: ImageToWrite, shape: number[], isPrimary: boolean): CardToWrite[] {
  const { pixels } = image;
  const { bitpix, zero } = storedAs(pixels);
  const axes = shape.toReversed();
  const start: CardToWrite[] = isPrimary ? [["ZSIMPLE", true]] : [["ZTENSION", "IMAGE"]];
  const end: CardToWrite[] = isPrimary
    ? [["ZEXTEND", true]]
    : [
        ["ZPCOUNT", 0],
        ["ZGCOUNT", 1],
      ];
  const cards: CardToWrite[] = [
    ["ZIMAGE", true, "this table is a compressed image"],
    ...start,
    ["ZBITPIX", bitpix, "bits per pixel of the image"],
    ["ZNAXIS", axes.length],
    ...axes.map((length, i): CardToWrite => [`ZNAXIS${i + 1}`, length]),
    ...end,
    ...axes.map((length, i): CardToWrite => [`ZTILE${i + 1}`, i === 0 ? length : 1]),
    ["ZCMPTYPE", "RICE_1"],
    ["ZNAME1", "BLOCKSIZE"],
    ["ZVAL1", BLOCK_PIXELS, "pixels of a block"],
    ["ZNAME2", "BYTEPIX"],
    ["ZVAL2", bitpix < 0 ? 4 : bitpix / 8, "bytes of an encoded pixel"],
  ];
  if (bitpix < 0) {
    const { seed = 1 } = image.quantisation ?? {};
    cards.push(["ZQUANTIZ", "SUBTRACTIVE_DITHER_1"], ["ZDITHER0", seed], ["ZBLANK", QUANTISED_BLANK, "stored for NaN"]);
  }
  if (zero !== 0) cards.push(["BSCALE", 1], ["BZERO", zero]);
  return cards;
}

function fillTable({ tiles, rowBytes, hasGzip, isFloat }: TileTable, target: Uint8Array): void {
  const view = new DataView(target.buffer, target.byteOffset, target.byteLength);
  const heapStart = rowBytes * tiles.length;
  let heap = 0;
  for (const [i, { column, bytes, scale, zero }] of tiles.entries()) {
    const row = i * rowBytes;
    const descriptor = row + (column === "GZIP_COMPRESSED_DATA" ? 8 : 0);
    view.setInt32(descriptor, bytes.length);
    view.setInt32(descriptor + 4, heap);
    target.set(bytes, heapStart + heap);
    heap += bytes.length;
    if (!isFloat) continue;
    view.setFloat64(row + (hasGzip ? 16 : 8), scale);
    view.setFloat64(row + (hasGzip ? 24 : 16), zero);
  }
}
