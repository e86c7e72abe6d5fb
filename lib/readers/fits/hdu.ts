// What a header says about the data behind it: kind, shape, and how many bytes (FITS 4.0, 4.4.1 and 7).

import { type Finding, MalformedFileError, NotFoundError } from "@/lib/errors";
import type { Header } from "./header";

export interface Hdu {
  index: number;
  /** EXTNAME; null when there is none. */
  name: string | null;
  /** "empty" has no data; a tile-compressed image is an "image" with its compression named. */
  type: "image" | "table" | "bintable" | "empty" | "unsupported";
  header: Header;
  /** Slowest axis first, as numpy: [height, width]; of a table [rows, bytes a row]. For a compressed image or table that of the original. */
  shape: number[];
  /** Stored type of a pixel (8, 16, 32, 64, -32, -64), of the image when compressed; null where there are no pixels. */
  bitpix: number | null;
  /** ZCMPTYPE, e.g. "RICE_1"; "ZTABLE" for a compressed table; null for a plain HDU. */
  compression: string | null;
  /** First byte of the data in the file. */
  dataStart: number;
  /** Bytes of data as the header claims them, heap included, padding not. */
  dataBytes: number;
  /** The header as it is in the file, END and padding included. */
  headerBytes: Uint8Array;
}

/** Deflate's largest ratio is 1032, Rice's far less: compressed data that claim to be more lie. */
export const MOST_COMPRESSION = 1100;

const BITPIX = [8, 16, 32, 64, -32, -64];
const COMPRESSED_NAME = "COMPRESSED_IMAGE";

/**
 * Describes an HDU by its parsed header. Nothing is allocated by what the header claims. Of a compressed image or table whose own
 * keywords (Z...) are wrong the bytes are known all the same: it is "unsupported", and what is wrong is told.
 * @param place how messages call it: "HDU 3 of x.fits"
 * @param tell gets what makes this HDU unusable, but not those behind it
 * @throws MalformedFileError when a mandatory keyword is missing, of a wrong kind or out of range
 */
export function describeHdu(
  header: Header,
  headerBytes: Uint8Array,
  index: number,
  dataStart: number,
  { place, tell }: { place: string; tell: (fault: MalformedFileError) => void },
): Hdu {
  const bitpix = requireBitpix(header, "BITPIX", place);
  const axes = readAxes(header, "", place);
  const isImage = isImageExtension(header, index);
  const common = { index, name: extensionName(header), header, dataStart, headerBytes };
  const dataBytes = claimedBytes(header, bitpix, axes, isImage, place);
  const isGroups = isImage && axes[0] === 0 && axes.length > 1 && header.getBoolean("GROUPS") === true;
  if (isGroups) return { ...common, type: "unsupported", shape: [], bitpix, compression: null, dataBytes };
  if (isImage) {
    const type = axes.length === 0 ? "empty" : "image";
    return {
      ...common,
      type,
      shape: axes.toReversed(),
      bitpix: type === "empty" ? null : bitpix,
      compression: null,
      dataBytes,
    };
  }
  const extension = header.getText("XTENSION")?.trim() ?? "";
  const plain = { ...common, shape: axes.toReversed(), bitpix: null, compression: null, dataBytes };
  const isBinary = extension === "BINTABLE" || extension === "A3DTABLE";
  try {
    const compressed = extension === "BINTABLE" ? describeCompressed(header, place) : null;
    return { ...plain, type: isBinary ? "bintable" : extension === "TABLE" ? "table" : "unsupported", ...compressed };
  } catch (error) {
    if (!(error instanceof MalformedFileError)) throw error;
    tell(error);
    return { ...plain, type: "unsupported" };
  }
}

/** What a table holds in compressed form; null for a plain table (FITS 4.0, 10.1 and 10.3). */
function describeCompressed(
  header: Header,
  place: string,
): Pick<Hdu, "type" | "shape" | "bitpix" | "compression"> | null {
  if (header.getBoolean("ZIMAGE") === true) {
    const shape = readAxes(header, "Z", place).toReversed();
    const compression = header.getText("ZCMPTYPE")?.trim() ?? "unnamed";
    return { type: "image", shape, bitpix: requireBitpix(header, "ZBITPIX", place), compression };
  }
  if (header.getBoolean("ZTABLE") !== true) return null;
  const length = (keyword: string) => requireInteger(header, keyword, 0, Number.MAX_SAFE_INTEGER, place);
  return { type: "bintable", shape: [length("ZNAXIS2"), length("ZNAXIS1")], bitpix: null, compression: "ZTABLE" };
}

