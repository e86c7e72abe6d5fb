// FITS stores numbers with the most significant byte first (FITS 4.0, 5.2 and 5.3); typed arrays here are little-endian.

/**
 * Stored numbers of a BITPIX from big-endian bytes. int64 beyond 2^53 is rounded to a double.
 * @param first index of the first number in `bytes`
 * @returns `count` numbers in a typed array that holds them exactly (int64: Float64Array)
 */
export function readBigEndian(bytes: Uint8Array, bitpix: number, first: number, count: number): ArrayLike<number> {
  if (bitpix === 8) return bytes.subarray(first, first + count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bitpix === 16) return fill(new Int16Array(count), (i) => view.getInt16((first + i) * 2));
  if (bitpix === 32) return fill(new Int32Array(count), (i) => view.getInt32((first + i) * 4));
  if (bitpix === -32) return fill(new Float32Array(count), (i) => view.getFloat32((first + i) * 4));
  if (bitpix === -64) return fill(new Float64Array(count), (i) => view.getFloat64((first + i) * 8));
  return fill(new Float64Array(count), (i) => Number(view.getBigInt64((first + i) * 8)));
}

/** Reverses the bytes of every 4-byte word, in place. Bytes behind the last whole word stay. */
export function swap32(bytes: Uint8Array): void {
  const words = bytes.byteLength >> 2;
  if (bytes.byteOffset % 4 === 0) {
    const view = new Uint32Array(bytes.buffer, bytes.byteOffset, words);
    for (let i = 0; i < words; i++) {
      const word = view[i]!;
      view[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
    }
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < words; i++) view.setUint32(i * 4, view.getUint32(i * 4), true);
}

function fill<T extends Int16Array | Int32Array | Float32Array | Float64Array>(array: T, at: (i: number) => number): T {
  for (let i = 0; i < array.length; i++) array[i] = at(i);
  return array;
}
