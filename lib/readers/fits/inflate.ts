// gzip and zlib streams inside FITS files (FITS 4.0, 10.4.2), synchronously: by zlib in Node, by our own inflater in the browser.

import { MalformedFileError } from "@/lib/errors";
import { InflateFault, type InflateFaultReason } from "@/lib/files/growing-bytes";
import { inflateStream } from "@/lib/files/inflate-stream";
import { type NodeZlib, nodeZlib } from "@/lib/files/node-zlib";

const node = nodeZlib();

/**
 * The bytes of a whole gzip stream (members joined) or zlib stream.
 * Memory: at most `mostBytes`, whatever the stream claims; the result may share memory with nothing else.
 * @param mostBytes bound of the result
 * @param place what the message calls the stream: "HDU 1 of x.fits, tile 3"
 * @throws MalformedFileError when the stream is broken, ends too early or holds more than `mostBytes`
 */
export function inflateBytes(bytes: Uint8Array, mostBytes: number, place: string): Uint8Array {
  try {
    return node ? inflateInNode(node, bytes, mostBytes) : inflateStream(bytes, mostBytes);
  } catch (cause) {
    if (!(cause instanceof InflateFault)) throw cause;
    throw new MalformedFileError({ place, ...findingOf(cause.reason, bytes.length, mostBytes) }, { cause });
  }
}

function findingOf(reason: InflateFaultReason, byteLength: number, mostBytes: number) {
  if (reason === "too large") {
    return { found: `${byteLength} bytes that inflate to more`, expected: `gzip of at most ${mostBytes} bytes` };
  }
  const fault = reason === "broken" ? "a broken gzip stream" : "a gzip stream that ends too early";
  return { found: `${fault} in ${byteLength} bytes`, expected: "a whole gzip stream" };
}

const REASON_OF_CODE: Record<string, InflateFaultReason> = {
  Z_BUF_ERROR: "ends too early",
  Z_DATA_ERROR: "broken",
  Z_NEED_DICT: "broken",
  ERR_BUFFER_TOO_LARGE: "too large",
};

function inflateInNode(module: NodeZlib, bytes: Uint8Array, mostBytes: number): Uint8Array {
  // a bound of zero is out of range for zlib
  const bound = Math.max(1, mostBytes);
  try {
    const inflated = module.unzipSync(bytes, { maxOutputLength: bound });
    if (inflated.length > mostBytes) throw new InflateFault("too large");
    return inflated;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    const reason = REASON_OF_CODE[code];
    if (!reason) throw cause;
    throw new InflateFault(reason);
  }
}
