// The algorithms that compress columns of tables (FITS 4.0, 10.3.3 and 10.4), as far as bytes go.

import { MalformedFileError } from "@/lib/errors";
import { inflateBytes } from "./inflate";
import { decodingKernels } from "./scratch";
import { elementBytes } from "./table";

export type TableAlgorithm = "RICE_1" | "GZIP_1" | "GZIP_2" | "NOCOMPRESS";

export const TABLE_ALGORITHMS: readonly TableAlgorithm[] = ["RICE_1", "GZIP_1", "GZIP_2", "NOCOMPRESS"];
/** cfitsio compresses columns in blocks of this many numbers; no keyword says so. */
const RICE_BLOCK = 32;

/**
 * The original bytes, big-endian, of a tile or an array.
 * @param element TFORM letter of its numbers
 * @param length bytes that it must have
 * @throws MalformedFileError when it has not
 */
export function unpack(
  { algorithm, element }: { algorithm: TableAlgorithm; element: string },
  bytes: Uint8Array,
  length: number,
  place: string,
): Uint8Array {
  if (algorithm === "NOCOMPRESS") return requireLength(bytes, length, place);
  if (algorithm === "RICE_1") return unpackRice(element, bytes, length, place);
  const inflated = requireLength(inflateBytes(bytes, length, place), length, place);
  return algorithm === "GZIP_2" ? joinPlanes(inflated, shuffledBytes(element)) : inflated;
}

function unpackRice(element: string, bytes: Uint8Array, length: number, place: string): Uint8Array {
  const width = elementBytes(element);
  const count = length / width;
  const kernels = decodingKernels();
  const mark = kernels.mark();
  try {
    const source = kernels.allocate(bytes.length);
    const at = kernels.allocate(4 * count);
    kernels.uint8(source, bytes.length).set(bytes);
    if (kernels.exports.riceDecode(source, bytes.length, at, count, RICE_BLOCK, width) === 0) {
      return toBigEndian(kernels.int32(at, count), width);
    }
  } finally {
    kernels.release(mark);
  }
  const found = `Rice stream of ${bytes.length} bytes that ends too early`;
  throw new MalformedFileError({ place, found, expected: `${count} integers of ${width} bytes` });
}

function toBigEndian(numbers: Int32Array, width: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length * width);
  const view = new DataView(bytes.buffer);
  if (width === 4) for (let i = 0; i < numbers.length; i++) view.setInt32(4 * i, numbers[i]!);
  else if (width === 2) for (let i = 0; i < numbers.length; i++) view.setInt16(2 * i, numbers[i]!);
  else bytes.set(numbers);
  return bytes;
}

/** GZIP_2 shuffles the bytes of these numbers; of all others, complex ones too, cfitsio leaves them in order. */
function shuffledBytes(element: string): number {
  return "IJKED".includes(element) ? elementBytes(element) : 1;
}

/** Byte b of number i is at b * count + i. */
function joinPlanes(bytes: Uint8Array, width: number): Uint8Array {
  if (width === 1) return bytes;
  const count = bytes.length / width;
  const joined = new Uint8Array(bytes.length);
  for (let b = 0, from = 0; b < width; b++) {
    for (let i = 0, to = b; i < count; i++, to += width) joined[to] = bytes[from++]!;
  }
  return joined;
}

/** @throws MalformedFileError for any other length */
export function requireLength(bytes: Uint8Array, length: number, place: string): Uint8Array {
  if (bytes.length === length) return bytes;
  throw new MalformedFileError({ place, found: `${bytes.length} bytes`, expected: `${length}` });
}
