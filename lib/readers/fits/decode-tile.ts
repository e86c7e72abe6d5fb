// The bytes of one compressed tile to stored numbers (FITS 4.0, 10.4). Synchronous: it works in the scratch of scratch.ts.

import { MalformedFileError } from "@/lib/errors";
import { toWords } from "./big-endian";
import { inflateBytes } from "./inflate";
import { decodingKernels } from "./scratch";
import type { Algorithm, Compression } from "./tiles";

/** What one compressed array is, and where messages say it is. */
export interface TileStream {
  place: string;
  bytes: Uint8Array;
  algorithm: Algorithm;
  /** Pixels along each axis, NAXIS1 first, and their product. */
  lengths: number[];
  pixelCount: number;
}

/** Native numbers at `at` of the scratch. Integers of 1 and 2 bytes are widened to int32. */
export interface DecodedTile {
  type: "int32" | "int64" | "float32" | "float64";
  at: number;
}

/** Deflate's largest ratio is 1032, PLIO's 4095 pixels for a word of 2 bytes; a tile that claims more lies. */
const MOST_PIXELS_PER_BYTE = 4096;
/** So many pixels are always allowed: a constant tile of HCOMPRESS takes some 30 bytes however large it is. */
const ALWAYS_PIXELS = 1 << 20;

/**
 * Decodes a tile into the scratch: mark and release are the caller's.
 * @param isFloat whether the numbers that were compressed are floats rather than integers
 * @param bitpix of the image: 64-bit integers are told from others by it
 * @throws MalformedFileError when the tile does not hold its pixels
 */
export function decodeTile(tile: TileStream, isFloat: boolean, bitpix: number, compression: Compression): DecodedTile {
  if (tile.pixelCount > ALWAYS_PIXELS && tile.pixelCount > MOST_PIXELS_PER_BYTE * tile.bytes.length) {
    const found = `${tile.pixelCount} pixels in ${tile.bytes.length} bytes`;
    throw new MalformedFileError({ place: tile.place, found, expected: `at most ${MOST_PIXELS_PER_BYTE} a byte` });
  }
  const isOf32Bits = tile.algorithm === "RICE" || tile.algorithm === "HCOMPRESS" || tile.algorithm === "PLIO";
  if (isOf32Bits && (isFloat || bitpix === 64)) {
    const found = `${tile.algorithm} stream for ${isFloat ? "floats without ZSCALE" : "integers of 64 bits"}`;
    throw new MalformedFileError({ place: tile.place, found, expected: "GZIP_1, GZIP_2 or NOCOMPRESS" });
  }
  if (tile.algorithm === "RICE") return decodeRice(tile, compression);
  if (tile.algorithm === "HCOMPRESS") return decodeHcompress(tile, compression);
  if (tile.algorithm === "PLIO") return decodePlio(tile, compression.plioZero);
  const bytes =
    tile.algorithm === "NOCOMPRESS" ? tile.bytes : inflateBytes(tile.bytes, 8 * tile.pixelCount, tile.place);
  const width = bytes.length / tile.pixelCount;
  const widths = isFloat ? [4, 8] : bitpix === 64 ? [8] : [1, 2, 4];
  if (!widths.includes(width)) {
    const found = `${bytes.length} bytes for ${tile.pixelCount} pixels`;
    const expected = `${widths.join(", ").replace(/, (\d)$/, " or $1")} a pixel`;
    throw new MalformedFileError({ place: tile.place, found, expected });
  }
  const isShuffled = tile.algorithm === "GZIP_2";
  if (width === 8) return { type: isFloat ? "float64" : "int64", at: toLongWords(bytes, tile.pixelCount, isShuffled) };
  return { type: isFloat ? "float32" : "int32", at: toWords(bytes, width, tile.pixelCount, isShuffled) };
}

