// Pixels of plain image HDUs: big-endian numbers one after the other (FITS 4.0, 3.3.2 and 5).

import { TaskFailedError } from "@/lib/errors";
import type { ByteSource } from "@/lib/files/memory-source";
import { readBigEndian, swapInPlace, toWords } from "./big-endian";
import { type Box, countOf, type Run, runsOf, wholeBox } from "./box";
import type { StoredImage } from "./image";
import { physicalPixels } from "./physical";
import {
  isOtherSign,
  isUnscaled,
  type PixelArray,
  type PixelType,
  type Scaling,
  scalingOf,
  storedTypeOf,
  viewPixels,
} from "./scaling";

import { decodingKernels } from "./scratch";

/** Images pass through a buffer of about this size, so that what is decoded stays in the cache. */
const CHUNK_BYTES = 256 << 10;
/** A whole image comes in segments of so many bytes, a multiple of every pixel's, so many on their way at a time. */
const SEGMENT_BYTES = 2 << 20;
const READS_AT_ONCE = 3;
/** What is not asked for is read too where it is so short that another read would cost more. */
const MOST_GAP_BYTES = 64 << 10;

/**
 * Reads a box into `pixels` as float32, computed in float64. Unscaled float32 that is asked for whole goes straight into `pixels`
 * and is swapped there; everything else goes through small chunks.
 * @throws TaskFailedError when `pixels` lies in a WebAssembly memory that grew meanwhile
 */
export async function readPlainFloats(
  source: ByteSource,
  image: StoredImage,
  box: Box,
  pixels: Float32Array,
): Promise<void> {
  const { bitpix } = image;
  const scaling = scalingOf(image.hdu.header, bitpix);
  if (bitpix === -32 && isUnscaled(scaling)) return readStoredPixels(source, image, box, pixels);
  await eachRun(source, image, box, (bytes, start, count) => {
    requireAttached(pixels, image);
    if (bitpix === 8 || bitpix === 16 || bitpix === 32) scaleIntegers(bytes, bitpix, scaling, { pixels, start });
    else if (bitpix === 64) pixels.set(wideNumbers(bytes, scaling, count), start);
    else scaleNumbers(readBigEndian(bytes, bitpix, 0, count), scaling, pixels, start);
  });
}

/** Reads a box into `pixels` as physical values of that type (pixelTypeOf). */
export async function readPlainPixels(
  source: ByteSource,
  image: StoredImage,
  box: Box,
  pixels: PixelArray,
  type: PixelType,
): Promise<void> {
  const scaling = scalingOf(image.hdu.header, image.bitpix);
  const stored = storedTypeOf(image.bitpix);
  if (isOtherSign(type)) return readStoredPixels(source, image, box, pixels, true);
  if (stored === type && isUnscaled(scaling)) return readStoredPixels(source, image, box, pixels);
  await eachRun(source, image, box, (bytes, start, count) => {
    if (pixels instanceof Float32Array && (stored === "uint8" || stored === "int16")) {
      return scaleIntegers(bytes, image.bitpix, scaling, { pixels, start, isSingle: true });
    }
    const own = bytes.slice();
    swapInPlace(own, Math.abs(image.bitpix) / 8);
    physicalPixels(viewPixels(stored, own.buffer, 0, count), scaling, pixels, start);
  });
}

/**
 * Reads stored numbers as they are into `pixels`, which has their width, and swaps them there.
 * @param flips whether to take the other sign (isOtherSign)
 */
export async function readStoredPixels(
  source: ByteSource,
  image: StoredImage,
  box: Box,
  pixels: PixelArray,
  flips = false,
): Promise<void> {
  const width = Math.abs(image.bitpix) / 8;
  const target = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  if (countOf(box) === countOf(wholeBox(image.axes))) {
    return eachSegment(target, async (from, part) => {
      await source.readInto(image.hdu.dataStart + from, part);
      requireAttached(pixels, image);
      swapInPlace(part, width, flips);
    });
  }
  await eachRun(source, image, box, (bytes, start) => {
    requireAttached(pixels, image);
    target.set(bytes, start * width);
  });
  swapInPlace(target, width, flips);
}

