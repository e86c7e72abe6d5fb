// Whole-file gzip (RFC 1952), told by its first two bytes. FITS archives compress files this way (.fits.gz).

import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { appendBytes, growingBytes, InflateFault, keptBytes } from "./growing-bytes";
import { inflateStream, MOST_RATIO, startsAsGzip } from "./inflate-stream";
import { type ByteSource, memoryByteSource } from "./memory-source";
import { type NodeZlib, nodeZlib } from "./node-zlib";
import { systemErrorCode } from "./system-error";

/** No inflated file is larger: a camera's largest raw (18 amplifiers of 576 x 2048 int32) needs 76 MB. */
const MAX_INFLATED_BYTES = 2 ** 31 - 1;
/** Files beyond are inflated one after the other: a scan that meets eight bombs must not need the memory of eight. */
const LARGE_BYTES = 2 ** 28;
/** So much is taken on the word of a trailer; the rest when the stream has shown that there is more. */
const EARLY_BYTES = 60 * 2 ** 20;
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
  return source.byteLength >= LEAST_BYTES && startsAsGzip(await source.read(0, 2));
}

/** Null when the file is larger than the bound. */
async function inflateWithin(source: ByteSource, most: number): Promise<Uint8Array | null> {
  const trailer = await source.read(source.byteLength - 4, source.byteLength);
  // ISIZE: the size modulo 2^32 of the last member; of a truncated file it is any number
  const claimed = new DataView(trailer.buffer, trailer.byteOffset).getUint32(0, true);
  // a lying trailer claims no memory
  const plausible = Math.min(claimed, source.byteLength * MOST_RATIO, most);
  const likely = Math.min(plausible, 4 * source.byteLength + EARLY_BYTES);
  const few = Math.min(LARGE_BYTES, most);
  const bytes = plausible > few ? null : await inflate(source, likely, few);
  return bytes !== null || few === most ? bytes : inTurn(() => inflate(source, likely, most));
}

let lastTurn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(work);
  lastTurn = turn.catch(() => undefined);
  return turn;
}

/** Into one buffer, which only grows when the file is larger than it claims; null when it would grow beyond `most`. */
async function inflate(source: ByteSource, likely: number, most: number): Promise<Uint8Array | null> {
  const node = nodeZlib();
  try {
    return await (node ? inflateInNode(node, source, likely, most) : inflateInBrowser(source, likely, most));
  } catch (cause) {
    if (!(cause instanceof InflateFault)) throw cause;
    if (cause.reason === "too large") return null;
    const found = cause.reason === "broken" ? "broken gzip stream" : "gzip stream that ends too early";
    throw new MalformedFileError({ place: source.name, found, expected: "a whole gzip stream" }, { cause });
  }
}

async function inflateInNode(node: NodeZlib, source: ByteSource, likely: number, most: number): Promise<Uint8Array> {
  const output = growingBytes(likely, most);
  const keep = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of chunks) appendBytes(output, chunk);
  };
  const gunzip = node.createGunzip({ chunkSize: PIECE_BYTES });
  try {
    await node.pipeline(node.Readable.from(piecesOf(source)), gunzip, keep);
  } catch (cause) {
    const code = cause instanceof InflateFault ? null : systemErrorCode(cause);
    if (code === null || !code.startsWith("Z_")) throw cause;
    throw new InflateFault(code === "Z_BUF_ERROR" ? "ends too early" : "broken");
  }
  return keptBytes(output);
}

/**
 * By the browser's own decompressor, piece by piece. It knows one member only and does not tell what is wrong: what it refuses
 * is inflated again in memory by ours, which does.
 * @throws InflateFault
 */
export async function inflateInBrowser(source: ByteSource, likely: number, most: number): Promise<Uint8Array> {
  const output = growingBytes(likely, most);
  const reader = streamOf(source).pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) appendBytes(output, next.value);
    return keptBytes(output);
  } catch (cause) {
    await reader.cancel().catch(() => undefined);
    if (!(cause instanceof TypeError)) throw cause;
    return inflateStream(await source.read(0, source.byteLength), most);
  }
}

function streamOf(source: ByteSource): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = piecesOf(source);
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
  });
}

async function* piecesOf(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.byteLength; start += PIECE_BYTES) {
    yield await source.read(start, Math.min(start + PIECE_BYTES, source.byteLength));
  }
}
