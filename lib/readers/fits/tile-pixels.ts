// The stored numbers of one compressed tile to physical values (FITS 4.0, 10.2). Synchronous: it works in the scratch of scratch.ts.

import { MalformedFileError } from "@/lib/errors";
import { type DecodedTile, decodeTile, type TileStream } from "./decode-tile";
import { physicalPixels } from "./physical";
import {
  bytesOf,
  isOtherSign,
  isUnscaled,
  newPixels,
  type PixelArray,
  type PixelType,
  type Scaling,
  viewPixels,
} from "./scaling";
import { DITHER_RANDOMS, decodingKernels, ditherRandoms } from "./scratch";
import type { Algorithm, Compression } from "./tiles";

/** A quantised pixel that stands for exactly 0 under SUBTRACTIVE_DITHER_2 (FITS 4.0, 10.2.2). */
const EXACT_ZERO = -2147483646;

/** The bytes of a tile and what the table says of it. */
export interface StoredTile extends TileStream {
  /** Row of the table, from 0: the dither sequence depends on it. */
  index: number;
  /** Whether `bytes` came from a column for tiles that could not be quantised. */
  isFallback: boolean;
  scale: number;
  zero: number;
  blank: bigint | null;
  /** A compressed mask in which everything but 0 marks an undefined pixel. */
  mask: { bytes: Uint8Array; algorithm: Algorithm } | null;
}

/**
 * Physical values of a tile as float32, computed in float64.
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
  withDecoded(tile, compression, (decoded, undefinedAt) => {
    const kernels = decodingKernels();
    const isPlain = isUnscaled(scaling);
    if (decoded.type === "int32") {
      const isQuantised = quantisationOf(tile, compression) !== null;
      const pixels = isQuantised ? dequantised32(decoded.at, tile, compression) : scaled32(decoded.at, tile, scaling);
      return take(markUndefined(isQuantised && !isPlain ? scaledOnce(pixels, scaling) : pixels, undefinedAt));
    }
    if (decoded.type === "float32" && isPlain) {
      return take(markUndefined(kernels.float32(decoded.at, tile.pixelCount), undefinedAt));
    }
    const numbers = new Float64Array(tile.pixelCount);
    const blank = decoded.type === "int64" ? tile.blank : null;
    physicalPixels(viewOf(decoded, tile.pixelCount), { ...scaling, blank }, numbers, 0);
    take(markUndefined(Float32Array.from(numbers), undefinedAt));
  });
}

/**
 * Physical values of a tile, of `type` or of a type that Array.set turns into it without loss.
 * @param take gets them; the view is valid during the call only
 */
export function withTilePixels(
  tile: StoredTile,
  compression: Compression,
  { scaling, type }: { scaling: Scaling; type: PixelType },
  take: (pixels: PixelArray) => void,
): void {
  withDecoded(tile, compression, (decoded, undefinedAt) => {
    const isFloat = type === "float32" || type === "float64";
    if (!isFloat) return take(integersOf(decoded, tile.pixelCount, type));
    const stored = viewOf(decoded, tile.pixelCount);
    const quantised = quantisationOf(tile, compression) !== null && decoded.type === "int32";
    const numbers = quantised ? dequantised(decoded.at, tile, compression, type) : stored;
    const isInteger = !quantised && (decoded.type === "int32" || decoded.type === "int64");
    if (!isInteger && isUnscaled(scaling)) return take(markUndefined(numbers, undefinedAt));
    const pixels = newPixels(type, tile.pixelCount);
    physicalPixels(numbers, { ...scaling, blank: isInteger ? tile.blank : null }, pixels, 0);
    take(markUndefined(pixels, undefinedAt));
  });
}

/**
 * Stored integers of a tile, unscaled.
 * @param take gets them; the view is valid during the call only
 */
export function withTileIntegers(tile: StoredTile, compression: Compression, take: (stored: Int32Array) => void): void {
  withDecoded(tile, compression, (decoded) => {
    if (decoded.type === "int32") return take(decodingKernels().int32(decoded.at, tile.pixelCount));
    throw new MalformedFileError({ place: tile.place, found: `${decoded.type} pixels`, expected: "integers" });
  });
}

function withDecoded(
  tile: StoredTile,
  compression: Compression,
  use: (decoded: DecodedTile, undefinedAt: Int32Array | null) => void,
): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    const undefinedAt = tile.mask && decodeMask(tile, tile.mask, compression);
    const isFloat = compression.bitpix < 0 && quantisationOf(tile, compression) === null;
    // quantised floats are integers of 4 bytes
    use(
      decodeTile(tile, isFloat, isFloat ? compression.bitpix : Math.max(8, compression.bitpix), compression),
      undefinedAt,
    );
  } finally {
    kernels.release(mark);
  }
}

/** Null for integers, lossless floats and tiles that could not be quantised. */
function quantisationOf(tile: StoredTile, compression: Compression): Compression["quantised"] {
  return tile.isFallback ? null : compression.quantised;
}

function decodeMask(tile: StoredTile, mask: NonNullable<StoredTile["mask"]>, compression: Compression): Int32Array {
  const stream = {
    ...mask,
    place: `${tile.place}, NULL_PIXEL_MASK`,
    lengths: tile.lengths,
    pixelCount: tile.pixelCount,
  };
  const { at } = decodeTile(stream, false, 8, compression);
  return decodingKernels().int32(at, tile.pixelCount).slice();
}

