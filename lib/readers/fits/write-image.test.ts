// Plain and scaled images, read back: nothing is lost, or no more than is said.

import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { type FitsHduToWrite, openFits, readPixels, verifyFits, writeFits } from "./index";
import { anyNumbers, noiseOf, seededRandom } from "./testing/seeded";

const TYPES = {
  Uint8Array,
  Int8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
  Float32Array,
  Float64Array,
};

async function reopen(hdus: FitsHduToWrite[]) {
  const file = await openFits(memoryByteSource(writeFits(hdus), "x.fits"));
  expect(await verifyFits(file)).toEqual([]);
  return file;
}

describe("images of every type come back bit by bit", () => {
  it.each(Object.entries(TYPES))("%s of one to four axes", async (_name, make) => {
    const shapes = [[7], [5, 3], [2, 3, 4], [2, 1, 3, 5]];
    const images = shapes.map((shape, i) => {
      const count = shape.reduce((total, length) => total * length, 1);
      return { shape, pixels: anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, count, 11 + i) };
    });
    const file = await reopen(images.map((image) => ({ cards: [["BUNIT", "adu"]], image })));
    for (const [i, { shape, pixels }] of images.entries()) {
      const read = await readPixels(file, i);
      expect(read.shape).toEqual(shape);
      expect(read.pixels.constructor).toBe(make);
      expect(new Uint8Array(read.pixels.buffer, read.pixels.byteOffset, read.pixels.byteLength)).toEqual(
        new Uint8Array(pixels.buffer),
      );
    }
  });

  it("takes pixels that lie anywhere in their memory, and an image without pixels", async () => {
    const memory = anyNumbers(Float32Array, 4, 100, 5);
    const file = await reopen([
      { cards: [], image: { width: 3, height: 2, pixels: memory.subarray(7, 13) } },
      { cards: [], image: { shape: [0, 4], pixels: new Int16Array(0) } },
    ]);
    expect((await readPixels(file, 0)).pixels).toEqual(memory.slice(7, 13));
    expect(file.hdus[1]?.shape).toEqual([0, 4]);
  });
});

describe("floats scaled to int16", () => {
  const random = seededRandom(20261121);
  const pixels = Float32Array.from({ length: 600 }, (_, i) => 1000 + 50 * noiseOf(random) + i);
  pixels[17] = Number.NaN;

  it("differ by half a step at most when the scale comes from their range", async () => {
    const file = await reopen([{ cards: [], image: { width: 30, height: 20, pixels, scaling: {} } }]);
    const { header, bitpix } = file.hdus[0]!;
    const scale = header.getNumber("BSCALE")!;
    const read = (await readPixels(file, 0)).pixels;
    expect(bitpix).toBe(16);
    const finite = pixels.filter((value) => !Number.isNaN(value));
    expect(scale).toBeCloseTo((Math.max(...finite) - Math.min(...finite)) / 65534, 12);
    for (const [i, value] of pixels.entries()) {
      if (Number.isNaN(value)) expect(read[i]).toBeNaN();
      // float32 of about 1700 adds 2^-14
      else expect(Math.abs(Number(read[i]) - value)).toBeLessThanOrEqual(scale / 2 + 2 ** -13);
    }
  });

  it("are exact where the given scale makes them integers", async () => {
    const halves = Float64Array.from({ length: 100 }, (_, i) => 10 + i / 2);
    halves[3] = Number.NaN;
    const image = { width: 10, height: 10, pixels: halves, scaling: { scale: 0.5, zero: 10, blank: 32767 } };
    const file = await reopen([{ cards: [], image }]);
    expect(file.hdus[0]?.header.get("BLANK")).toBe(32767);
    expect((await readPixels(file, 0)).pixels).toEqual(Float32Array.from(halves));
  });

  it("may be constant or all undefined", async () => {
    const file = await reopen([
      { cards: [], image: { width: 2, height: 1, pixels: Float32Array.of(7.5, 7.5), scaling: {} } },
      { cards: [], image: { width: 2, height: 1, pixels: Float32Array.of(Number.NaN, Number.NaN), scaling: {} } },
    ]);
    expect((await readPixels(file, 0)).pixels).toEqual(Float32Array.of(7.5, 7.5));
    expect((await readPixels(file, 1)).pixels).toEqual(Float32Array.of(Number.NaN, Number.NaN));
  });

  it("keeps a blank at either end of int16 apart from the extreme pixels", async () => {
    const pixels = Float32Array.of(-3, 7, Number.NaN, 2.5);
    for (const blank of [-32_768, -32_767, 32_767]) {
      const bytes = writeFits([{ cards: [], image: { width: 4, height: 1, pixels, scaling: { blank } } }]);
      const { pixels: read } = await readPixels(await openFits(memoryByteSource(bytes, "x.fits")), 0);
      pixels.forEach((value, x) => {
        expect(Math.abs(Number(read[x]) - value) || 0).toBeLessThan(2e-4);
        expect(Number.isNaN(read[x])).toBe(Number.isNaN(value));
      });
    }
  });

  it("are refused where int16 cannot hold them", () => {
    const write = (values: number[], scaling: object) =>
      writeFits([
        { cards: [], image: { width: values.length, height: 1, pixels: Float32Array.from(values), scaling } },
      ]);
    expect(() => write([1, 70_000], { scale: 1 })).toThrow(
      "HDU 0: pixel 70000 stored as 70000, expected -32768 to 32767",
    );
    expect(() => write([1, -32_768], { scale: 1 })).toThrow("not blank -32768");
    expect(() => write([1, Number.POSITIVE_INFINITY], {})).toThrow("pixel");
    expect(() => write([1], { scale: 0 })).toThrow("expected finite, scale not 0");
    expect(() => write([1], { blank: 1e5 })).toThrow("blank 100000");
    const image = { width: 1, height: 1, pixels: Int32Array.of(1), scaling: {} };
    expect(() => writeFits([{ cards: [], image }])).toThrow("scaling of Int32Array, expected floats");
  });
});

describe("writeFits refuses", () => {
  it("pixels that do not fill the shape", () => {
    const image = { shape: [2, 3, 4], pixels: new Int16Array(23) };
    expect(() => writeFits([{ cards: [], image }])).toThrow("HDU 0: 23 pixels, expected 4 x 3 x 2");
  });

  it("a BZERO of its caller beside its own", () => {
    const image = { width: 1, height: 1, pixels: Uint16Array.of(1) };
    expect(() => writeFits([{ cards: [["BZERO", 0]], image }])).toThrow("a card BZERO, expected no structural keyword");
  });
});
