// Reads the pixels of an image HDU, plain or tile-compressed, as physical values.

import { InvalidParameterError, MalformedFileError, NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { readCompressedFloats, readCompressedIntegers } from "./compressed";
import { type Hdu, placeOf } from "./hdu";
import type { FitsFile } from "./open-fits";
import { readPlainFloats, readPlainIntegers, requireIntegers } from "./plain";

/** Deflate's largest ratio is 1032, Rice's far less; a header that claims more lies. */
const LARGEST_RATIO = 1100;

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

/** A two-dimensional image HDU that was checked against its file. */
export interface Plane {
  hdu: Hdu;
  place: string;
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
  if (pixels.length !== width * height) {
    const found = `allocate gave ${pixels.length} pixels`;
    throw new InvalidParameterError({ place: plane.place, found, expected: `${width * height}` });
  }
  if (plane.hdu.compression === null) await readPlainFloats(file.source, plane, section, pixels);
  else await readCompressedFloats(file, plane, section, pixels);
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
  const isPlain = plane.hdu.compression === null;
  const pixels = isPlain
    ? await readPlainIntegers(file.source, plane, zero)
    : await readCompressedIntegers(file, plane, zero);
  return { width: plane.width, height: plane.height, pixels };
}

function requirePlane(file: FitsFile, hduIndex: number): Plane {
  const place = placeOf(hduIndex, file.name);
  const hdu = file.hdus[hduIndex];
  if (!hdu) throw new NotFoundError({ place, found: `${file.hdus.length} HDUs`, expected: `an HDU ${hduIndex}` });
  if (hdu.type !== "image") {
    throw new UnsupportedFormatError({ place, found: `HDU of type ${hdu.type}`, expected: "an image" });
  }
  const [width = 1, height = 1, ...others] = hdu.shape.toReversed();
  if (hdu.shape.includes(0)) {
    const found = `image of zero size (${hdu.shape.toReversed().join(" x ")})`;
    throw new MalformedFileError({ place, found, expected: "at least one pixel" });
  }
  if (others.some((length) => length !== 1)) {
    const found = `image of ${hdu.shape.length} dimensions (${hdu.shape.toReversed().join(" x ")})`;
    throw new UnsupportedFormatError({ place, found, expected: "two" });
  }
  if (hdu.dataStart + hdu.dataBytes > file.byteLength) {
    const found = `file of ${file.byteLength} bytes (truncated, or a lying header)`;
    throw new MalformedFileError({ place, found, expected: `data up to byte ${hdu.dataStart + hdu.dataBytes}` });
  }
  const pixelBytes = (width * height * Math.abs(hdu.bitpix ?? 0)) / 8;
  if (hdu.compression !== null && pixelBytes > LARGEST_RATIO * hdu.dataBytes) {
    const found = `image of ${width} x ${height} in ${hdu.dataBytes} bytes`;
    throw new MalformedFileError({ place, found, expected: `at most ${LARGEST_RATIO} : 1` });
  }
  return { hdu, place, width, height };
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