function markUndefined<T extends PixelArray>(pixels: T, undefinedAt: Int32Array | null): T {
  if (undefinedAt && (pixels instanceof Float32Array || pixels instanceof Float64Array)) {
    for (let i = 0; i < pixels.length; i++) if (undefinedAt[i] !== 0) pixels[i] = Number.NaN;
  }
  return pixels;
}

/** The whole of the decoded numbers as they lie in the scratch. */
function viewOf({ type, at }: DecodedTile, count: number): Int32Array | BigInt64Array | Float32Array | Float64Array {
  const kernels = decodingKernels();
  if (type === "int32") return kernels.int32(at, count);
  if (type === "float32") return kernels.float32(at, count);
  if (type === "float64") return kernels.float64(at, count);
  return new BigInt64Array(kernels.memory.buffer, at, count);
}

/** Decoded integers as `type`, in place; the other sign (isOtherSign) is a flip of the highest bit. */
function integersOf({ type: decodedType, at }: DecodedTile, count: number, type: PixelType): PixelArray {
  const kernels = decodingKernels();
  const flips = isOtherSign(type);
  if (decodedType === "int32") {
    kernels.exports.narrowInt32(at, at, count, bytesOf(type), flips ? 1 : 0);
  } else if (flips) {
    const words = kernels.int32(at, 2 * count);
    for (let i = 1; i < words.length; i += 2) words[i]! ^= 0x80000000;
  }
  return viewPixels(type, kernels.memory.buffer, at, count);
}

/** Integers at `stored` of the scratch as float32, in the scratch again. */
function scaled32(stored: number, tile: StoredTile, scaling: Scaling): Float32Array {
  const { exports, allocate, float32 } = decodingKernels();
  const target = allocate(4 * tile.pixelCount);
  exports.scaleInt32(stored, target, tile.pixelCount, scaling.scale, scaling.zero);
  markBlank(stored, target, tile);
  return float32(target, tile.pixelCount);
}

/** Quantised integers at `stored` of the scratch as float32, in the scratch again. */
function dequantised32(stored: number, tile: StoredTile, compression: Compression): Float32Array {
  const { exports, allocate, float32 } = decodingKernels();
  const count = tile.pixelCount;
  const target = allocate(4 * count);
  const quantised = quantisationOf(tile, compression);
  if (!quantised || quantised.dither === "none") exports.scaleInt32(stored, target, count, tile.scale, tile.zero);
  else {
    const seed = ditherStart(tile, quantised.seed);
    exports.dequantiseDithered(stored, target, count, tile.scale, tile.zero, ditherRandoms(), seed);
    if (quantised.dither === "2") exports.replaceWhere(stored, target, count, EXACT_ZERO, 0);
  }
  markBlank(stored, target, tile);
  return float32(target, count);
}

/** Where in the random sequence a tile begins. */
function ditherStart({ index, place }: StoredTile, seed: number): number {
  if (seed >= 1) return (index + seed - 1) % DITHER_RANDOMS;
  throw new MalformedFileError({
    place,
    found: `ZDITHER0 = ${seed}`,
    expected: `an integer from 1 to ${DITHER_RANDOMS}`,
  });
}

function markBlank(stored: number, target: number, tile: StoredTile): void {
  if (tile.blank === null) return;
  decodingKernels().exports.replaceWhere(stored, target, tile.pixelCount, Number(tile.blank), Number.NaN);
}

function dequantised(stored: number, tile: StoredTile, compression: Compression, type: PixelType): PixelArray {
  if (type === "float32") return dequantised32(stored, tile, compression);
  const kernels = decodingKernels();
  const integers = kernels.int32(stored, tile.pixelCount);
  const pixels = new Float64Array(tile.pixelCount);
  const quantised = quantisationOf(tile, compression);
  const blank = tile.blank === null ? Number.NaN : Number(tile.blank);
  const { scale, zero } = tile;
  if (!quantised || quantised.dither === "none") {
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = integers[i] === blank ? Number.NaN : integers[i]! * scale + zero;
    return pixels;
  }
  const randoms = kernels.float32(ditherRandoms(), DITHER_RANDOMS);
  let seed = ditherStart(tile, quantised.seed);
  let next = Math.trunc(Math.fround(randoms[seed]! * 500));
  for (let i = 0; i < pixels.length; i++) {
    const value = integers[i]!;
    if (value === blank) pixels[i] = Number.NaN;
    else if (quantised.dither === "2" && value === EXACT_ZERO) pixels[i] = 0;
    else pixels[i] = (value - randoms[next]! + 0.5) * scale + zero;
    if (++next < DITHER_RANDOMS) continue;
    seed = (seed + 1) % DITHER_RANDOMS;
    next = Math.trunc(Math.fround(randoms[seed]! * 500));
  }
  return pixels;
}

/** BSCALE and BZERO in float64, rounded to float32 once. */
function scaledOnce(pixels: Float32Array, { scale, zero }: Scaling): Float32Array {
  return pixels.map((value) => value * scale + zero);
}
