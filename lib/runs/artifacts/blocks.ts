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

/**
 * Blocks of a detector in memory, for those that need no file.
 *
 * @param head what they are of
 * @param values all planes one after the other, in the order of writeBlocks
 * @returns head and planes
 */
export function blocksInMemory(head: BlocksHead, values: Float32Array): Blocks {
  return {
    ...head,
    plane(shift, statistic) {
      const { start, count } = placeOfPlane(head, shift, statistic);
      return values.subarray(start, start + count);
    },
  };
}

/** Blocks of a detector; a plane is read when it is asked for. */
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
  const expected = HEAD_BYTES + 4 * valuesOf(head, MOSAIC_SHIFTS);
  const found = statSync(file).size;
  if (found !== expected) {
    throw new MalformedFileError({ place: file, found: `${found} bytes`, expected: `${expected}` });
  }
  return {
    ...head,
    plane(shift, statistic) {
      const { start, count } = placeOfPlane(head, shift, statistic);
      const { buffer, byteOffset } = readPart(file, HEAD_BYTES + 4 * start, 4 * count);
      return new Float32Array(buffer, byteOffset, count);
    },
  };
}

type Size = Pick<BlocksHead, "width" | "height">;

function countOf({ width, height }: Size, shift: number): number {
  return Math.ceil(width / 2 ** shift) * Math.ceil(height / 2 ** shift);
}

function valuesOf(size: Size, shifts: readonly number[]): number {
  return shifts.reduce((sum, shift) => sum + BLOCK_STATISTICS.length * countOf(size, shift), 0);
}

/** In values from the first plane. */
function placeOfPlane(size: Size, shift: number, statistic: BlockPlane): { start: number; count: number } {
  const count = countOf(size, shift);
  const before = MOSAIC_SHIFTS.filter((other) => other < shift);
  return { start: valuesOf(size, before) + BLOCK_STATISTICS.indexOf(statistic) * count, count };
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
