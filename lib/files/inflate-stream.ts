// gzip (RFC 1952, one member or several) and zlib (RFC 1950) streams in memory, their checksums verified, without zlib.

import { inflateDeflate } from "./deflate";
import { type GrowingBytes, growingBytes, InflateFault, keptBytes } from "./growing-bytes";

/** RFC 1952, 2.3.1. */
const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const RESERVED_FLAGS = 0xe0;
const HEADER_BYTES = 10;
const DEFLATE = 8;
/** Deflate packs no tighter (RFC 1951: 258 bytes in 2 bits). */
export const MOST_RATIO = 1032;
/** First guess of the output; most streams of pixels pack less. */
const LIKELY_RATIO = 4;

/** The two bytes that every gzip stream starts with. */
export function startsAsGzip(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b;
}

/**
 * Inflates a whole gzip or zlib stream as zlib does: members of gzip are joined, zeros behind the last one are padding.
 * Memory: at most min(`mostBytes`, 1032 * input), twice while it grows.
 * @throws InflateFault "too large" when more than `mostBytes` come out
 */
export function inflateStream(bytes: Uint8Array, mostBytes: number): Uint8Array {
  const most = Math.min(mostBytes, MOST_RATIO * bytes.length);
  const output = growingBytes(LIKELY_RATIO * bytes.length, most);
  if (bytes.length < 2) throw new InflateFault("ends too early");
  if (startsAsGzip(bytes)) inflateMembers(bytes, output);
  else inflateZlib(bytes, output);
  return keptBytes(output);
}

function inflateMembers(bytes: Uint8Array, output: GrowingBytes): void {
  for (let at = 0; at < bytes.length && (at === 0 || bytes[at] !== 0); ) {
    const first = output.length;
    const end = inflateDeflate(bytes, endOfHeader(bytes, at), output);
    if (end + 8 > bytes.length) throw new InflateFault("ends too early");
    const isSound =
      littleEndian32(bytes, end) === crc32(output.bytes, first, output.length) &&
      littleEndian32(bytes, end + 4) === (output.length - first) % 2 ** 32;
    if (!isSound) throw new InflateFault("broken");
    at = end + 8;
  }
}

function inflateZlib(bytes: Uint8Array, output: GrowingBytes): void {
  const method = bytes[0]!;
  const flags = bytes[1]!;
  const isSound = (method & 15) === DEFLATE && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
  if (!isSound || (flags & 0x20) !== 0) throw new InflateFault("broken");
  const end = inflateDeflate(bytes, 2, output);
  if (end + 4 > bytes.length) throw new InflateFault("ends too early");
  const stored = ((bytes[end]! << 24) | (bytes[end + 1]! << 16) | (bytes[end + 2]! << 8) | bytes[end + 3]!) >>> 0;
  if (stored !== adler32(output.bytes, output.length)) throw new InflateFault("broken");
}

/** Byte behind the header of the member that starts at `start`. */
function endOfHeader(bytes: Uint8Array, start: number): number {
  const known = Uint8Array.of(0x1f, 0x8b, DEFLATE);
  for (let i = 0; i < known.length && start + i < bytes.length; i++) {
    if (bytes[start + i] !== known[i]) throw new InflateFault("broken");
  }
  if (start + HEADER_BYTES > bytes.length) throw new InflateFault("ends too early");
  const flags = bytes[start + 3]!;
  if (flags & RESERVED_FLAGS) throw new InflateFault("broken");
  let at = start + HEADER_BYTES;
  if (flags & FLAG_EXTRA) {
    if (at + 2 > bytes.length) throw new InflateFault("ends too early");
    at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  }
  if (flags & FLAG_NAME) at = behindZero(bytes, at);
  if (flags & FLAG_COMMENT) at = behindZero(bytes, at);
  if (flags & FLAG_HEADER_CRC) {
    if (at + 2 > bytes.length) throw new InflateFault("ends too early");
    const stored = bytes[at]! | (bytes[at + 1]! << 8);
    if (stored !== (crc32(bytes, start, at) & 0xffff)) throw new InflateFault("broken");
    at += 2;
  }
  return at;
}

function behindZero(bytes: Uint8Array, from: number): number {
  const zero = bytes.indexOf(0, from);
  if (zero < 0) throw new InflateFault("ends too early");
  return zero + 1;
}

function littleEndian32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

let crcTable: Uint32Array | undefined;

/** CRC-32 of the bytes of [start, end) (RFC 1952, 8). */
function crc32(bytes: Uint8Array, start: number, end: number): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (let i = start; i < end; i++) crc = crcTable[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Sums that stay below 2^32 for so many bytes (RFC 1950, 9). */
const ADLER_STRIDE = 3800;
const ADLER_MODULUS = 65521;

function adler32(bytes: Uint8Array, length: number): number {
  let a = 1;
  let b = 0;
  for (let from = 0; from < length; from += ADLER_STRIDE) {
    const end = Math.min(length, from + ADLER_STRIDE);
    for (let i = from; i < end; i++) {
      a += bytes[i]!;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return ((b << 16) | a) >>> 0;
}