/** What an HDU is, for messages that refuse it: "random groups", "extension FOREIGN", "HDU of type bintable". */
export function kindOf({ type, header }: Hdu): string {
  if (type !== "unsupported") return `HDU of type ${type}`;
  if (header.getBoolean("GROUPS") === true) return "random groups";
  const extension = header.getText("XTENSION")?.trim() ?? "";
  return extension === "BINTABLE" ? "compressed data with a broken header" : `extension ${extension}`;
}

/** How messages call an HDU. */
export function placeOf(index: number, fileName: string): string {
  return `HDU ${index} of ${fileName}`;
}

/** @throws NotFoundError no such HDU */
export function requireHdu(file: { name: string; hdus: Hdu[] }, index: number): Hdu {
  const hdu = file.hdus[index];
  if (hdu) return hdu;
  const found = `${file.hdus.length} HDUs`;
  throw new NotFoundError({ place: placeOf(index, file.name), found, expected: `an HDU ${index}` });
}

/** What is wrong where the file ends before the data of an HDU do; null where it does not. */
export function findTruncation(file: { name: string; byteLength: number }, hdu: Hdu): Finding | null {
  const end = hdu.dataStart + hdu.dataBytes;
  if (end <= file.byteLength) return null;
  const found = `file of ${file.byteLength} bytes (truncated, or a lying header)`;
  return { place: placeOf(hdu.index, file.name), found, expected: `data up to byte ${end}` };
}

/** @throws MalformedFileError where findTruncation finds one */
export function requireWhole(file: { name: string; byteLength: number }, hdu: Hdu): void {
  const truncation = findTruncation(file, hdu);
  if (truncation) throw new MalformedFileError(truncation);
}

/**
 * An integer keyword within [least, most].
 * @throws MalformedFileError when it is missing, no integer or out of range
 */
export function requireInteger(header: Header, keyword: string, least: number, most: number, place: string): number {
  const value = header.get(keyword);
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value;
  const found = value === undefined ? `${keyword} missing` : `${keyword} = ${String(value)}`;
  const range =
    most === Number.MAX_SAFE_INTEGER ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`;
  throw new MalformedFileError({ place, found, expected: range });
}

function isImageExtension(header: Header, index: number): boolean {
  return (
    index === 0 || header.getText("XTENSION")?.trim() === "IMAGE" || header.getText("XTENSION")?.trim() === "IUEIMAGE"
  );
}

/** Length of every axis, NAXIS1 first. */
function readAxes(header: Header, prefix: "" | "Z", place: string): number[] {
  const count = requireInteger(header, `${prefix}NAXIS`, 0, 999, place);
  return Array.from({ length: count }, (_, i) =>
    requireInteger(header, `${prefix}NAXIS${i + 1}`, 0, Number.MAX_SAFE_INTEGER, place),
  );
}

function requireBitpix(header: Header, keyword: string, place: string): number {
  const value = header.get(keyword);
  if (typeof value === "number" && BITPIX.includes(value)) return value;
  const found = value === undefined ? `${keyword} missing` : `${keyword} ${String(value)}`;
  throw new MalformedFileError({ place, found, expected: "8, 16, 32, 64, -32 or -64" });
}

/** FITS 4.0, 4.4.1.2, equation 2; for random groups equation 4 (NAXIS1 = 0 does not count). */
function claimedBytes(header: Header, bitpix: number, axes: number[], isImage: boolean, place: string): number {
  if (axes.length === 0) return 0;
  const isGroups = isImage && axes[0] === 0 && axes.length > 1 && header.getBoolean("GROUPS") === true;
  const hasCounts = header.get("PCOUNT") !== undefined || !isImage;
  const pcount = hasCounts ? requireInteger(header, "PCOUNT", 0, Number.MAX_SAFE_INTEGER, place) : 0;
  // without groups 0 would be a lie: data of no bytes for an image of any size
  const leastGroups = isGroups ? 0 : 1;
  const gcount =
    header.get("GCOUNT") !== undefined
      ? requireInteger(header, "GCOUNT", leastGroups, Number.MAX_SAFE_INTEGER, place)
      : 1;
  const product = (isGroups ? axes.slice(1) : axes).reduce((total, length) => total * length, 1);
  const bytes = (Math.abs(bitpix) / 8) * gcount * (pcount + product);
  if (Number.isSafeInteger(bytes)) return bytes;
  const found = `NAXIS, PCOUNT and GCOUNT that make ${bytes} bytes`;
  throw new MalformedFileError({ place, found, expected: "a size that a file can have" });
}

function extensionName(header: Header): string | null {
  const name = header.getText("EXTNAME")?.trim() ?? "";
  return name === "" || name === COMPRESSED_NAME ? null : name;
}
