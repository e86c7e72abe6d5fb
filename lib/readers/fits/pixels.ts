// Reads the pixels of an image of any number of axes in the type that holds them exactly.

import { InvalidParameterError } from "@/lib/errors";
import { type Box, countOf, lengthsOf, wholeBox } from "./box";
import { compressedPixelType, openCompressed, readCompressedPixels } from "./compressed";
import { requireImage, type StoredImage } from "./image";
import type { FitsFile } from "./open-fits";
import { readPlainPixels } from "./plain";
import { newPixels, type PixelArray, pixelTypeOf, scalingOf } from "./scaling";

export interface FitsPixels {
  /** Slowest axis first, as numpy: [planes, height, width]. */
  shape: number[];
  /** In C order: the last axis of `shape` goes fastest. */
  pixels: PixelArray;
  /** BUNIT; null when the file says nothing. */
  unit: string | null;
}

export interface ReadPixelsOptions {
  /** Half-open box of pixels, zero-based, slowest axis first as `shape`; the whole image when left out. */
  section?: { start: number[]; end: number[] };
  /** Where the pixels shall lie, from its first byte, if they fit: memory that is kept saves the time to get it anew. */
  memory?: ArrayBuffer;
}

/**
 * Reads an image of any number of axes in the type that astropy gives it: unscaled integers as they are stored, unsigned ones (BZERO
 * 2^15, 2^31, 2^63) and signed bytes (BZERO -128) as such, scaled ones as float32 (BITPIX 8 and 16) or float64, with BLANK as NaN
 * (FITS 4.0, 4.4.2.5 and 10). Floats keep their bits, those of NaN too. Of a section only the runs (or tiles) that it needs are read.
 * Scaled float32 are computed in float32 as astropy does; readImage computes in float64.
 * @throws NotFoundError no such HDU; UnsupportedFormatError no image, or a compression we do not read
 * @throws MalformedFileError zero-size, or the file ends before the data; InvalidParameterError section outside the image
 */
export async function readPixels(
  file: FitsFile,
  hduIndex: number,
  options: ReadPixelsOptions = {},
): Promise<FitsPixels> {
  const image = requireImage(file, hduIndex);
  const box = requireBox(image, options.section);
  const compressed = image.hdu.compression === null ? null : openCompressed(file, image);
  const type = compressed
    ? compressedPixelType(compressed)
    : pixelTypeOf(image.bitpix, scalingOf(image.hdu.header, image.bitpix));
  const pixels = newPixels(type, countOf(box), options.memory);
  if (compressed) await readCompressedPixels(compressed, box, pixels, type);
  else await readPlainPixels(file.source, image, box, pixels, type);
  return { shape: lengthsOf(box).toReversed(), pixels, unit: image.hdu.header.getText("BUNIT") };
}

function requireBox(image: StoredImage, section: ReadPixelsOptions["section"]): Box {
  if (!section) return wholeBox(image.axes);
  const box = { start: section.start.toReversed(), end: section.end.toReversed() };
  const { axes } = image;
  const isInside =
    box.start.length === axes.length &&
    box.end.length === axes.length &&
    axes.every((length, i) => {
      const [start, end] = [box.start[i]!, box.end[i]!];
      return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length;
    });
  if (isInside) return box;
  throw new InvalidParameterError({
    place: image.place,
    found: `section from ${section.start.join(", ")} to ${section.end.join(", ")}`,
    expected: `whole pixels within ${image.hdu.shape.join(" x ")}`,
  });
}
