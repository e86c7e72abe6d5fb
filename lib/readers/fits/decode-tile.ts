// One compressed tile to numbers (FITS 4.0, 10.2 to 10.4). Synchronous: it works in the scratch of scratch.ts.

import { MalformedFileError } from "@/lib/errors";
import { readBigEndian, toWords } from "./big-endian";
import { inflateBytes } from "./inflate";
import type { Scaling } from "./plain";
import { DITHER_RANDOMS, decodingKernels, ditherRandoms } from "./scratch";
import type { Algorithm, Compression } from "./tiles";

/** A quantised pixel that stands for exactly 0 under SUBTRACTIVE_DITHER_2 (FITS 4.0, 10.2.2). */
const EXACT_ZERO = -2147483646;

/** The bytes of a tile as the table keeps them. */
export interface StoredTile {
  place: string;
  /** Row of the table, from 0: the dither sequence depends on it. */
  index: number;
  bytes: Uint8Array;
  algorithm: Algorithm;
  /** Whether `bytes` came from a column for tiles that could not be quantised. */
  isFallback: boolean;
  pixelCount: number;
  scale: number;
  zero: number;
  blank: number | null;
}

/** Decoded numbers: 32-bit ones lie in the scratch at `at`, others in an array of their own. */
type Decoded = { type: "int32" | "float32"; at: number } | { type: "float64"; values: ArrayLike<number> };

/**
 * Physical values of a tile.
 * @param scaling BSCALE and BZERO of the image, applied last
 * @param take gets them; the view is valid during the call only
 * @throws MalformedFileError when the tile does not hold its pixels
 */
export function withTileFloats(
  tile: StoredTile,
  compression: Compression,
  scaling: Scaling,
  take: (pixels: Float32Array) => void,
): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    const decoded = decodeTile(tile, compression);
    if (decoded.type === "float64") take(scaled(decoded.values, scaling));
    else if (decoded.type === "float32") take(scaled(kernels.float32(decoded.at, tile.pixelCount), scaling));
    else take(physicalPixels(decoded.at, tile, compression, scaling));
  } finally {
    kernels.release(mark);
  }
}

/**
 * Stored integers of a tile, unscaled.
 * @param take gets them; the view is valid during the call only
 */
export function withTileIntegers(tile: StoredTile, compression: Compression, take: (stored: Int32Array) => void): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    const decoded = decodeTile(tile, compression);
    if (decoded.type !== "int32") {
      throw new MalformedFileError({ place: tile.place, found: `${decoded.type} pixels`, expected: "integers" });
    }
    take(kernels.int32(decoded.at, tile.pixelCount));
  } finally {
    kernels.release(mark);
  }
}

/** Stored integers at `stored` of the scratch as physical values, in the scratch again. */
function physicalPixels(stored: number, tile: StoredTile, compression: Compression, scaling: Scaling): Float32Array {
  const kernels = decodingKernels();
  const { exports } = kernels;
  const count = tile.pixelCount;
  const target = kernels.allocate(4 * count);
  const quantised = tile.isFallback ? null : compression.quantised;
  if (!quantised) exports.scaleInt32(stored, target, count, scaling.scale, scaling.zero);
  else if (quantised.dither === "none") exports.scaleInt32(stored, target, count, tile.scale, tile.zero);
  else {
    const seed = (tile.index + quantised.seed - 1) % DITHER_RANDOMS;
    exports.dequantiseDithered(stored, target, count, tile.scale, tile.zero, ditherRandoms(), seed);
    if (quantised.dither === "2") exports.replaceWhere(stored, target, count, EXACT_ZERO, 0);
  }
  if (tile.blank !== null) exports.replaceWhere(stored, target, count, tile.blank, Number.NaN);
  const pixels = kernels.float32(target, count);
  return quantised ? scaled(pixels, scaling) : pixels;
}

function decodeTile(tile: StoredTile, compression: Compression): Decoded {
  if (tile.algorithm === "RICE") return decodeRice(tile, compression);
  const isFloat = compression.bitpix < 0 && (tile.isFallback || compression.quantised === null);
  const bytes =
    tile.algorithm === "NOCOMPRESS" ? tile.bytes : inflateBytes(tile.bytes, 8 * tile.pixelCount, tile.place);
  const width = bytes.length / tile.pixelCount;
  if (width === 8) {
    const joined = tile.algorithm === "GZIP_2" ? joinPlanes(bytes, 8) : bytes;
    return { type: "float64", values: readBigEndian(joined, isFloat ? -64 : 64, 0, tile.pixelCount) };
  }
  if (width !== 4 && (isFloat || (width !== 1 && width !== 2))) {
    const found = `${bytes.length} bytes for ${tile.pixelCount} pixels`;
    throw new MalformedFileError({
      place: tile.place,
      found,
      expected: isFloat ? "4 or 8 a pixel" : "1, 2, 4 or 8 a pixel",
    });
  }
  return {
    type: isFloat ? "float32" : "int32",
    at: toWords(bytes, width, tile.pixelCount, tile.algorithm === "GZIP_2"),
  };
}

function decodeRice(tile: StoredTile, compression: Compression): Decoded {
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

/** GZIP_2 for wide types: byte b of pixel i is at b * n + i. */
function joinPlanes(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width;
  const joined = new Uint8Array(bytes.length);
  for (let b = 0; b < width; b++) {
    for (let i = 0; i < count; i++) joined[i * width + b] = bytes[b * count + i]!;
  }
  return joined;
}

function scaled(values: ArrayLike<number>, { scale, zero }: Scaling): Float32Array {
  const isPlain = scale === 1 && zero === 0;
  if (isPlain && values instanceof Float32Array) return values;
  return Float32Array.from(values, (value) => value * scale + zero);
}
