// An image as it stands in its file, read into the memory of the kernels. Loads little: reading starts here while the rest of a
// command is still loaded.

import { closeSync, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import type { InclusiveBox } from "@/lib/dark-rings/stamp";
import { FileUnreadableError, NotFoundError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import type { Kernels } from "@/lib/kernels";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import type { ImageAddress } from "./image-address";

/** Rows read again at a time; footprints come in the order of their first rows. */
const STRIP_ROWS = 64;
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
  /** the same pixels out of the file once more, while `close` was not called; null where they would have to be decoded */
  again: { readBox: (box: InclusiveBox) => Float64Array; close: () => void } | null;
}

/**
 * Begins to read one image: returns when its headers are known and threads are at work. They first take new pages of memory from the
 * system, which costs more than reading does, for the pixels and for the detection; what else a process has to load it can load then.
 *
 * @param address file and HDU
 * @param kernels in whose memory the pixels are wanted
 * @param needsPlane whether the detection will write to another plane of pixels, from its start
 * @returns the image, on its way
 * @throws NotFoundError no such image; what openFile and openFits throw. The image: what readImage throws
 */
export async function startPlainImage(
  address: ImageAddress,
  kernels: Kernels,
  needsPlane = true,
): Promise<{ image: Promise<PlainImage> }> {
  const source = await openFile(address.file);
  try {
    const file = await openFits(source);
    const hdu = chooseHdu(file, address);
    const canReadAgain = file.source === source && isPlainFloat32(file, hdu);
    const planes = needsPlane || !canReadAgain ? 2 : 1;
    const touched = touchNewPages(kernels, 4 * planes * expectedPixels(file, hdu));
    const image = touched
      .then(() => readImage(file, hdu, { allocate: (count) => kernels.float32(kernels.allocate(4 * count), count) }))
      .then(({ width, height, pixels }) => {
        const again = canReadAgain ? openAgain(address.file, file.hdus[hdu]?.dataStart ?? 0, width) : null;
        return { file, hdu, width, height, pixels, again };
      })
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

/** Pixels that stand in the file as they are measured, but for the order of their bytes. */
function isPlainFloat32(file: FitsFile, index: number): boolean {
  const hdu = file.hdus[index];
  if (!hdu || hdu.bitpix !== -32 || hdu.compression !== null) return false;
  return (hdu.header.getNumber("BSCALE") ?? 1) === 1 && (hdu.header.getNumber("BZERO") ?? 0) === 0;
}

/** Boxes of a plain float32 image, read by strips of rows. */
function openAgain(path: string, dataStart: number, width: number): PlainImage["again"] {
  const descriptor = openSync(path, "r");
  const rowBytes = 4 * width;
  // one buffer for all strips: new pages cost more than reading
  let bytes = new Uint8Array(STRIP_ROWS * rowBytes);
  let strip = { y0: 0, y1: -1, view: new DataView(bytes.buffer) };
  const readStrip = (y0: number, rows: number) => {
    if (rows * rowBytes > bytes.length) bytes = new Uint8Array(rows * rowBytes);
    const length = readSync(descriptor, bytes, 0, bytes.length, dataStart + y0 * rowBytes);
    return { y0, y1: y0 + Math.floor(length / rowBytes) - 1, view: new DataView(bytes.buffer) };
  };
  const readBox = ({ x0, x1, y0, y1 }: InclusiveBox): Float64Array => {
    if (y0 < strip.y0 || y1 > strip.y1) strip = readStrip(y0, Math.max(STRIP_ROWS, y1 - y0 + 1));
    if (y1 > strip.y1) throw becameShorter(path);
    const pixels = new Float64Array((x1 - x0 + 1) * (y1 - y0 + 1));
    let at = 0;
    for (let y = y0; y <= y1; y++) {
      const row = (y - strip.y0) * rowBytes;
      for (let x = x0; x <= x1; x++) pixels[at++] = strip.view.getFloat32(row + 4 * x);
    }
    return pixels;
  };
  return { readBox, close: () => closeSync(descriptor) };
}

function becameShorter(path: string): FileUnreadableError {
  return new FileUnreadableError({
    place: path,
    found: "became shorter while it was read",
    expected: "a readable file",
  });
}

/** Grows the memory once, and lets threads of the system write zeros to what is new; where it has no such device, nothing. */
async function touchNewPages(kernels: Kernels, bytes: number): Promise<void> {
  const mark = kernels.mark();
  const known = kernels.memory.buffer.byteLength;
  kernels.allocate(bytes);
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
