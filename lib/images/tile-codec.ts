// A tile as bytes: what goes over the wire and into the cache (docs/decisions/0006-tiles-on-the-wire.md). Pure: server and pages
// use the same code. Little-endian: "T", encoding, type, 0; width, height, bytes of the payload as uint32; the payload.

import { MalformedFileError } from "../errors";
import type { Tile } from "./description";

const MAGIC = 0x54;
const HEADER_BYTES = 16;
const PIXEL_BYTES = 4;
const FLOAT32 = 0;
const INT32 = 1;
/** Pixels as they are. */
const RAW = 0;

/**
 * The bytes of a tile; decodeTile gives it back to the bit.
 *
 * @param tile float32 pixels, or int32 of a mask
 * @returns new bytes, a multiple of 4
 */
export function encodeTile(tile: Tile): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(tile.pixels.buffer, tile.pixels.byteOffset, tile.pixels.byteLength);
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const head = new DataView(bytes.buffer);
  bytes[0] = MAGIC;
  bytes[1] = RAW;
  bytes[2] = tile.pixels instanceof Int32Array ? INT32 : FLOAT32;
  head.setUint32(4, tile.width, true);
  head.setUint32(8, tile.height, true);
  head.setUint32(12, payload.length, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/**
 * The tile of encodeTile's bytes.
 *
 * @param bytes as they came; the pixels are a view of them where they lie at a multiple of 4
 * @returns the tile
 * @throws MalformedFileError for anything else
 */
export function decodeTile(bytes: Uint8Array<ArrayBuffer>): Tile {
  if (bytes.length < HEADER_BYTES || bytes[0] !== MAGIC) throw malformed(`${bytes.length} bytes of another kind`);
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [encoding, type] = [bytes[1], bytes[2]];
  const [width, height, payloadBytes] = [4, 8, 12].map((at) => head.getUint32(at, true)) as [number, number, number];
  if (encoding !== RAW || (type !== FLOAT32 && type !== INT32)) {
    throw malformed(`encoding ${encoding} of type ${type}`);
  }
  const isWhole = payloadBytes === PIXEL_BYTES * width * height && HEADER_BYTES + payloadBytes === bytes.length;
  if (!isWhole) throw malformed(`${bytes.length} bytes for ${width} x ${height} pixels`);
  const isAligned = bytes.byteOffset % PIXEL_BYTES === 0;
  const payload = isAligned ? bytes : bytes.slice();
  const place = [payload.buffer, payload.byteOffset + HEADER_BYTES, width * height] as const;
  return { width, height, pixels: type === INT32 ? new Int32Array(...place) : new Float32Array(...place) };
}

function malformed(found: string): MalformedFileError {
  return new MalformedFileError({ place: "tile", found, expected: "a whole tile of this version" });
}
