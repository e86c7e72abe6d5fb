// What the server has to do at least, done here: by the same reader and the same kernels, in a process without a server.

import { openFile } from "@/lib/files/byte-source";
import { TILE_SIDE } from "@/lib/images/description";
import { createKernels } from "@/lib/kernels";
import { binBlocks } from "@/lib/kernels/bin";
import { openFits, readImage } from "@/lib/readers/fits";
import { HEIGHT, IMAGE_HDU, WIDTH } from "./files";

/** 4072 x 4000 in blocks of 2^2 a side fit the first drawing of 1024 a side. */
const FIRST_SHIFT = 2;

/** Milliseconds to open a large file, read its pixels into fresh kernel memory, and bin them once. */
export async function readAndBin(file: string): Promise<{ readMs: number; binMs: number }> {
  const began = performance.now();
  const source = await openFile(file);
  const fits = await openFits(source);
  const kernels = createKernels();
  const offset = kernels.allocate(4 * WIDTH * HEIGHT);
  await readImage(fits, IMAGE_HDU, { allocate: () => kernels.float32(offset, WIDTH * HEIGHT) });
  await source.close();
  const isRead = performance.now();
  const rectangle = { offset, strideBytes: 4 * WIDTH, width: WIDTH, height: HEIGHT };
  const blocks = binBlocks(kernels, rectangle, FIRST_SHIFT, "mean");
  kernels.float32(blocks.offset, blocks.width * blocks.height).slice();
  return { readMs: isRead - began, binMs: performance.now() - isRead };
}

/** Milliseconds to open a large file and read the pixels of one tile of full resolution. */
export async function readTile(file: string, { column, row }: { column: number; row: number }): Promise<number> {
  const began = performance.now();
  const source = await openFile(file);
  const fits = await openFits(source);
  const [x0, y0] = [column * TILE_SIDE, row * TILE_SIDE];
  const section = { x0, y0, x1: Math.min(WIDTH, x0 + TILE_SIDE), y1: Math.min(HEIGHT, y0 + TILE_SIDE) };
  await readImage(fits, IMAGE_HDU, { section });
  await source.close();
  return performance.now() - began;
}

/** Reads the pixels of files, one after the other. @returns milliseconds, and bytes of the pixels */
export async function readFiles(files: readonly string[]): Promise<{ ms: number; bytes: number }> {
  const began = performance.now();
  let bytes = 0;
  for (const file of files) {
    const source = await openFile(file, { isBlocking: true });
    const { pixels } = await readImage(await openFits(source), IMAGE_HDU);
    bytes += pixels.byteLength;
    await source.close();
  }
  return { ms: performance.now() - began, bytes };
}
