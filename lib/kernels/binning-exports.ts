// What the WebAssembly module exports for pyramids of images.

export interface BinningExports {
  /** bin.ts: bytes of the scratch for so many columns of blocks */
  binScratchBytes(columns: number): number;
  /** bin.ts: mean, smallest and largest finite pixel of square blocks; 0: not wanted */
  binBlocks(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    shift: number,
    mean: number,
    lowest: number,
    highest: number,
    scratch: number,
  ): void;
  /** bin.ts: range of the finite pixels of the last binBlocks */
  binnedLeast(): number;
  binnedMost(): number;
  /** bin-spread.ts: standard deviations of square blocks */
  binDeviations(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    shift: number,
    deviations: number,
    scratch: number,
  ): void;
  /** bin-eights.ts: all four of blocks of 8 x 8; 1: every pixel is finite */
  binEights(
    first: number,
    strideBytes: number,
    width: number,
    height: number,
    mean: number,
    lowest: number,
    highest: number,
    deviations: number,
    scratch: number,
  ): number;
  /** bin-spread.ts: int32 of square blocks, or-ed */
  binBits(first: number, strideBytes: number, width: number, height: number, shift: number, bits: number): void;
}

export const BINNING_EXPORT_NAMES: readonly (keyof BinningExports)[] = [
  "binScratchBytes",
  "binBlocks",
  "binnedLeast",
  "binnedMost",
  "binDeviations",
  "binEights",
  "binBits",
];
