// Binned statistics of one detector on their way to the exposure's mosaics: a line of JSON, then float32 in this machine's order.

import { readFileSync } from "node:fs";
import { z } from "zod";
import { MalformedFileError } from "@/lib/errors";
import { writePiecesBeside } from "./write-beside";

/** Binned so often: 2^3 and 2^6 pixels a block each way. */
export const MOSAIC_SHIFTS = [3, 6] as const;
export const BLOCK_STATISTICS = ["mean", "min", "max", "std"] as const;
export type BlockPlane = (typeof BLOCK_STATISTICS)[number];

/** Room for the line of JSON: a multiple of 4. */
const HEAD_BYTES = 1024;

const headSchema = z.object({
  /** stage of the pixels that were binned */
  stage: z.string(),
  unit: z.string(),
  /** of the detector before binning */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

export type BlocksHead = z.infer<typeof headSchema>;

/**
 * Writes the blocks of a detector.
 *
 * @param file where
 * @param head what they are of
 * @param planes float32, by shift and then by statistic, in the orders of MOSAIC_SHIFTS and BLOCK_STATISTICS
 */
export function writeBlocks(file: string, head: BlocksHead, planes: readonly Float32Array[]): void {
  const bytes = planes.map((plane) => new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength));
  writePiecesBeside(file, [Buffer.from(JSON.stringify(head).padEnd(HEAD_BYTES)), ...bytes]);
}

/** Blocks of a detector, as written. */
export interface Blocks extends BlocksHead {
  plane(shift: (typeof MOSAIC_SHIFTS)[number], statistic: BlockPlane): Float32Array;
}

/**
 * Reads them back.
 *
 * @param file from writeBlocks
 * @returns head and planes
 * @throws MalformedFileError when the file is not whole
 */
export function readBlocks(file: string): Blocks {
  const bytes = readFileSync(file);
  const text = bytes.subarray(0, HEAD_BYTES).toString();
  const head = headSchema.parse(JSON.parse(text));
  const count = (shift: number) => Math.ceil(head.width / 2 ** shift) * Math.ceil(head.height / 2 ** shift);
  const total = MOSAIC_SHIFTS.reduce((sum, shift) => sum + BLOCK_STATISTICS.length * count(shift), 0);
  if (bytes.length !== HEAD_BYTES + 4 * total) {
    const expected = `${HEAD_BYTES + 4 * total} bytes`;
    throw new MalformedFileError({ place: file, found: `${bytes.length} bytes`, expected });
  }
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset + HEAD_BYTES, bytes.byteOffset + bytes.length));
  return {
    ...head,
    plane(shift, statistic) {
      const before = MOSAIC_SHIFTS.filter((other) => other < shift);
      const start = before.reduce((sum, other) => sum + BLOCK_STATISTICS.length * count(other), 0);
      const at = start + BLOCK_STATISTICS.indexOf(statistic) * count(shift);
      return values.subarray(at, at + count(shift));
    },
  };
}
