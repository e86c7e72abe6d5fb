// npm run bench -- tiles FILE[:HDU[:x,y]]...: how tiles of real frames fare on the wire: ratio, and milliseconds to make and undo, of what
// docs/decisions/0006 chose and of what it did not. A tile of 512 x 512 at x,y (the middle when left out).

import { deflateSync } from "node:zlib";
import { openFile } from "@/lib/files/byte-source";
import { inflateStream } from "@/lib/files/inflate-stream";
import type { Tile } from "@/lib/images/description";
import { decodeTile, encodeTile } from "@/lib/images/tile-codec";
import { createKernels } from "@/lib/kernels";
import { openFits, readImage } from "@/lib/readers/fits";

const SIDE = 512;
const ROUNDS = 9;
const kernels = createKernels();

const files = process.argv.slice(2);
console.log("| tile | way | ratio | make ms | undo ms |\n|---|---|---:|---:|---:|");
for (const file of files) await measureFile(file);

async function measureFile(argument: string): Promise<void> {
  const [, path = "", hdu = "0", place] = /^(.*?)(?::(\d+))?(?::(\d+,\d+))?$/.exec(argument) ?? [];
  const tile = await cutTile(path, Number(hdu), place?.split(",").map(Number));
  const bytes = new Uint8Array(tile.pixels.buffer);
  const name = `${path.split("/").at(-1)} ${tile.width} x ${tile.height}`;
  const tell = (way: string, length: number, make: () => unknown, undo?: () => unknown) => {
    const undoing = undo ? best(undo).toFixed(1) : "–";
    console.log(`| ${name} | ${way} | ${(bytes.length / length).toFixed(2)} | ${best(make).toFixed(1)} | ${undoing} |`);
  };
  const chosen = encodeTile(tile);
  tell(
    chosen[1] === 1 ? "ours: packed" : "ours: raw",
    chosen.length,
    () => encodeTile(tile),
    () => decodeTile(chosen),
  );
  const shuffled = () => deflateSync(shuffle(bytes), { level: 1 });
  const deflated = shuffled();
  tell("shuffle, deflate 1", deflated.length, shuffled, () => inflateStream(deflated, bytes.length));
  if (tile.pixels.every((value) => Number.isInteger(value))) {
    const rice = () => riceLength(Int32Array.from(tile.pixels));
    tell("Rice of the integers", rice(), rice);
  }
  const bits = new Int32Array(tile.pixels.buffer);
  const ordered = () => riceLength(bits.map((word) => (word < 0 ? -(word & 0x7fffffff) : word)));
  tell("Rice of the floats' order", ordered(), ordered);
  const { stored, step } = toSixteenBits(tile.pixels);
  tell(`16 bits (error ${(step / 2).toPrecision(1)}), Rice`, riceLength(stored), () =>
    riceLength(toSixteenBits(tile.pixels).stored),
  );
}

async function cutTile(path: string, hdu: number, place?: number[]): Promise<Tile> {
  const source = await openFile(path);
  try {
    const file = await openFits(source);
    const [height = 0, width = 0] = file.hdus[hdu]?.shape.slice(-2) ?? [];
    const [x0 = Math.max(0, (width - SIDE) >> 1), y0 = Math.max(0, (height - SIDE) >> 1)] = place ?? [];
    const section = { x0, y0, x1: Math.min(width, x0 + SIDE), y1: Math.min(height, y0 + SIDE) };
    const image = await readImage(file, hdu, { section });
    return { width: image.width, height: image.height, pixels: new Float32Array(image.pixels) };
  } finally {
    await source.close();
  }
}

function best(work: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** First bytes of all words, then second ones ... */
function shuffle(bytes: Uint8Array): Uint8Array {
  const count = bytes.length / 4;
  const planes = new Uint8Array(bytes.length);
  for (let plane = 0; plane < 4; plane++) {
    for (let i = 0; i < count; i++) planes[plane * count + i] = bytes[4 * i + plane]!;
  }
  return planes;
}

function riceLength(values: Int32Array): number {
  const mark = kernels.mark();
  const source = kernels.allocate(4 * values.length);
  const target = kernels.allocate(8 * values.length);
  kernels.int32(source, values.length).set(values);
  const length = kernels.exports.riceEncode(source, values.length, target, 8 * values.length, 32, 4);
  kernels.release(mark);
  return length;
}

function toSixteenBits(pixels: Tile["pixels"]): { stored: Int32Array; step: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of pixels) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const step = (most - least) / 65534 || 1;
  return { stored: Int32Array.from(pixels, (value) => Math.round((value - least) / step) - 32767), step };
}
