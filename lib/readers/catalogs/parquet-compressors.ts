// Decompressors of Parquet pages.

import type { Compressors } from "hyparquet";
import { compressors, decompressZstd } from "hyparquet-compressors";

/** The package's own, but Zstandard writes into the length that the page states, not into what the stream claims. */
export const PARQUET_COMPRESSORS: Compressors = {
  ...compressors,
  ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
};
