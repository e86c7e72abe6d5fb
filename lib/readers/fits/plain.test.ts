import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits, readImage, readIntegerImage, writeFits } from "./index";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const truth: Record<string, (number | string)[]> = JSON.parse(readFileSync(fixture("plain.json"), "utf8"));

async function openFixture() {
  return openFits(memoryByteSource(readFileSync(fixture("plain.fits.gz")), "plain.fits"));
}

describe("plain images agree with astropy", () => {
  it.each(Object.keys(truth))("%s", async (name) => {
    const file = await openFixture();
    const index = file.hdus.findIndex((hdu) => hdu.name === name);
    const image = await readImage(file, index);
    expect([image.width, image.height]).toEqual([5, 3]);
    expect(image.pixels).toEqual(Float32Array.from(truth[name]!, Number));
  });

  it.each(Object.keys(truth))("%s by section", async (name) => {
    const file = await openFixture();
    const index = file.hdus.findIndex((hdu) => hdu.name === name);
    const image = await readImage(file, index, { section: { x0: 1, x1: 4, y0: 1, y1: 3 } });
    const whole = Float32Array.from(truth[name]!, Number);
    expect(image).toMatchObject({ width: 3, height: 2 });
    expect(image.pixels).toEqual(Float32Array.of(...whole.slice(6, 9), ...whole.slice(11, 14)));
  });
});

describe("readIntegerImage", () => {
  it("adds the BZERO of unsigned integers and refuses what int32 cannot hold", async () => {
    const file = await openFixture();
    const index = (name: string) => file.hdus.findIndex((hdu) => hdu.name === name);
    const unsigned = await readIntegerImage(file, index("UINT16"));
    expect([...unsigned.pixels.slice(0, 2)]).toEqual([2768, 6768]);
    const signed = await readIntegerImage(file, index("INT8"));
    expect([...signed.pixels.slice(0, 2)]).toEqual([-128, -111]);
    for (const name of ["UINT32", "INT64", "FLOAT32", "SCALED"]) {
      await expect(readIntegerImage(file, index(name))).rejects.toThrow("expected integers that fit int32");
    }
  });
});

describe("readImage", () => {
  it("adds 2^63 before it rounds", async () => {
    const pixels = BigUint64Array.of(0n, 1n, 300n, 2n ** 53n, 2n ** 64n - 1n);
    const bytes = writeFits([{ cards: [], image: { width: 5, height: 1, pixels } }]);
    const { pixels: read } = await readImage(await openFits(memoryByteSource(bytes, "x.fits")), 0);
    expect([...read]).toEqual([0, 1, 300, 2 ** 53, 2 ** 64]);
  });

  it("fills the memory it is given, larger than its own chunks, at odd sizes", async () => {
    const [width, height] = [1031, 517];
    const pixels = Float32Array.from({ length: width * height }, (_, i) => i - 1000.5);
    const integers = Int16Array.from(pixels, (value) => Math.round(value) % 30_000);
    const bytes = writeFits([
      { cards: [], image: { width, height, pixels } },
      { cards: [], image: { width, height, pixels: integers } },
    ]);
    const file = await openFits(memoryByteSource(bytes, "x.fits"));
    const memory = new Float32Array(width * height + 3);
    const image = await readImage(file, 0, { allocate: (count) => memory.subarray(3, 3 + count) });
    expect(image.pixels.buffer).toBe(memory.buffer);
    expect(image.pixels).toEqual(pixels);
    expect((await readImage(file, 1)).pixels).toEqual(Float32Array.from(integers));
    await expect(readImage(file, 0, { allocate: () => memory })).rejects.toThrow(`expected ${width * height}`);
  });

  it("refuses sections that are not whole pixels of the image", async () => {
    const file = await openFixture();
    for (const section of [
      { x0: 0, x1: 6, y0: 0, y1: 1 },
      { x0: -1, x1: 2, y0: 0, y1: 1 },
      { x0: 2, x1: 2, y0: 0, y1: 1 },
      { x0: 0, x1: 1.5, y0: 0, y1: 1 },
    ]) {
      await expect(readImage(file, 1, { section })).rejects.toThrow("expected whole pixels within 5 x 3");
    }
  });
});

describeWithData("files of other writers", () => {
  it.each([
    ["ccd/astropy/scale.fits", 0, 223202.765],
    ["ccd/astropy/test0.fits", 3, 494052],
    ["ccd/afw/HSC-0908120-056-small.fits", 3, 17213235.266],
    ["ccd/kast/b1.fits.gz", 0, 796126092],
  ])("%s, HDU %i sums to astropy's %f", async (path, index, sum) => {
    const source = await openFile(testDataPath(path));
    const { pixels } = await readImage(await openFits(source), index);
    await source.close();
    expect(pixels.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 2);
  });

  it("reads a mask plane of afw exactly", async () => {
    const source = await openFile(testDataPath("ccd/afw/HSC-0908120-056-small.fits"));
    const { pixels } = await readIntegerImage(await openFits(source), 2);
    await source.close();
    expect(pixels.reduce((total, value) => total + value, 0)).toBe(176064);
  });
});
