// npm run bench -- fits [FILE...]: milliseconds to open a FITS file and read its largest image, warm, as physical float32.
// Without a file: plain float32, int16 and int32 images of one detector, made here.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openFile } from "../lib/files/byte-source";
import { type FitsFile, openFits, readImage, writeFits } from "../lib/readers/fits";

const WIDTH = 4072;
const HEIGHT = 4000;
const ROUNDS = 9;

const given = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "annulus-bench-"));
try {
  for (const path of given.length > 0 ? given.map((file) => resolve(file)) : makeFiles(folder)) await measure(path);
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints the median and the best of the rounds; the memory for the pixels is reused, as a worker does. */
async function measure(path: string): Promise<void> {
  let memory = new Float32Array(0);
  const allocate = (count: number) => {
    if (memory.length < count) memory = new Float32Array(count);
    return memory.subarray(0, count);
  };
  const times: number[] = [];
  let label = "";
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const source = await openFile(path);
    const file = await openFits(source);
    const hdu = largestImage(file);
    const image = await readImage(file, hdu, { allocate });
    await source.close();
    times.push(performance.now() - start);
    label = `${file.name} HDU ${hdu} ${image.width} x ${image.height} ${file.hdus[hdu]?.compression ?? "plain"}`;
  }
  times.sort((a, b) => a - b);
  console.log(`${label}: ${times[ROUNDS >> 1]?.toFixed(1)} ms (best ${times[0]?.toFixed(1)})`);
}

function largestImage(file: FitsFile): number {
  const pixelsOf = (shape: number[]) => shape.reduce((product, length) => product * length, 1);
  const images = file.hdus.filter((hdu) => hdu.type === "image");
  const largest = images.reduce((best, hdu) => (pixelsOf(hdu.shape) > pixelsOf(best.shape) ? hdu : best));
  return largest.index;
}

function makeFiles(target: string): string[] {
  const ramp = (i: number) => 1000 + ((i * 7919) % 200);
  const length = WIDTH * HEIGHT;
  const images = {
    float32: Float32Array.from({ length }, (_, i) => ramp(i) + 0.25),
    int16: Int16Array.from({ length }, (_, i) => ramp(i)),
    int32: Int32Array.from({ length }, (_, i) => ramp(i)),
  };
  return Object.entries(images).map(([name, pixels]) => {
    const path = join(target, `${name}.fits`);
    writeFileSync(path, writeFits([{ cards: [], image: { width: WIDTH, height: HEIGHT, pixels } }]));
    return path;
  });
}
