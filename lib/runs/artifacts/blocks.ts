// Binned statistics of one detector on their way to the exposure's mosaics: a line of JSON, then float32 in this machine's order.

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { z } from "zod";
import { COARSE_SHIFT, FINE_SHIFT } from "@/lib/calibration/blocks";
import { MalformedFileError } from "@/lib/errors";
import { writeBeside } from "./write-beside";

/** Binned so often: 2^3 and 2^6 pixels a block each way. */
export const MOSAIC_SHIFTS = [FINE_SHIFT, COARSE_SHIFT] as const;
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
  writeBeside(file, Buffer.concat([Buffer.from(JSON.stringify(head).padEnd(HEAD_BYTES)), ...bytes]));
}

/** Blocks of a detector, as written; a plane is read when it is asked for. */
export interface Blocks extends BlocksHead {
  plane(shift: (typeof MOSAIC_SHIFTS)[number], statistic: BlockPlane): Float32Array;
}

/**
 * Opens what writeBlocks wrote.
 *
 * @param file from writeBlocks
 * @returns head and planes
 * @throws MalformedFileError when the file is not whole
 */
export function openBlocks(file: string): Blocks {
  const head = headSchema.parse(JSON.parse(readPart(file, 0, HEAD_BYTES).toString()));
  const count = (shift: number) => Math.ceil(head.width / 2 ** shift) * Math.ceil(head.height / 2 ** shift);
  const valuesOf = (shifts: readonly number[]) =>
    shifts.reduce((sum, shift) => sum + BLOCK_STATISTICS.length * count(shift), 0);
  const expected = HEAD_BYTES + 4 * valuesOf(MOSAIC_SHIFTS);
  const found = statSync(file).size;
  if (found !== expected) {
    throw new MalformedFileError({ place: file, found: `${found} bytes`, expected: `${expected}` });
  }
  return {
    ...head,
    plane(shift, statistic) {
      const before = valuesOf(MOSAIC_SHIFTS.filter((other) => other < shift));
      const start = HEAD_BYTES + 4 * (before + BLOCK_STATISTICS.indexOf(statistic) * count(shift));
      const { buffer, byteOffset } = readPart(file, start, 4 * count(shift));
      return new Float32Array(buffer, byteOffset, count(shift));
    },
  };
}

function readPart(file: string, start: number, length: number): Buffer<ArrayBuffer> {
  const part = Buffer.from(new ArrayBuffer(length));
  const source = openSync(file, "r");
  try {
    for (let done = 0; done < length; ) {
      const count = readSync(source, part, done, length - done, start + done);
      if (count === 0) {
        throw new MalformedFileError({ place: file, found: `${start + done} bytes`, expected: `${start + length}` });
      }
      done += count;
    }
  } finally {
    closeSync(source);
  }
  return part;
}
