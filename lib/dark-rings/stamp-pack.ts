// The float32 stamps of one exposure and run in one file, so that a page can restretch without asking again.
//
//   8 bytes   "ANSTAMP1"
//   4 bytes   uint32 little-endian: length of the index
//   index     JSON { size, entries: [{ detector, footprintId, centerX, centerY, x0, y0 }] }
//   padding   zero bytes to a multiple of 4
//   stamps    size * size float32 little-endian each, in the order of the entries, row after row, NaN outside the image

import { z } from "zod";
import { InvalidParameterError, MalformedFileError } from "../errors";

/** Side of a stamp in pixels. */
export const STAMP_SIZE = 64;

const MAGIC = "ANSTAMP1";
const HEADER_BYTES = MAGIC.length + 4;
const FLOAT_BYTES = 4;

const entrySchema = z.object({
  detector: z.int(),
  footprintId: z.int(),
  centerX: z.number(),
  centerY: z.number(),
  x0: z.int(),
  y0: z.int(),
});
const indexSchema = z.object({ size: z.int().min(1).max(4096), entries: z.array(entrySchema) });

/** Whose stamp it is, the ring's centre, and the detector pixel at the stamp's corner: all 0-based. */
export type StampEntry = z.infer<typeof entrySchema>;

/** Stamps with their entries; stamp i holds pixels [i * size * size, (i + 1) * size * size). */
export interface StampPack {
  size: number;
  entries: StampEntry[];
  pixels: Float32Array;
}

/**
 * The bytes of a stamp pack.
 *
 * @param entries whose stamps they are
 * @param stamps one array of size * size pixels for each entry, row after row; NaN outside the image
 * @param size side of every stamp in pixels
 * @returns the file described at the top; allocated once
 * @throws InvalidParameterError when a stamp has another length, or their number differs from that of the entries
 */
export function encodeStampPack(
  entries: StampEntry[],
  stamps: ArrayLike<Float32Array>,
  size: number = STAMP_SIZE,
): Uint8Array<ArrayBuffer> {
  if (stamps.length !== entries.length) throw refusal(`${stamps.length} stamps`, `${entries.length}, one an entry`);
  const index = new TextEncoder().encode(JSON.stringify({ size, entries }));
  const stampsStart = alignedToFloat(HEADER_BYTES + index.length);
  const bytes = new Uint8Array(stampsStart + entries.length * size * size * FLOAT_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(bytes.buffer);
  view.setUint32(MAGIC.length, index.length, true);
  bytes.set(index, HEADER_BYTES);
  for (let i = 0; i < stamps.length; i++) {
    const stamp = stamps[i]!;
    if (stamp.length !== size * size) throw refusal(`stamp ${i} of ${stamp.length} pixels`, `${size} * ${size}`);
    const start = stampsStart + i * size * size * FLOAT_BYTES;
    for (let j = 0; j < stamp.length; j++) view.setFloat32(start + j * FLOAT_BYTES, stamp[j]!, true);
  }
  return bytes;
}

/**
 * The stamps of a pack.
 *
 * @param bytes a whole file as encodeStampPack makes it
 * @returns entries and pixels; the pixels are a view of the bytes where alignment and byte order allow, else a copy
 * @throws MalformedFileError when it is no stamp pack, or shorter or longer than its index says
 */
export function decodeStampPack(bytes: Uint8Array): StampPack {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw malformed("beginning", JSON.stringify(magic), MAGIC);
  if (bytes.length < HEADER_BYTES) throw malformed("length", `${bytes.length} bytes`, `at least ${HEADER_BYTES}`);
  const indexEnd = HEADER_BYTES + view.getUint32(MAGIC.length, true);
  if (indexEnd > bytes.length) throw malformed("index", `${bytes.length} bytes`, `at least ${indexEnd}`);
  const { size, entries } = parseIndex(bytes.subarray(HEADER_BYTES, indexEnd));
  const pixelCount = entries.length * size * size;
  const stampsStart = alignedToFloat(indexEnd);
  const expectedBytes = stampsStart + pixelCount * FLOAT_BYTES;
  if (bytes.length !== expectedBytes) throw malformed("stamps", `${bytes.length} bytes`, `${expectedBytes}`);
  return { size, entries, pixels: floatsAt(view, stampsStart, pixelCount) };
}

/**
 * One stamp of a pack.
 *
 * @param pack decoded
 * @param index place of its entry
 * @returns size * size pixels, a view
 */
export function stampAt(pack: StampPack, index: number): Float32Array {
  const pixelCount = pack.size * pack.size;
  return pack.pixels.subarray(index * pixelCount, (index + 1) * pixelCount);
}

function parseIndex(bytes: Uint8Array): z.infer<typeof indexSchema> {
  const text = new TextDecoder().decode(bytes);
  try {
    return indexSchema.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw malformed("index", JSON.stringify(text.slice(0, 60)), "size and entries as JSON", error);
  }
}

function floatsAt(view: DataView, start: number, count: number): Float32Array {
  const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
  const offset = view.byteOffset + start;
  if (isLittleEndian && offset % FLOAT_BYTES === 0) return new Float32Array(view.buffer, offset, count);
  const pixels = new Float32Array(count);
  for (let i = 0; i < count; i++) pixels[i] = view.getFloat32(start + i * FLOAT_BYTES, true);
  return pixels;
}

function alignedToFloat(offset: number): number {
  return Math.ceil(offset / FLOAT_BYTES) * FLOAT_BYTES;
}

function refusal(found: string, expected: string): InvalidParameterError {
  return new InvalidParameterError({ place: "stamp pack", found, expected });
}

function malformed(part: string, found: string, expected: string, cause?: unknown): MalformedFileError {
  return new MalformedFileError({ place: `stamp pack, ${part}`, found, expected }, { cause });
}
