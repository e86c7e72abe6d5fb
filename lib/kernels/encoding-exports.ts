// What the WebAssembly module exports for writing files: quantisation and tile compression.

export interface EncodingExports {
  /** rice-encode.ts: one tile of int32; its bytes, or -1 when it may not fit */
  riceEncode(
    source: number,
    count: number,
    target: number,
    capacity: number,
    blockSize: number,
    bytesPerPixel: number,
  ): number;
  /** quantise.ts: finite values as float32, without gaps; returns how many */
  finiteFloats(source: number, target: number, count: number): number;
  finiteDoubles(source: number, target: number, count: number): number;
  /** quantise.ts: range of the last finiteFloats or finiteDoubles */
  finiteLeast(): number;
  finiteMost(): number;
  /** quantise.ts: |2 x[i + 2] - x[i] - x[i + 4]|, 4 fewer than `count` */
  thirdDifferences(source: number, target: number, count: number): void;
  /** quantise.ts: to int32 with subtractive dithering; NaN becomes `blank` */
  quantiseFloats(...parameters: QuantiseParameters): void;
  quantiseDoubles(...parameters: QuantiseParameters): void;
}

type QuantiseParameters = [
  source: number,
  target: number,
  count: number,
  scale: number,
  zero: number,
  random: number,
  seed: number,
  blank: number,
];

export const ENCODING_EXPORT_NAMES: readonly (keyof EncodingExports)[] = [
  "riceEncode",
  "finiteFloats",
  "finiteDoubles",
  "finiteLeast",
  "finiteMost",
  "thirdDifferences",
  "quantiseFloats",
  "quantiseDoubles",
];
