// Bytes that grow as they are inflated, up to a bound, and why a stream did not inflate.

export type InflateFaultReason = "ends too early" | "broken" | "too large";

/** For lib/files and lib/readers only: their doors turn it into a tagged error that names the place. */
export class InflateFault extends Error {
  readonly reason: InflateFaultReason;
  constructor(reason: InflateFaultReason) {
    super(reason);
    this.reason = reason;
  }
}

export interface GrowingBytes {
  bytes: Uint8Array;
  length: number;
  /** the buffer never becomes longer */
  readonly most: number;
}

/** An empty buffer; `likely` bytes are taken at once. */
export function growingBytes(likely: number, most: number): GrowingBytes {
  return { bytes: new Uint8Array(Math.min(likely, most)), length: 0, most };
}

/**
 * Makes room for `count` more bytes, at least doubling when it has to grow.
 * @throws InflateFault "too large"
 */
export function makeRoom(output: GrowingBytes, count: number): void {
  const needed = output.length + count;
  if (needed > output.most) throw new InflateFault("too large");
  if (needed <= output.bytes.length) return;
  const larger = new Uint8Array(Math.min(output.most, 2 * needed));
  larger.set(output.bytes.subarray(0, output.length));
  output.bytes = larger;
}

/**
 * Appends a piece.
 * @throws InflateFault "too large"
 */
export function appendBytes(output: GrowingBytes, piece: Uint8Array): void {
  makeRoom(output, piece.length);
  output.bytes.set(piece, output.length);
  output.length += piece.length;
}

/** What has been kept, without the room behind it. */
export function keptBytes(output: GrowingBytes): Uint8Array {
  return output.bytes.subarray(0, output.length);
}
