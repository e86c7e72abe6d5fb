// What the WebAssembly module exports for reading and writing files: byte order, scaling, tile compression.

export interface DecodingExports {
  /** native.ts: big-endian words of 1, 2, 4 or 8 bytes to native ones in place, the highest bit flipped where `flips` is 1 */
  nativeWords(pointer: number, count: number, width: number, flips: number): void;
  /** native.ts: int32 to float32, value = stored * scale + zero, computed in float32 */
  scaleSingle(source: number, target: number, count: number, scale: number, zero: number): void;
  /** rice.ts: one tile to int32; 0, or -1 when the tile ends too early */
  riceDecode(
    source: number,
    length: number,
    target: number,
    count: number,
    blockSize: number,
    bytesPerPixel: number,
  ): number;
  /** hcompress.ts: bytes of `work` that hcompressDecode needs for this tile, or its status when the header is refused */
  hcompressWorkBytes(source: number, length: number, width: number, height: number, smooth: number): number;
  /** hcompress.ts: one tile to int32; 0, -1 ends too early, -2 no HCOMPRESS, -3 not width x height, -4 impossible bit planes */
  hcompressDecode(
    source: number,
    length: number,
    target: number,
    work: number,
    width: number,
    height: number,
    smooth: number,
  ): number;
  /** plio.ts: one line list to int32; 0, -1 ends too early, -2 impossible header or instruction */
  plioDecode(source: number, length: number, target: number, count: number): number;
  /** swap.ts: byte order of 4-byte words, in place */
  swap32(pointer: number, count: number): void;
  /** swap.ts: big-endian int16 to int32 */
  widenInt16(source: number, target: number, count: number): void;
  /** swap.ts: unsigned bytes to int32 */
  widenUint8(source: number, target: number, count: number): void;
  /** swap.ts: int32 to their lowest 1, 2 or 4 bytes, highest bit flipped or not; may be in place */
  narrowInt32(source: number, target: number, count: number, width: number, flips: number): void;
  /** swap.ts: int32 to float32, value = stored * scale + zero */
  scaleInt32(source: number, target: number, count: number, scale: number, zero: number): void;
  /** swap.ts: int32 to float32 with subtractive dithering */
  dequantiseDithered(
    source: number,
    target: number,
    count: number,
    scale: number,
    zero: number,
    random: number,
    seed: number,
  ): void;
  /** swap.ts: float32 target = value wherever int32 source = stored */
  replaceWhere(source: number, target: number, count: number, stored: number, value: number): void;
  /** swap.ts: 4 planes of bytes, highest first, to native words */
  joinPlanes4(source: number, target: number, count: number): void;
  /** swap.ts: 2 planes of bytes, highest first, to int32 */
  joinPlanes2(source: number, target: number, count: number): void;
  /** swap.ts: a rectangle of 4-byte words in the other byte order */
  cutSwapped32(source: number, stride: number, target: number, width: number, height: number): void;
  /** finite.ts: finite float32 of every `block` words, in the byte order that `exponent` says */
  countFinite(words: number, count: number, block: number, exponent: number, counts: number): void;
}

export const DECODING_EXPORT_NAMES: readonly (keyof DecodingExports)[] = [
  "nativeWords",
  "scaleSingle",
  "riceDecode",
  "hcompressWorkBytes",
  "hcompressDecode",
  "plioDecode",
  "swap32",
  "widenInt16",
  "widenUint8",
  "narrowInt32",
  "scaleInt32",
  "dequantiseDithered",
  "replaceWhere",
  "joinPlanes4",
  "joinPlanes2",
  "cutSwapped32",
  "countFinite",
];
