// Whole-file gzip (RFC 1952), told by its first two bytes. FITS archives compress files this way (.fits.gz).

import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type ByteSource, memoryByteSource } from "./memory-source";
import { systemErrorCode } from "./system-error";

/** No inflated file is larger: a camera's largest raw (18 amplifiers of 576 x 2048 int32) needs 76 MB. */
export const MAX_INFLATED_BYTES = 2 ** 31 - 1;

/**
 * The decompressed file when `source` is gzip, held in memory (the compressed one is closed); else `source` itself.
 * @param maxInflatedBytes bound of the allocation, whatever the file claims
 * @throws MalformedFileError for a truncated or broken stream; UnsupportedFormatError beyond the bound
 */
export async function inflateGzip(source: ByteSource, maxInflatedBytes = MAX_INFLATED_BYTES): Promise<ByteSource> {
  if (!(await isGzip(source))) return source;
  const compressed = await source.read(0, source.byteLength);
  const bytes = await inflate(compressed, source.name, maxInflatedBytes);
  await source.close();
  return memoryByteSource(bytes, source.name);
}

async function isGzip(source: ByteSource): Promise<boolean> {
  if (source.byteLength < 18) return false;
  const [first, second] = await source.read(0, 2);
  return first === 0x1f && second === 0x8b;
}

async function inflate(compressed: Uint8Array, name: string, maxInflatedBytes: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(compressed, { maxOutputLength: maxInflatedBytes });
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (code === "ERR_BUFFER_TOO_LARGE") {
      const expected = `at most ${maxInflatedBytes} bytes inflated`;
      throw new UnsupportedFormatError({ place: name, found: "gzip of a larger file", expected }, { cause });
    }
    if (code === null || !code.startsWith("Z_")) throw cause;
    const found = code === "Z_BUF_ERROR" ? "gzip stream that ends too early" : "broken gzip stream";
    throw new MalformedFileError({ place: name, found, expected: "a whole gzip stream" }, { cause });
  }
}
