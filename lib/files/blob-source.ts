// A file that a person chose or dropped in the browser, read by ranges: nothing of it is kept that was not asked for.

import { FileUnreadableError } from "@/lib/errors";
import { type ByteSource, requireRange } from "./memory-source";

/**
 * Bytes of a Blob (a File is one). Nothing is read before a range is asked for.
 * @param name how error messages call it
 */
export function blobByteSource(blob: Blob, name: string): ByteSource {
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    requireRange(name, start, end, blob.size);
    try {
      return new Uint8Array(await blob.slice(start, end).arrayBuffer());
    } catch (cause) {
      // a DOMException in browsers: the file changed or went since it was chosen
      const found = `bytes ${start} to ${end} cannot be had (changed or removed since it was chosen?)`;
      throw new FileUnreadableError({ place: name, found, expected: "a readable file" }, { cause });
    }
  };
  return {
    name,
    byteLength: blob.size,
    read,
    readInto: async (start, target) => target.set(await read(start, start + target.length)),
    close: async () => {},
  };
}
