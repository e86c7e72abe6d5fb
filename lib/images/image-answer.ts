// What GET /api/v1/images answers, in one piece: the description, the sample and the tiles of the first drawing. Pure.
//
// Little-endian: "ANIMAGE1"; bytes of the JSON, values of the sample, number of tiles as uint32; the JSON of the description without its
// sample, padded to 4; the sample as float32; of each tile level, column, row, plane, bytes as uint32, then its bytes (tile-codec.ts).

import { MalformedFileError } from "../errors";
import { type ImageDescription, imageDescriptionSchema, STATISTICS, type Tile, type TileAddress } from "./description";
import { decodeTile } from "./tile-codec";

const MAGIC = "ANIMAGE1";
const HEAD_BYTES = 20;
const TILE_HEAD_BYTES = 20;
const WORD = 4;
const PLANES = [...STATISTICS, "mask"] as const;

export interface ImageAnswer {
  description: ImageDescription;
  overview: { address: TileAddress; tile: Tile }[];
}

/**
 * The bytes of an answer.
 *
 * @param description with its sample
 * @param overview tiles, encoded by encodeTile
 * @returns bytes for decodeImageAnswer
 */
export function encodeImageAnswer(
  description: ImageDescription,
  overview: readonly { address: TileAddress; bytes: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const { sample } = description;
  const json = new TextEncoder().encode(JSON.stringify({ ...description, sample: [] }));
  const sampleStart = HEAD_BYTES + padded(json.length);
  const tilesStart = sampleStart + WORD * sample.length;
  const length = overview.reduce((sum, { bytes }) => sum + TILE_HEAD_BYTES + padded(bytes.length), tilesStart);
  const answer = new Uint8Array(length);
  const view = new DataView(answer.buffer);
  answer.set(new TextEncoder().encode(MAGIC));
  for (const [i, value] of [json.length, sample.length, overview.length].entries()) {
    view.setUint32(MAGIC.length + WORD * i, value, true);
  }
  answer.set(json, HEAD_BYTES);
  new Float32Array(answer.buffer, sampleStart, sample.length).set(sample);
  let at = tilesStart;
  for (const { address, bytes } of overview) {
    const words = [address.level, address.column, address.row, PLANES.indexOf(address.plane), bytes.length];
    for (const [i, value] of words.entries()) view.setUint32(at + WORD * i, value, true);
    answer.set(bytes, at + TILE_HEAD_BYTES);
    at += TILE_HEAD_BYTES + padded(bytes.length);
  }
  return answer;
}

/**
 * Description and first tiles of an answer.
 *
 * @param bytes as they came; pixels are views of them
 * @returns description and tiles
 * @throws MalformedFileError for bytes that are no whole answer
 */
export function decodeImageAnswer(bytes: Uint8Array<ArrayBuffer>): ImageAnswer {
  const aligned = bytes.byteOffset % WORD === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (aligned.length < HEAD_BYTES || new TextDecoder().decode(aligned.subarray(0, MAGIC.length)) !== MAGIC) {
    throw malformed(`${aligned.length} bytes of another kind`);
  }
  const word = (at: number) => {
    if (at + WORD > aligned.length) throw malformed("an answer that ends too early");
    return view.getUint32(at, true);
  };
  const jsonBytes = word(MAGIC.length);
  const sampleCount = word(MAGIC.length + WORD);
  const sampleStart = HEAD_BYTES + padded(jsonBytes);
  let at = sampleStart + WORD * sampleCount;
  if (at > aligned.length) throw malformed("an answer that ends too early");
  const json: unknown = JSON.parse(new TextDecoder().decode(aligned.subarray(HEAD_BYTES, HEAD_BYTES + jsonBytes)));
  const sample = [...new Float32Array(aligned.buffer, aligned.byteOffset + sampleStart, sampleCount)];
  const overview: ImageAnswer["overview"] = [];
  for (let i = word(MAGIC.length + 2 * WORD); i > 0; i--) {
    const plane = PLANES[word(at + 3 * WORD)];
    const length = word(at + 4 * WORD);
    const start = at + TILE_HEAD_BYTES;
    if (plane === undefined || start + length > aligned.length) throw malformed("an answer that ends too early");
    const address = { level: word(at), column: word(at + WORD), row: word(at + 2 * WORD), plane };
    overview.push({ address, tile: decodeTile(aligned.subarray(start, start + length)) });
    at = start + padded(length);
  }
  return { description: { ...imageDescriptionSchema.parse(json), sample }, overview };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / WORD) * WORD;
}

function malformed(found: string): MalformedFileError {
  return new MalformedFileError({ place: "answer of an image", found, expected: "a whole answer of this version" });
}
