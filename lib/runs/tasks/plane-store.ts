// Prepared images of a combination until it is made: in memory as long as they are few, else in one file that has no name any more,
// so that a killed worker leaves nothing behind.

import { randomUUID } from "node:crypto";
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import type { ImageStack } from "@/lib/calibration/combine";
import { FileUnreadableError } from "@/lib/errors";

/** All images of one combination together. */
const MOST_BYTES_IN_MEMORY = 256 * 2 ** 20;

export interface PlaneStore extends ImageStack {
  /** keeps an image; the array may be used again */
  put(input: number, pixels: Float32Array<ArrayBuffer>): void;
  close(): void;
}

/**
 * Makes room for images of one size.
 *
 * @param folder where a file is made if they are too many for memory; it is unlinked at once (where the system allows it)
 * @param inputs images
 * @param pixelCount of each
 * @param mostBytesInMemory images together
 * @returns the store; the caller closes it
 */
export function openPlaneStore(
  folder: string,
  inputs: number,
  pixelCount: number,
  mostBytesInMemory = MOST_BYTES_IN_MEMORY,
): PlaneStore {
  return 4 * inputs * pixelCount <= mostBytesInMemory
    ? inMemory(inputs, pixelCount)
    : inFile(folder, inputs, pixelCount);
}

function inMemory(inputs: number, pixelCount: number): PlaneStore {
  const planes: Float32Array[] = [];
  return {
    inputs,
    pixelCount,
    put(input, pixels) {
      planes[input] = pixels.slice();
    },
    read(input, start, target) {
      target.set(planes[input]!.subarray(start, start + target.length));
    },
    close() {
      planes.length = 0;
    },
  };
}

function inFile(folder: string, inputs: number, pixelCount: number): PlaneStore {
  mkdirSync(folder, { recursive: true });
  const name = path.join(folder, `.planes.${randomUUID()}`);
  const file = openSync(name, "wx+");
  rmSync(name, { force: true });
  const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const placeOf = (input: number, start: number) => 4 * (input * pixelCount + start);
  return {
    inputs,
    pixelCount,
    put(input, pixels) {
      const bytes = bytesOf(pixels);
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file, bytes, done, bytes.length - done, placeOf(input, 0) + done);
      }
    },
    read(input, start, target) {
      const bytes = bytesOf(target);
      for (let done = 0; done < bytes.length; ) {
        const count = readSync(file, bytes, done, bytes.length - done, placeOf(input, start) + done);
        if (count === 0) {
          const expected = `${bytes.length} bytes`;
          throw new FileUnreadableError({ place: "scratch file of a combination", found: `${done} bytes`, expected });
        }
        done += count;
      }
    },
    close: () => closeSync(file),
  };
}
