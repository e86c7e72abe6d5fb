// For tests of how much a reader reads.

import type { ByteSource } from "@/lib/files/byte-source";

export interface CountingSource extends ByteSource {
  /** Since the last reset. */
  counts(): { reads: number; bytes: number };
  reset(): void;
}

/** The source with its reads counted. */
export function countingSource(source: ByteSource): CountingSource {
  let reads = 0;
  let bytes = 0;
  const count = (length: number) => {
    reads++;
    bytes += length;
  };
  return {
    ...source,
    read(start, end) {
      count(end - start);
      return source.read(start, end);
    },
    readInto(start, target) {
      count(target.length);
      return source.readInto(start, target);
    },
    counts: () => ({ reads, bytes }),
    reset() {
      reads = 0;
      bytes = 0;
    },
  };
}
