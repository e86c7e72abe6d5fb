// One pass over a file against the plane in memory: the same pixels, the same limits.

import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/memory-source";
import { zscaleLimits } from "@/lib/kernels/zscale";
import { openFits, readImage, writeFits } from "@/lib/readers/fits";
import { cutStamps, findPassable } from "./cut-stamps";
import { imageLimits } from "./image-limits";
import { cutFromPlane } from "./stamps";

const [WIDTH, HEIGHT] = [1037, 1024];
const PLACES = [
  { x: 500.4, y: 500.6 },
  { x: 0, y: 0 },
  { x: WIDTH - 1, y: HEIGHT - 1 },
  { x: 700, y: -10 },
  { x: 3, y: 900.5 },
  { x: null, y: 4 },
  { x: 5000, y: 5000 },
];

/** Something of everything: a gradient, noise that repeats, and what `blank` says is NaN. */
function makePixels(isBlank: (x: number, y: number) => boolean): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    return isBlank(x, y) ? Number.NaN : Math.sin(i * 12.9898) * 43.7 + x * 0.01 - y * 0.02;
  });
}

async function openPixels(pixels: Float32Array<ArrayBuffer>) {
  const bytes = writeFits([{ cards: [] }, { cards: [], image: { width: WIDTH, height: HEIGHT, pixels } }]);
  const file = await openFits(memoryByteSource(bytes, "made.fits"));
  return { file, hdu: 1, width: WIDTH, height: HEIGHT };
}

const IMAGES: [string, (x: number, y: number) => boolean][] = [
  ["without NaN", () => false],
  ["with a NaN corner, as where a reference ends", (x, y) => x + 2 * y < 900],
  ["with single NaN pixels that no sample meets first", (x, y) => x === 1 && y % 3 === 0],
  ["with few finite pixels", (x, y) => (x * 31 + y * 17) % 4001 !== 0],
  ["with one finite pixel", (x, y) => x !== 900 || y !== 1023],
  ["without any", () => true],
];

describe("cutStamps", () => {
  it.each(IMAGES)("gives stamps and limits of an image %s as of the plane", async (_name, isBlank) => {
    const image = await openPixels(makePixels(isBlank));
    const plane = await readImage(image.file, image.hdu);
    expect(await imageLimits(image)).toEqual(zscaleLimits(plane.pixels));
    for (const size of [1, 33, 64]) {
      const { pixels, limits } = await cutStamps(findPassable(image)!, PLACES, size, true);
      expect(limits).toEqual(zscaleLimits(plane.pixels));
      for (const [i, place] of PLACES.entries()) {
        const stamp = pixels.subarray(i * size * size, (i + 1) * size * size);
        expect(Buffer.from(stamp.slice().buffer).equals(Buffer.from(cutFromPlane(plane, place, size).buffer))).toBe(
          true,
        );
      }
    }
  });

  it("reads the rows of the stamps alone when no limits are asked for", async () => {
    const image = await openPixels(makePixels(() => false));
    const found = findPassable(image)!;
    let read = 0;
    const source = {
      ...found.source,
      async readInto(start: number, target: Uint8Array) {
        read += target.length;
        await found.source.readInto(start, target);
      },
    };
    const { limits } = await cutStamps({ ...found, source }, [{ x: 500, y: 500 }], 64, false);
    expect(limits).toBeUndefined();
    expect(read).toBeLessThan(WIDTH * HEIGHT * 2);
    await cutStamps({ ...found, source }, [], 64, false);
    expect(read).toBeLessThan(WIDTH * HEIGHT * 2);
  });

  it("leaves small images, integers and scaled ones to readImage", async () => {
    const image = await openPixels(makePixels(() => false));
    expect(findPassable({ ...image, width: 100 })).toBeNull();
    const stored = new Int16Array(WIDTH * HEIGHT);
    const bytes = writeFits([{ cards: [], image: { width: WIDTH, height: HEIGHT, pixels: stored } }]);
    const file = await openFits(memoryByteSource(bytes, "integers.fits"));
    expect(findPassable({ ...image, file, hdu: 0 })).toBeNull();
    expect(await imageLimits({ ...image, file, hdu: 0 })).toEqual({ low: 0, high: 0 });
    const pixels = makePixels(() => false);
    const scaled = writeFits([{ cards: [["BSCALE", 2]], image: { width: WIDTH, height: HEIGHT, pixels } }]);
    expect(
      findPassable({ ...image, file: await openFits(memoryByteSource(scaled, "scaled.fits")), hdu: 0 }),
    ).toBeNull();
  });
});
