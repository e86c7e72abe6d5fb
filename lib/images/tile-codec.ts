// A tile as bytes: what goes over the wire and into the cache (docs/decisions/0006-tiles-on-the-wire.md). Lossless and pure: server
// and pages use the same code. Little-endian: "T", encoding, type, 0; width, height, bytes of the payload as uint32; the payload.

import { MalformedFileError } from "../errors";
import type { Tile } from "./description";
import { packIntegers, unpackIntegers } from "./pack-integers";

const MAGIC = 0x54;
const HEADER_BYTES = 16;
const PIXEL_BYTES = 4;
const FLOAT32 = 0;
const INT32 = 1;
/** Pixels as they are. */
const RAW = 0;
/** Whole numbers by pack-integers.ts. */
const PACKED = 1;
/** Packed only where it saves this part at least: undoing it takes time. */
const LEAST_SAVING = 0.25;

/**
 * The bytes of a tile; decodeTile gives it back to the bit. Pixels that are all whole numbers are packed.
 *
 * @param tile float32 pixels, or int32 of a mask
 * @returns new bytes, a multiple of 4
 */
export function encodeTile(tile: Tile): Uint8Array<ArrayBuffer> {
  const raw = new Uint8Array(tile.pixels.buffer, tile.pixels.byteOffset, tile.pixels.byteLength);
  const integers = integersOf(tile.pixels);
  const packed = integers && packIntegers(integers);
  const isPacked = packed !== null && packed.length <= (1 - LEAST_SAVING) * raw.length;
  const payload = isPacked ? packed : raw;
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  bytes.set([MAGIC, isPacked ? PACKED : RAW, tile.pixels instanceof Int32Array ? INT32 : FLOAT32]);
  new Uint32Array(bytes.buffer, 4, 3).set([tile.width, tile.height, payload.length]);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** The pixels as integers when each is one, and not -0; null otherwise, told by the first that is not. */
function integersOf(pixels: Tile["pixels"]): Int32Array | null {
  if (pixels instanceof Int32Array) return pixels;
  if (!Number.isInteger(pixels[0])) return null;
  const integers = new Int32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i]!;
    const whole = value | 0;
    if (value !== whole || (whole === 0 && Object.is(value, -0))) return null;
    integers[i] = whole;
  }
  return integers;
}

/**
 * The tile of encodeTile's bytes.
 *
 * @param bytes as they came; pixels may be a view of them
 * @returns the tile
 * @throws MalformedFileError for anything else
 */
export function decodeTile(bytes: Uint8Array<ArrayBuffer>): Tile {
  const aligned = bytes.byteOffset % PIXEL_BYTES === 0 ? bytes : bytes.slice();
  if (aligned.length < HEADER_BYTES || aligned[0] !== MAGIC) throw malformed(`${bytes.length} bytes of another kind`);
  const [, encoding, type] = aligned;
  const [width = 0, height = 0, payloadBytes = 0] = new Uint32Array(aligned.buffer, aligned.byteOffset + 4, 3);
  if ((encoding !== RAW && encoding !== PACKED) || (type !== FLOAT32 && type !== INT32)) {
    throw malformed(`encoding ${encoding} of type ${type}`);
  }
  const count = width * height;
  const isWhole = HEADER_BYTES + payloadBytes === aligned.length;
  if (!isWhole || (encoding === RAW && payloadBytes !== PIXEL_BYTES * count) || count > MOST_PIXELS) {
    throw malformed(`${bytes.length} bytes for ${width} x ${height} pixels`);
  }
  const Pixels = type === INT32 ? Int32Array : Float32Array;
  if (encoding === RAW)
    return { width, height, pixels: new Pixels(aligned.buffer, aligned.byteOffset + HEADER_BYTES, count) };
  const pixels = new Pixels(count);
  unpackIntegers(aligned.subarray(HEADER_BYTES), pixels);
  return { width, height, pixels };
}

/** No tile is near it: a lying header claims no memory. */
const MOST_PIXELS = 2 ** 24;

function malformed(found: string): MalformedFileError {
  return new MalformedFileError({ place: "tile", found, expected: "a whole tile of this version" });
}
