// What the WebAssembly module exports for combining images.

export interface CombiningExports {
  /** combine.ts: sigma-clipped mean of each pixel over images, with variance and count */
  combineClipped(
    planes: number,
    strideBytes: number,
    inputs: number,
    pixels: number,
    steps: number,
    stepCount: number,
    sigma: number,
    rounds: number,
    robust: number,
    scratch: number,
    mean: number,
    variance: number,
    counts: number,
  ): void;
}

export const COMBINING_EXPORT_NAMES: readonly (keyof CombiningExports)[] = ["combineClipped"];
