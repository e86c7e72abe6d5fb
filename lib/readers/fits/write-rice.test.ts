// Rice-compressed images, read back by our decoder; what funpack makes of them is checked by fixtures/written.check.py.

import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { type FitsHduToWrite, openFits, readPixels, readTable, verifyFits, writeFits } from "./index";
import { anyNumbers } from "./testing/seeded";
import { sky } from "./testing/written-files";

async function reopen(hdus: FitsHduToWrite[]) {
  const file = await openFits(memoryByteSource(writeFits(hdus), "x.fits"));
  expect(await verifyFits(file)).toEqual([]);
  return file;
}

const INTEGERS = { Uint8Array, Int8Array, Int16Array, Uint16Array, Int32Array, Uint32Array };

describe("integers", () => {
  it.each(Object.entries(INTEGERS))("%s come back exactly, whatever they are", async (_name, make) => {
    const images = [[33], [7, 61], [2, 3, 40]].map((shape, i) => {
      const count = shape.reduce((total, length) => total * length, 1);
      const pixels = anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, count, 3 + i);
      pixels.fill(pixels[0]!, 0, 20);
      return { shape, pixels, compression: "RICE_1" as const };
    });
    const file = await reopen(images.map((image) => ({ cards: [["EXTNAME", "SCI"]], image })));
    expect(file.hdus.map((hdu) => hdu.compression)).toEqual([null, "RICE_1", "RICE_1", "RICE_1"]);
    for (const [i, { shape, pixels }] of images.entries()) {
      expect(await readPixels(file, i + 1)).toEqual({ shape, pixels, unit: null });
    }
  });

  it("of 64 bits are refused, and nothing to compress", () => {
    const write = (image: FitsHduToWrite["image"]) => () => writeFits([{ cards: [], image }]);
    expect(write({ shape: [1], pixels: new BigInt64Array(1), compression: "RICE_1" })).toThrow("at most 32 bits");
    expect(write({ shape: [0], pixels: new Int16Array(0), compression: "RICE_1" })).toThrow("no pixels");
  });
});

describe("floats", () => {
  const width = 300;

  it.each([
    ["Float32Array", Float32Array],
    ["Float64Array", Float64Array],
  ] as const)("%s differ by half a step at most; NaN, infinities and constant rows are kept", async (_name, make) => {
    const pixels = sky(new make(width * 8), width);
    const image = { width, height: 8, pixels, compression: "RICE_1" as const };
    const file = await reopen([{ cards: [["BUNIT", "adu"]], image }]);
    const read = (await readPixels(file, 1)).pixels;
    expect(read.constructor).toBe(make);
    const [scales] = (await readTable({ ...file, hdus: tables(file.hdus) }, 1, { columns: ["ZSCALE"] })).columns;
    for (const [i, value] of pixels.entries()) {
      const scale = Number(scales!.values[Math.floor(i / width)]);
      if (Number.isNaN(value)) expect(read[i]).toBeNaN();
      else if (scale === 0) expect(read[i]).toBe(value);
      // half a step, and the rounding of a float32 of about 200
      else expect(Math.abs(Number(read[i]) - value)).toBeLessThanOrEqual(scale / 2 + 2 ** -16);
    }
    expect([...scales!.values].map((scale) => scale === 0)).toEqual([0, 0, 0, 1, 1, 0, 0, 0].map(Boolean));
    // noise 5 * 0.707 / 4 = 0.88, known to 1.2 / sqrt(300)
    expect(Number(scales!.values[0])).toBeGreaterThan(0.7);
    expect(Number(scales!.values[0])).toBeLessThan(1.1);
  });

  it("are finer with a higher level, another dither with another seed, the same bytes with the same", () => {
    const pixels = sky(new Float32Array(width * 8), width);
    const write = (quantisation: object) =>
      writeFits([{ cards: [], image: { width, height: 8, pixels, compression: "RICE_1", quantisation } }]);
    expect(write({ level: 64 }).length).toBeGreaterThanOrEqual(write({}).length);
    expect(write({ seed: 1 })).toEqual(write({}));
    expect(write({ seed: 10_000 })).not.toEqual(write({}));
    expect(() => write({ seed: 0 })).toThrow("expected a level above 0, a seed from 1 to 10000");
    expect(() => write({ level: 0 })).toThrow("quantisation level 0");
  });

  it("of narrow images are kept exactly: nine pixels do not tell noise", async () => {
    const pixels = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const file = await reopen([{ cards: [], image: { width: 8, height: 2, pixels, compression: "RICE_1" } }]);
    expect((await readPixels(file, 1)).pixels).toEqual(pixels);
  });

  it("are not scaled as well, and take no card of the compression", () => {
    const image = { width: 1, height: 1, pixels: Float32Array.of(1), compression: "RICE_1" as const };
    expect(() => writeFits([{ cards: [], image: { ...image, scaling: {} } }])).toThrow("scaling with compression");
    expect(() => writeFits([{ cards: [["ZBITPIX", 8]], image }])).toThrow("a card ZBITPIX");
  });
});

/** Compressed images seen as the tables that they are. */
function tables<T extends { type: string; compression: string | null; shape: number[] }>(hdus: T[]): T[] {
  return hdus.map((hdu) => (hdu.compression === null ? hdu : { ...hdu, type: "bintable", compression: null }));
}
