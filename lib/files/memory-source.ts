// Bytes by range: the one type through which readers see a file. A local disk today, an object store tomorrow.

import { FileUnreadableError } from "@/lib/errors";

export interface ByteSource {
  /** How messages call the file; not an address. */
  readonly name: string;
  readonly byteLength: number;
  /** Bytes of [start, end); the caller must not change them. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Fills `target` with the bytes from `start` on: no copy where the destination is known. */
  readInto(start: number, target: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Bytes that are in memory already. Nothing is copied: `read` gives views of `bytes`.
 * @param name how error messages call it
 */
export function memoryByteSource(bytes: Uint8Array, name: string): ByteSource {
  // A Buffer's slice shares its memory, a Uint8Array's does not: readers must not meet the difference.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const within = (start: number, end: number) => {
    requireRange(name, start, end, plain.length);
    return plain.subarray(start, end);
  };
  return {
    name,
    byteLength: plain.length,
    read: async (start, end) => within(start, end),
    readInto: async (start, target) => target.set(within(start, start + target.length)),
    close: async () => {},
  };
}

/**
 * Refuses a range that does not lie within a source of `byteLength` bytes.
 * @throws FileUnreadableError
 */
export function requireRange(name: string, start: number, end: number, byteLength: number): void {
  if (start >= 0 && start <= end && end <= byteLength) return;
  throw new FileUnreadableError({
    place: name,
    found: `bytes ${start} to ${end} asked for`,
    expected: `a range within its ${byteLength} bytes`,
  });
}