function decodeRice(tile: TileStream, compression: Compression): DecodedTile {
  const kernels = decodingKernels();
  const source = kernels.allocate(tile.bytes.length);
  const at = kernels.allocate(4 * tile.pixelCount);
  kernels.uint8(source, tile.bytes.length).set(tile.bytes);
  const { blockSize, bytesPerPixel } = compression.rice;
  const status = kernels.exports.riceDecode(source, tile.bytes.length, at, tile.pixelCount, blockSize, bytesPerPixel);
  if (status === 0) return { type: "int32", at };
  const found = `Rice stream of ${tile.bytes.length} bytes (BLOCKSIZE ${blockSize}, BYTEPIX ${bytesPerPixel}) that ends too early`;
  throw new MalformedFileError({ place: tile.place, found, expected: `${tile.pixelCount} pixels` });
}

/** Status of hcompressDecode to what was found. */
const HCOMPRESS_FAULTS: Record<number, string> = {
  [-1]: "that ends too early",
  [-2]: "without its magic number",
  [-3]: "of other dimensions",
  [-4]: "of too many bit planes",
};

function decodeHcompress(tile: TileStream, compression: Compression): DecodedTile {
  const { exports, allocate, uint8 } = decodingKernels();
  const [width, height] = planeLengths(tile.lengths);
  const { length } = tile.bytes;
  const source = allocate(length);
  uint8(source, length).set(tile.bytes);
  let status = exports.hcompressWorkBytes(source, length, width, height, compression.smooth);
  if (status >= 0) {
    const work = allocate(status);
    const at = allocate(4 * tile.pixelCount);
    status = exports.hcompressDecode(source, length, at, work, width, height, compression.smooth);
    if (status === 0) {
      saturate(at, tile.pixelCount, compression.bitpix);
      return { type: "int32", at };
    }
  }
  const found = `HCOMPRESS stream of ${length} bytes ${HCOMPRESS_FAULTS[status] ?? `(status ${status})`}`;
  throw new MalformedFileError({ place: tile.place, found, expected: `${width} x ${height} pixels` });
}

/** Lossy pixels may lie beyond what the image can store: they become its least or largest number, as cfitsio has them. */
function saturate(at: number, count: number, bitpix: number): void {
  if (bitpix !== 8 && bitpix !== 16) return;
  const pixels = decodingKernels().int32(at, count);
  const least = bitpix === 8 ? 0 : -32768;
  const most = bitpix === 8 ? 255 : 32767;
  for (let i = 0; i < count; i++) {
    const value = pixels[i]!;
    if (value < least) pixels[i] = least;
    else if (value > most) pixels[i] = most;
  }
}

/** The two axes of a plane among those of length 1. */
function planeLengths(lengths: readonly number[]): [width: number, height: number] {
  const [width = 1, height, ...others] = lengths.filter((length) => length > 1);
  if (height !== undefined && others.length === 0) return [width, height];
  const [first = 1, ...rest] = lengths;
  return [first, rest.reduce((product, length) => product * length, 1)];
}

function decodePlio(tile: TileStream, zero: number): DecodedTile {
  const { exports, allocate, uint8, int32 } = decodingKernels();
  const { length } = tile.bytes;
  const source = allocate(length);
  const at = allocate(4 * tile.pixelCount);
  uint8(source, length).set(tile.bytes);
  const status = exports.plioDecode(source, length, at, tile.pixelCount);
  if (status === 0) {
    const pixels = int32(at, tile.pixelCount);
    if (zero !== 0) for (let i = 0; i < pixels.length; i++) pixels[i]! -= zero;
    return { type: "int32", at };
  }
  const found = `PLIO list of ${length} bytes ${status === -1 ? "that ends too early" : "with an impossible word"}`;
  throw new MalformedFileError({ place: tile.place, found, expected: `${tile.pixelCount} pixels` });
}

/** Big-endian numbers of 8 bytes to native ones in the scratch. */
function toLongWords(bytes: Uint8Array, count: number, isShuffled: boolean): number {
  const kernels = decodingKernels();
  const at = kernels.allocate(bytes.length);
  kernels.uint8(at, bytes.length).set(isShuffled ? joinPlanes(bytes, 8) : bytes);
  kernels.exports.nativeWords(at, count, 8, 0);
  return at;
}

/** GZIP_2 for wide types: byte b of pixel i is at b * n + i. */
function joinPlanes(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  const joined = new Uint8Array(bytes.length);
  for (let b = 0; b < width; b++) {
    for (let i = 0; i < count; i++) joined[i * width + b] = bytes[b * count + i]!;
  }
  return joined;
}
