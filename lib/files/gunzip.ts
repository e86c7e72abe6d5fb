// Whole-file gzip (RFC 1952), told by its first two bytes. FITS archives compress files this way (.fits.gz).

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type ByteSource, memoryByteSource } from "./memory-source";
import { systemErrorCode } from "./system-error";

/** No inflated file is larger: a camera's largest raw (18 amplifiers of 576 x 2048 int32) needs 76 MB. */
const MAX_INFLATED_BYTES = 2 ** 31 - 1;
/** Files beyond are inflated one after the other: a scan that meets eight bombs must not need the memory of eight. */
const LARGE_BYTES = 2 ** 28;
/** Deflate packs no tighter (RFC 1951: 258 bytes in 2 bits), so that a lying trailer claims no memory. */
const MOST_RATIO = 1032;
/** Header and trailer of an empty gzip file. */
const LEAST_BYTES = 18;
const PIECE_BYTES = 2 ** 20;

/**
 * The decompressed file when `source` is gzip, held in memory (the compressed one is closed); else `source` itself.
 * @param maxInflatedBytes bound of the allocation, whatever the file claims
 * @throws MalformedFileError for a truncated or broken stream; UnsupportedFormatError beyond the bound
 */
export async function inflateGzip(source: ByteSource, maxInflatedBytes = MAX_INFLATED_BYTES): Promise<ByteSource> {
  if (!(await isGzip(source))) return source;
  const bytes = await inflateWithin(source, maxInflatedBytes);
  if (bytes === null) {
    const expected = `at most ${maxInflatedBytes} bytes inflated`;
    throw new UnsupportedFormatError({ place: source.name, found: "gzip of a larger file", expected });
  }
  await source.close();
  return memoryByteSource(bytes, source.name);
}

async function isGzip(source: ByteSource): Promise<boolean> {
  if (source.byteLength < LEAST_BYTES) return false;
  const [first, second] = await source.read(0, 2);
  return first === 0x1f && second === 0x8b;
}

/** Null when the file is larger than the bound. */
async function inflateWithin(source: ByteSource, most: number): Promise<Uint8Array | null> {
  const trailer = await source.read(source.byteLength - 4, source.byteLength);
  // ISIZE: the size modulo 2^32 of the last member; of a truncated file it is any number
  const claimed = new DataView(trailer.buffer, trailer.byteOffset).getUint32(0, true);
  const likely = Math.min(claimed, source.byteLength * MOST_RATIO, most);
  const few = Math.min(LARGE_BYTES, most);
  const bytes = likely > few ? null : await inflate(source, likely, few);
  return bytes !== null || few === most ? bytes : inTurn(() => inflate(source, likely, most));
}

let lastTurn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => undefined);
  return turn;
}

class BoundReached extends Error {}

/** Into one buffer, which only grows when the file is larger than it claims; null when it would grow beyond `most`. */
async function inflate(source: ByteSource, likely: number, most: number): Promise<Uint8Array | null> {
  let bytes = new Uint8Array(likely);
  let length = 0;
  const keep = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) {
      if (length + chunk.length > most) throw new BoundReached();
      if (length + chunk.length > bytes.length) {
        const larger = new Uint8Array(Math.min(most, 2 * (length + chunk.length)));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(chunk, length);
      length += chunk.length;
    }
  };
  try {
    await pipeline(Readable.from(piecesOf(source)), createGunzip({ chunkSize: PIECE_BYTES }), keep);
  } catch (cause) {
    if (cause instanceof BoundReached) return null;
    const code = systemErrorCode(cause);
    if (code === null || !code.startsWith("Z_")) throw cause;
    const found = code === "Z_BUF_ERROR" ? "gzip stream that ends too early" : "broken gzip stream";
    throw new MalformedFileError({ place: source.name, found, expected: "a whole gzip stream" }, { cause });
  }
  return bytes.subarray(0, length);
}

async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.byteLength; start += PIECE_BYTES) {
    yield await source.read(start, Math.min(start + PIECE_BYTES, source.byteLength));
  }
}
