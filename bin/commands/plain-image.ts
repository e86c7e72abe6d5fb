// An image as it stands in its file, read into the memory of the kernels. Loads little: reading starts here while the rest of a
// command is still loaded.

import { open } from "node:fs/promises";
import { NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import type { Kernels } from "@/lib/kernels";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import type { ImageAddress } from "./image-address";

/** Bytes a pixel that a detection takes besides the image, rounded up: grown once, before the first pixel is read. */
const WORKING_BYTES = 5;
/** Of these, those that every detection writes to from its start. */
const TOUCHED_BYTES = 4;
/** Read at a time where memory is touched, so that several threads take part. */
const TOUCHED_AT_ONCE = 8 << 20;

export interface PlainImage {
  /** its source is closed */
  file: FitsFile;
  hdu: number;
  width: number;
  height: number;
  /** in the memory of the kernels, allocated there */
  pixels: Float32Array;
}

/**
 * Reads one image. Meanwhile, where pages of memory are new, threads that are idle take them from the system: a detection would
 * wait for that, 4 KiB at a time.
 *
 * @param address file and HDU
 * @param kernels in whose memory the pixels are wanted; it has room for a detection afterwards
 * @throws NotFoundError no such image; what openFile, openFits and readImage throw
 */
export async function readPlainImage(address: ImageAddress, kernels: Kernels): Promise<PlainImage> {
  const source = await openFile(address.file);
  try {
    const file = await openFits(source);
    const hdu = chooseHdu(file, address);
    let touched: Promise<void> | null = null;
    const allocate = (count: number) => {
      const offset = kernels.allocate(4 * count);
      const known = kernels.memory.buffer.byteLength;
      const working = kernels.mark();
      kernels.allocate(WORKING_BYTES * count);
      kernels.release(working);
      if (kernels.memory.buffer.byteLength > known) touched = touch(kernels.uint8(working, TOUCHED_BYTES * count));
      return kernels.float32(offset, count);
    };
    const { width, height, pixels } = await readImage(file, hdu, { allocate });
    await touched;
    return { file, hdu, width, height, pixels };
  } finally {
    await source.close();
  }
}

/** Writes zeros, which the system does in threads of its own; nothing where it has no such device. */
async function touch(memory: Uint8Array): Promise<void> {
  if (process.platform !== "linux") return;
  const zeros = await open("/dev/zero");
  try {
    const parts = Array.from({ length: Math.ceil(memory.length / TOUCHED_AT_ONCE) }, (_, i) => i * TOUCHED_AT_ONCE);
    await Promise.all(
      parts.map((from) => {
        const length = Math.min(TOUCHED_AT_ONCE, memory.length - from);
        return zeros.read(memory, from, length, null);
      }),
    );
  } finally {
    await zeros.close();
  }
}

/**
 * @param file opened
 * @param address HDU by number or name; null: the first image
 * @returns index of the HDU
 */
export function chooseHdu(file: FitsFile, { hdu, file: name }: ImageAddress): number {
  if (hdu === null) {
    const first = file.hdus.find(({ type }) => type === "image");
    if (first !== undefined) return first.index;
    throw new NotFoundError({ place: name, found: `no image in ${file.hdus.length} HDUs`, expected: "an image HDU" });
  }
  const found = file.hdus.find(
    (one) => one.index === hdu || (typeof hdu === "string" && one.name === hdu.toUpperCase()),
  );
  if (found !== undefined) return found.index;
  const names = file.hdus.map((one) => one.name ?? one.index).join(", ");
  throw new NotFoundError({ place: `${name}[${hdu}]`, found: "no such HDU", expected: `one of ${names}` });
}
