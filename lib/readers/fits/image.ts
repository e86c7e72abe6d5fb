// Reads the pixels of an image HDU, plain or tile-compressed, as physical values.

import { InvalidParameterError, MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type Box, countOf } from "./box";
import { openCompressed, readCompressedFloats, readCompressedIntegers } from "./compressed";
import { type Hdu, kindOf, MOST_COMPRESSION, placeOf, requireHdu, requireWhole } from "./hdu";
import type { FitsFile } from "./open-fits";
import { readPlainFloats, readStoredPixels } from "./plain";
import { newPixels, scalingOf, storedTypeOf } from "./scaling";

/** A block of 32 equal pixels takes Rice 3 bits at least (FITS 4.0, 10.4.1). */
const MOST_RICE_PIXELS = 86;
/** Of a tile whose pixels are all equal PLIO keeps a word of 2 bytes for 4095 pixels, HCOMPRESS some 30 bytes. */
const LARGEST_RATIO_OF_CONSTANTS = 8192;
/** So many are always allowed: small images of one value are packed tighter still. */
const ALWAYS_ALLOWED_PIXELS = 1 << 20;

/** Half-open box of pixels, 0-based. */
export interface Section {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

export interface FitsImage {
  width: number;
  height: number;
  /** `pixels[y * width + x]`, physical values; undefined pixels are NaN. */
  pixels: Float32Array;
  /** BUNIT; null when the file says nothing. */
  unit: string | null;
}

export interface ReadImageOptions {
  /** Where the pixels shall lie, e.g. in the memory of the kernels; a new array when left out. */
  allocate?: (pixelCount: number) => Float32Array;
  /** A part of the image only; the whole when left out. */
  section?: Section;
}

/** An image HDU that was checked against its file. */
export interface StoredImage {
  hdu: Hdu;
  place: string;
  /** Stored type of a pixel. */
  bitpix: number;
  /** Length of every axis, NAXIS1 first; none is 0. */
  axes: number[];
}

interface Plane extends StoredImage {
  width: number;
  height: number;
}

/**
 * Reads an image in physical units: value = BSCALE * stored + BZERO, computed in float64 and kept as float32; BLANK and
 * ZBLANK become NaN (FITS 4.0, 4.4.2.5 and 10). Only the bytes of the rows (or tiles) asked for are read.
 * An int32 or int64 pixel beyond 2^24 loses its last bits; readIntegerImage keeps them.
 * @throws NotFoundError no such HDU; UnsupportedFormatError no two-dimensional image, or a compression we do not read
 * @throws MalformedFileError zero-size, or the file ends before the data; InvalidParameterError section outside the image
 */
export async function readImage(file: FitsFile, hduIndex: number, options: ReadImageOptions = {}): Promise<FitsImage> {
  const plane = requirePlane(file, hduIndex);
  const section = requireSection(plane, options.section);
  const width = section.x1 - section.x0;
  const height = section.y1 - section.y0;
  const pixels = options.allocate ? options.allocate(width * height) : new Float32Array(width * height);
  const box = boxOf(plane, section);
  if (pixels.length !== width * height) {
    const found = `allocate gave ${pixels.length} pixels`;
    throw new InvalidParameterError({ place: plane.place, found, expected: `${width * height}` });
  }
  if (plane.hdu.compression === null) await readPlainFloats(file.source, plane, box, pixels);
  else await readCompressedFloats(openCompressed(file, plane), box, pixels);
  return { width, height, pixels, unit: plane.hdu.header.getText("BUNIT") };
}

/**
 * Reads an image of integers exactly, e.g. a mask plane. BZERO is added where it makes unsigned integers of signed ones.
 * @throws as readImage, and UnsupportedFormatError for a floating or scaled image, or one beyond int32
 */
export async function readIntegerImage(
  file: FitsFile,
  hduIndex: number,
): Promise<{ width: number; height: number; pixels: Int32Array }> {
  const plane = requirePlane(file, hduIndex);
  const zero = requireIntegers(plane);
  const { width, height } = plane;
  const box = boxOf(plane, { x0: 0, x1: width, y0: 0, y1: height });
  if (plane.hdu.compression !== null) {
    const pixels = await readCompressedIntegers(openCompressed(file, plane), box);
    if (zero !== 0) for (let i = 0; i < pixels.length; i++) pixels[i]! += zero;
    return { width, height, pixels };
  }
  const type = storedTypeOf(plane.bitpix);
  const stored = newPixels(type, countOf(box));
  await readStoredPixels(file.source, plane, box, stored);
  const pixels = new Int32Array(stored.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Number(stored[i]) + zero;
  return { width, height, pixels };
}

/**
 * An image HDU of any number of axes, checked against its file: nothing is allocated for one that cannot be.
 * @throws NotFoundError no such HDU; UnsupportedFormatError no image; MalformedFileError zero-size, cut off, or too many pixels
 */
export function requireImage(file: FitsFile, hduIndex: number): StoredImage {
  const place = placeOf(hduIndex, file.name);
  const hdu = requireHdu(file, hduIndex);
  if (hdu.type !== "image" || hdu.bitpix === null) {
    throw new UnsupportedFormatError({ place, found: kindOf(hdu), expected: "an image" });
  }
  const axes = hdu.shape.toReversed();
  if (axes.length === 0 || axes.includes(0)) {
    const found = `image of zero size (${axes.join(" x ")})`;
    throw new MalformedFileError({ place, found, expected: "at least one pixel" });
  }
  requireWhole(file, hdu);
  const pixelCount = axes.reduce((product, length) => product * length, 1);
  const most = mostPixelsPerByte(hdu.compression ?? "", hdu.bitpix);
  if (hdu.compression !== null && pixelCount > Math.max(most * hdu.dataBytes, ALWAYS_ALLOWED_PIXELS)) {
    const found = `image of ${axes.join(" x ")} in ${hdu.dataBytes} bytes`;
    throw new MalformedFileError({ place, found, expected: `at most ${most} pixels a byte` });
  }
  return { hdu, place, bitpix: hdu.bitpix, axes };
}

/** Floats that Rice cannot quantise stand in gzip: the tiles of a blank image all do. */
function mostPixelsPerByte(compression: string, bitpix: number): number {
  if (compression.startsWith("RICE") && bitpix > 0) return MOST_RICE_PIXELS;
  const isOfConstants = compression === "HCOMPRESS_1" || compression === "PLIO_1";
  return (8 * (isOfConstants ? LARGEST_RATIO_OF_CONSTANTS : MOST_COMPRESSION)) / Math.abs(bitpix);
}

function requirePlane(file: FitsFile, hduIndex: number): Plane {
  const image = requireImage(file, hduIndex);
  const [width = 1, height = 1, ...others] = image.axes;
  if (others.every((length) => length === 1)) return { ...image, width, height };
  const found = `image of ${image.axes.length} dimensions (${image.axes.join(" x ")})`;
  throw new UnsupportedFormatError({ place: image.place, found, expected: "two" });
}

/**
 * BZERO of an image that holds exact integers.
 * @throws UnsupportedFormatError for floating, 64-bit or scaled images, and unsigned 32-bit ones
 */
function requireIntegers({ hdu, place, bitpix }: StoredImage): number {
  const { scale, zero } = scalingOf(hdu.header, bitpix);
  if (bitpix >= 8 && bitpix <= 32 && scale === 1 && Number.isInteger(zero) && Math.abs(zero) <= 2 ** 16) return zero;
  const found = `BITPIX ${bitpix}, BSCALE ${scale}, BZERO ${zero}`;
  throw new UnsupportedFormatError({ place, found, expected: "integers that fit int32" });
}

function boxOf({ axes }: StoredImage, { x0, x1, y0, y1 }: Section): Box {
  return { start: axes.map((_, i) => [x0, y0][i] ?? 0), end: axes.map((_, i) => [x1, y1][i] ?? 1) };
}

function requireSection(plane: Plane, section: Section | undefined): Section {
  const { width, height, place } = plane;
  if (!section) return { x0: 0, x1: width, y0: 0, y1: height };
  const { x0, x1, y0, y1 } = section;
  const isInside = x0 >= 0 && x0 < x1 && x1 <= width && y0 >= 0 && y0 < y1 && y1 <= height;
  if (isInside && [x0, x1, y0, y1].every(Number.isInteger)) return section;
  throw new InvalidParameterError({
    place,
    found: `section [${x0}, ${x1}) x [${y0}, ${y1})`,
    expected: `whole pixels within ${width} x ${height}`,
  });
}
