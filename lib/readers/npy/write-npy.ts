// Writes arrays as .npy, version 1.0 of numpy's format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { InvalidParameterError } from "@/lib/errors";
import type { PixelArray } from "../fits";

/** numpy's names of the types, little-endian: what typed arrays are on every machine that runs this. */
const DESCRIPTORS: Record<string, string> = {
  Uint8Array: "|u1",
  Int8Array: "|i1",
  Int16Array: "<i2",
  Uint16Array: "<u2",
  Int32Array: "<i4",
  Uint32Array: "<u4",
  BigInt64Array: "<i8",
  BigUint64Array: "<u8",
  Float32Array: "<f4",
  Float64Array: "<f8",
};
const MAGIC = "\x93NUMPY\x01\x00";
/** The data start at a multiple of it. */
const ALIGNMENT_BYTES = 64;
const LONGEST_HEADER = 65_535;

/**
 * An array as the parts of a .npy file, to be written one after the other. The second part is a view of `pixels`: nothing is copied.
 * @param shape slowest axis first; C order
 * @throws InvalidParameterError when the shape does not hold the pixels
 */
export function writeNpy(pixels: PixelArray, shape: readonly number[]): [header: Uint8Array, data: Uint8Array] {
  const count = shape.reduce((product, length) => product * length, 1);
  const descriptor = DESCRIPTORS[pixels.constructor.name];
  if (count !== pixels.length || descriptor === undefined) {
    const found = `${pixels.length} elements of ${pixels.constructor.name}`;
    throw new InvalidParameterError({ place: "array for .npy", found, expected: `${shape.join(" x ")} numbers` });
  }
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descriptor}', 'fortran_order': False, 'shape': (${axes}), }`;
  const start = MAGIC.length + 2;
  const length = Math.ceil((start + text.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES - start;
  if (length > LONGEST_HEADER) {
    const found = `shape of ${shape.length} axes`;
    throw new InvalidParameterError({ place: "array for .npy", found, expected: "a header of at most 64 kB" });
  }
  const header = Uint8Array.from(`${MAGIC}\0\0${`${text.padEnd(length - 1)}\n`}`, (letter) => letter.charCodeAt(0));
  new DataView(header.buffer).setUint16(MAGIC.length, length, true);
  return [header, new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)];
}