/** Fills the segments of a large array; some are on their way while one is swapped. */
async function eachSegment(target: Uint8Array, fill: (from: number, part: Uint8Array) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < target.length) {
      const from = next;
      next += SEGMENT_BYTES;
      await fill(from, target.subarray(from, from + SEGMENT_BYTES));
    }
  };
  try {
    await Promise.all(Array.from({ length: READS_AT_ONCE }, work));
  } finally {
    // where one failed the others stop
    next = target.length;
  }
}

/** @param into where to, and whether to compute in float32 rather than in float64 */
function scaleIntegers(
  bytes: Uint8Array,
  bitpix: number,
  scaling: Scaling,
  into: { pixels: Float32Array; start: number; isSingle?: boolean },
): void {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const count = (bytes.length * 8) / bitpix;
  const words = toWords(bytes, bitpix / 8, count);
  const target = kernels.allocate(4 * count);
  const { scaleSingle, scaleInt32, replaceWhere } = kernels.exports;
  (into.isSingle ? scaleSingle : scaleInt32)(words, target, count, scaling.scale, scaling.zero);
  if (scaling.blank !== null) replaceWhere(words, target, count, Number(scaling.blank), Number.NaN);
  into.pixels.set(kernels.float32(target, count), into.start);
  kernels.release(mark);
}

/** Physical values of 64-bit integers, as readPixels gives them. */
function wideNumbers(bytes: Uint8Array, scaling: Scaling, count: number): Float64Array {
  const own = bytes.slice();
  swapInPlace(own, 8);
  const numbers = new Float64Array(count);
  physicalPixels(viewPixels("int64", own.buffer, 0, count), scaling, numbers, 0);
  return numbers;
}

function scaleNumbers(stored: ArrayLike<number>, scaling: Scaling, pixels: Float32Array, start: number): void {
  const { scale, zero } = scaling;
  const blank = scaling.blank === null ? null : Number(scaling.blank);
  for (let i = 0; i < stored.length; i++) {
    pixels[start + i] = stored[i] === blank ? Number.NaN : stored[i]! * scale + zero;
  }
}

function requireAttached(pixels: PixelArray, image: StoredImage): void {
  if (pixels.length > 0) return;
  const found = "memory for the pixels that grew or was given away while they were read";
  throw new TaskFailedError({ place: image.place, found, expected: "memory that stays where it is" });
}

/** Calls `take` for runs of neighbouring pixels of the box: their bytes, the first one's place in the box, their number. */
async function eachRun(
  source: ByteSource,
  image: StoredImage,
  box: Box,
  take: (bytes: Uint8Array, start: number, count: number) => void,
): Promise<void> {
  const width = Math.abs(image.bitpix) / 8;
  const pieces = piecesOf(image.axes, box, width);
  const buffers = [new Uint8Array(0), new Uint8Array(0)];
  let turn = 0;
  // the next piece is on its way while one is decoded
  const fetch = async () => {
    const { value: runs } = pieces.next();
    if (!runs) return null;
    const first = runs[0]!.first;
    const last = runs.at(-1)!;
    const byteLength = (last.first + last.count - first) * width;
    turn = 1 - turn;
    if (buffers[turn]!.length < byteLength) buffers[turn] = new Uint8Array(byteLength);
    const bytes = buffers[turn]!.subarray(0, byteLength);
    await source.readInto(image.hdu.dataStart + first * width, bytes);
    return { runs, bytes };
  };
  for (let piece = await fetch(); piece !== null; ) {
    const next = fetch();
    next.catch(() => undefined);
    const { runs, bytes } = piece;
    for (const { first, output, count } of runs) {
      const from = (first - runs[0]!.first) * width;
      take(bytes.subarray(from, from + count * width), output, count);
    }
    piece = await next;
  }
}

/** Runs that are read together: near each other, and a chunk at most. */
function* piecesOf(axes: readonly number[], box: Box, width: number): Generator<Run[], undefined> {
  const most = CHUNK_BYTES / width;
  let runs: Run[] = [];
  let end = 0;
  for (const run of runsOf(axes, box)) {
    for (let done = 0; done < run.count; done += most) {
      const part = { first: run.first + done, output: run.output + done, count: Math.min(most, run.count - done) };
      const isNear = (part.first - end) * width <= MOST_GAP_BYTES;
      if (runs.length > 0 && !(isNear && part.first + part.count - runs[0]!.first <= most)) {
        yield runs;
        runs = [];
      }
      runs.push(part);
      end = part.first + part.count;
    }
  }
  if (runs.length > 0) yield runs;
}
