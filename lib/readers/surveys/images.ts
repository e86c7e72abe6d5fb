// Which HDUs of a file hold an image, and why a file without one is refused.

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type FitsFile, type Hdu, isReadableCompression, READABLE_COMPRESSIONS } from "../fits";

/** What a row of the database holds; no real image is near it. */
const MOST_PIXELS_A_SIDE = 2 ** 31 - 1;

/**
 * The HDUs that hold a two-dimensional image with at least one pixel. Leading axes of length 1 are allowed.
 *
 * @param file the file
 * @returns HDUs in file order
 */
export function imageHdus(file: FitsFile): Hdu[] {
  return file.hdus.filter(({ type, shape }) => type === "image" && imageSize(shape) !== null);
}

/**
 * Width and height of an image of the given shape.
 *
 * @param shape numpy order
 * @returns pixels; null when it is not two-dimensional or has no pixels
 */
export function imageSize(shape: number[]): { width: number; height: number } | null {
  const [width, height] = [shape.at(-1) ?? 0, shape.at(-2) ?? 0];
  if (shape.length < 2 || shape.slice(0, -2).some((length) => length !== 1)) return null;
  return width > 0 && height > 0 && Math.max(width, height) <= MOST_PIXELS_A_SIDE ? { width, height } : null;
}

/**
 * The base name of a path without its FITS and compression endings.
 *
 * @param path with forward slashes
 * @returns kast/b21.fits.gz → b21
 */
export function baseName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/(\.(fits?|fts|fz|gz))+$/i, "");
}

/**
 * The error for a file of a known kind that lacks something.
 *
 * @param path which file
 * @param found what is there, in words that a scientist understands
 * @param expected what Annulus reads
 * @returns the error, to be thrown
 */
export function unsupported(path: string, found: string, expected: string): UnsupportedFormatError {
  return new UnsupportedFormatError({ place: path, found, expected });
}

/**
 * Refuses series of small stamps and files without any image that can be read, with the reason.
 *
 * @param file the file
 * @param path for the message
 * @throws UnsupportedFormatError when no image of a detector can be in the file, or each is compressed in a way that is not
 *   read; MalformedFileError when each is cut off
 */
export function requireDetectorImage(file: FitsFile, path: string): void {
  const primary = file.hdus[0]?.header;
  const expected = "an image of a detector";
  const stampCount = primary?.getNumber("N_STAMPS") ?? null;
  if (stampCount !== null || primary?.getText("STAMPCLS")) {
    const [height, width] = imageHdus(file)[0]?.shape ?? [];
    const size = width === undefined ? "" : ` of ${width} x ${height} pixels`;
    throw unsupported(path, `a guider stamp series: ${stampCount ?? imageHdus(file).length} stamps${size}`, expected);
  }
  const images = imageHdus(file);
  if (images.length === 0) throw unsupported(path, describeWithoutImage(file), expected);
  requireReadable(file, path, images);
}

/** One image that can be read is enough: the others fail by themselves. */
function requireReadable(file: FitsFile, path: string, images: Hdu[]): void {
  const readable = images.filter(({ compression }) => compression === null || isReadableCompression(compression));
  if (readable.length === 0) {
    const { index, compression } = images[0]!;
    const expected = READABLE_COMPRESSIONS.join(", ");
    throw unsupported(path, `HDU ${index} compressed with ${compression}`, expected);
  }
  const broken = readable.map(({ index }) => file.problems.find(({ hdu }) => hdu === index));
  if (broken[0] && broken.every((problem) => problem !== undefined)) throw new MalformedFileError(broken[0]);
}

function describeWithoutImage(file: FitsFile): string {
  const tables = file.hdus.filter(({ type }) => type === "table" || type === "bintable");
  const results = tables.find(({ name }) => name === "AMPLIFIER_RESULTS");
  if (results) return "electro-optical test results (table AMPLIFIER_RESULTS) and no image";
  const other = file.hdus.find(({ type, shape }) => type === "image" && shape.length > 0);
  if (other && imageSize(other.shape) === null) {
    const axes = [...other.shape].reverse().join(" x ");
    const kind = other.shape.some((length) => length === 0)
      ? "an image without pixels"
      : "a data array that is no image";
    return `${kind} (HDU ${other.index}: ${axes})`;
  }
  const strange = file.hdus.find(({ type }) => type === "unsupported");
  if (strange) return `HDU ${strange.index} of a kind that Annulus does not read and no image`;
  if (tables.length > 0) {
    const names = tables.map(({ index, name }) => name ?? `HDU ${index}`).slice(0, 4);
    return `${tables.length === 1 ? "a table" : `${tables.length} tables`} (${names.join(", ")}) and no image`;
  }
  return "headers only, no image";
}
