// An image as it stands in its file, read into the memory of the kernels. Loads little: reading starts here while the rest of a
// command is still loaded.

import { closeSync, openSync, read } from "node:fs";
import { promisify } from "node:util";
import { NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import type { Kernels } from "@/lib/kernels";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import type { ImageAddress } from "./image-address";

/** Bytes a pixel that every detection writes to besides the image, from its start. */
const WORKING_BYTES = 4;
/** Touched at a time, so that several threads take part. */
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
 * Begins to read one image: returns when its headers are known and threads are at work. They first take new pages of memory from the
 * system, which costs more than reading does, for the pixels and for the detection; what else a process has to load it can load then.
 *
 * @param address file and HDU
 * @param kernels in whose memory the pixels are wanted
 * @returns the image, on its way
 * @throws NotFoundError no such image; what openFile and openFits throw. The image: what readImage throws
 */
export async function startPlainImage(
  address: ImageAddress,
  kernels: Kernels,
): Promise<{ image: Promise<PlainImage> }> {
  const source = await openFile(address.file);
  try {
    const file = await openFits(source);
    const hdu = chooseHdu(file, address);
    const touched = touchNewPages(kernels, expectedPixels(file, hdu));
    const image = touched
      .then(() => readImage(file, hdu, { allocate: (count) => kernels.float32(kernels.allocate(4 * count), count) }))
      .then(({ width, height, pixels }) => ({ file, hdu, width, height, pixels }))
      .finally(() => source.close());
    // asked for later: until then a failure is nobody's
    image.catch(() => undefined);
    return { image };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Of an image that its file can hold; 0 where that is not sure before it is read. */
function expectedPixels(file: FitsFile, index: number): number {
  const hdu = file.hdus[index];
  if (!hdu || hdu.compression !== null || hdu.dataStart + hdu.dataBytes > file.byteLength) return 0;
  return Math.floor((8 * hdu.dataBytes) / Math.abs(hdu.bitpix ?? 8));
}

/** Grows the memory once, and lets threads of the system write zeros to what is new; where it has no such device, nothing. */
async function touchNewPages(kernels: Kernels, pixelCount: number): Promise<void> {
  const mark = kernels.mark();
  const known = kernels.memory.buffer.byteLength;
  kernels.allocate((4 + WORKING_BYTES) * pixelCount);
  kernels.release(mark);
  const start = Math.max(mark, known);
  const memory = kernels.uint8(start, kernels.memory.buffer.byteLength - start);
  if (memory.length === 0 || process.platform !== "linux") return;
  const zeros = openSync("/dev/zero", "r");
  const parts = Array.from({ length: Math.ceil(memory.length / TOUCHED_AT_ONCE) }, (_, i) => {
    const from = i * TOUCHED_AT_ONCE;
    return promisify(read)(zeros, memory, from, Math.min(TOUCHED_AT_ONCE, memory.length - from), null);
  });
  await Promise.all(parts).finally(() => closeSync(zeros));
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
