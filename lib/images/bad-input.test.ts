// Images that are nothing to look at are shown all the same, or refused in words.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryByteSource } from "../files/byte-source";
import { openFits, readImage, readIntegerImage, writeFits } from "../readers/fits";
import { fitsBytes, type TestHdu } from "../testing/make-fits";
import { describeImage } from "./describe-image";
import type { Statistic } from "./description";
import { decodeImageAnswer } from "./image-answer";
import type { ImageLocation } from "./location";
import { openImage } from "./open-image";
import { readPixel } from "./pixel";
import { sectionFits } from "./section";
import { decodeTile } from "./tile-codec";
import { readTile } from "./tiles";

let root = "";
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "annulus-images-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function place(name: string, hdus: TestHdu[], hdu = 0, plane: number[] = []): ImageLocation {
  writeFileSync(path.join(root, name), fitsBytes(hdus));
  return { root, path: name, rules: null, hdu, plane, processing: null, identity: null, bin: 1 };
}

async function look(location: ImageLocation, statistic: Statistic = "mean") {
  const image = await openImage(location);
  return { image, ...decodeImageAnswer(await describeImage(image, { side: 256, statistic })) };
}

const ramp = (width: number, height: number) =>
  Float32Array.from({ length: width * height }, (_, i) => (i % width) + Math.floor(i / width) / 1024);

describe("images of all kinds", () => {
  it("all NaN: no sample, tiles of NaN", async () => {
    const pixels = new Float32Array(1200).fill(Number.NaN);
    const { description, overview, image } = await look(place("nan.fits", [{ size: [40, 30], pixels }]));
    expect(description.sample).toEqual([]);
    expect(overview[0]?.tile.pixels.every(Number.isNaN)).toBe(true);
    expect(await readPixel(image, 3, 4)).toEqual({ value: null, text: "NaN", mask: null });
  });

  it("constant: a sample of one value", async () => {
    const pixels = new Float32Array(1200).fill(3.5);
    const { description } = await look(place("constant.fits", [{ size: [40, 30], pixels }]));
    expect(new Set(description.sample)).toEqual(new Set([3.5]));
  });

  it("one pixel", async () => {
    const { description, overview } = await look(place("one.fits", [{ size: [1, 1], pixels: Float32Array.of(9) }]));
    expect([description.width, description.height, description.levels]).toEqual([1, 1, 1]);
    expect([...(overview[0]?.tile.pixels ?? [])]).toEqual([9]);
  });

  it("30,000 pixels wide: seven levels, each tile in its place", async () => {
    const location = place("wide.fits", [{ size: [30_000, 3], pixels: ramp(30_000, 3) }]);
    const { description, overview, image } = await look(location);
    expect(description.levels).toBe(7);
    expect(overview.map(({ address, tile }) => [address.level, tile.width, tile.height])).toEqual([[6, 469, 1]]);
    const tile = decodeTile(await readTile(image, { level: 0, column: 58, row: 0, plane: "mean" }));
    expect([tile.width, tile.height, tile.pixels[0]]).toEqual([30_000 - 58 * 512, 3, 58 * 512]);
    const coarse = decodeTile(await readTile(image, { level: 3, column: 7, row: 0, plane: "max" }));
    expect([coarse.width, coarse.height, coarse.pixels[1]]).toEqual([3750 - 7 * 512, 1, 7 * 4096 + 15 + 2 / 1024]);
  });

  it("the sample has smallest and largest pixel first, wherever they are", async () => {
    const pixels = ramp(700, 300);
    pixels[123_457] = -1e6;
    pixels[54_321] = 1e6;
    const { description } = await look(place("spikes.fits", [{ size: [700, 300], pixels }]));
    expect(description.sample.slice(0, 2)).toEqual([-1e6, 1e6]);
    expect(description.sample.length).toBeGreaterThan(10_000);
  });

  it.each(["min", "max", "std"] as const)("the sample of %s is of the blocks that are shown", async (statistic) => {
    const pixels = ramp(700, 300);
    pixels[123_457] = -1e6;
    pixels[54_321] = 1e6;
    const location = place(`blocks-${statistic}.fits`, [{ size: [700, 300], pixels }]);
    const { description, overview } = await look(location, statistic);
    expect(overview.every(({ address }) => address.level > 0 && address.plane === statistic)).toBe(true);
    const shown = overview.flatMap(({ tile }) => [...tile.pixels]);
    const [least, most, ...values] = description.sample;
    expect([least, most]).toEqual([Math.min(...shown), Math.max(...shown)]);
    expect(values.every((value) => shown.includes(value))).toBe(true);
    expect(values.length).toBeGreaterThan(10_000);
  });

  it("a header of 16 TB in a small file is refused before any memory is taken", async () => {
    const location = place("lie.fits", [{ size: [40, 30], pixels: new Float32Array(1200) }]);
    const file = path.join(root, location.path);
    const lying = readFileSync(file, "latin1").replace(/(NAXIS[12] *= ) {15}/g, "$1        2000000");
    writeFileSync(file, lying.replace(/2000000(\s*)[34]0/g, "2000000$1  "), "latin1");
    await expect(openImage(location)).rejects.toThrow(/truncated, or a lying header/);
  });

  it("a plane of a cube, and none that it does not have", async () => {
    const cube = place("plane.fits", []);
    const pixels = Float32Array.from({ length: 60 }, (_, i) => i);
    writeFileSync(path.join(root, "cube.fits"), writeFits([{ cards: [], image: { shape: [3, 4, 5], pixels } }]));
    const { overview } = await look({ ...cube, path: "cube.fits", plane: [2] });
    expect(overview[0]?.tile.pixels[0]).toBe(40);
    await expect(openImage({ ...cube, path: "cube.fits", plane: [3] })).rejects.toThrow(/plane 3 of 3 planes/);
    await expect(openImage({ ...cube, path: "cube.fits", hdu: 4 })).rejects.toThrow(/no such HDU/);
  });
});

const CELESTIAL = { CTYPE1: "RA---TAN", CTYPE2: "DEC--TAN", CRPIX1: 10, CRPIX2: 20, CRVAL1: 150, CRVAL2: 2 };
const SCALE = { CD1_1: -1e-4, CD1_2: 0, CD2_1: 0, CD2_2: 1e-4 };

describe("sky coordinates", () => {
  it.each([
    ["none", {}, null],
    ["a matrix of zeros", { ...CELESTIAL, CD1_1: 0, CD1_2: 0, CD2_1: 0, CD2_2: 0 }, /expected/],
    ["text for a number", { ...CELESTIAL, ...SCALE, CRVAL1: "far" }, /CRVAL1 = far/],
    ["one axis", { ...SCALE, CTYPE1: "RA---TAN" }, /alone/],
    ["a projection that nobody knows", { ...CELESTIAL, ...SCALE, CTYPE1: "RA---XYZ", CTYPE2: "DEC--XYZ" }, /XYZ/],
    ["a value of nothing", { CRVAL1: 150, CRVAL2: 2 }, /CRVAL without CTYPE/],
  ])("%s: the image is shown, the reason told", async (name, cards, problem) => {
    const location = place(`wcs ${name}.fits`, [{ cards, size: [40, 30], pixels: ramp(40, 30) }]);
    const { description, overview } = await look(location);
    expect(overview).toHaveLength(1);
    if (problem) expect(description.wcsProblem).toMatch(problem);
    else expect(description.wcsProblem).toBeNull();
  });
});

describe("a file that is replaced while it is viewed", () => {
  it("refuses what is not in memory, and opens anew under another key", async () => {
    const location = place("replaced.fits", [{ size: [40, 30], pixels: ramp(40, 30) }]);
    const { image, description } = await look(location);
    place("replaced.fits", [{ size: [41, 30], pixels: ramp(41, 30) }]);
    const changed = /replaced\.fits: the file has changed since this image was opened, expected the same file/;
    await expect(readPixel(image, 0, 0)).rejects.toThrow(changed);
    expect((await look(location)).description.key).not.toBe(description.key);
    rmSync(path.join(root, "replaced.fits"));
    await expect(openImage(location)).rejects.toThrow(/expected a readable file/);
  });
});

describe("a section as FITS", () => {
  it("has the pixels, NaN outside, the mask, moved coordinates and where it comes from", async () => {
    const mask = Int32Array.from({ length: 1200 }, (_, i) => (i === 0 ? 5 : 0));
    const hdus: TestHdu[] = [
      {},
      { cards: { EXTNAME: "IMAGE", BUNIT: "electron", ...CELESTIAL, ...SCALE }, size: [40, 30], pixels: ramp(40, 30) },
      { cards: { EXTNAME: "MASK", "HIERARCH MP_BAD": 0, "HIERARCH MP_SAT": 2 }, size: [40, 30], pixels: mask },
    ];
    const { image, description } = await look(place("exposure.fits", hdus, 1));
    expect(description.maskPlanes).toEqual([
      { name: "BAD", bit: 0 },
      { name: "SAT", bit: 2 },
    ]);
    expect(await readPixel(image, 0, 0)).toEqual({ value: 0, text: "0", mask: 5 });
    const bytes = await sectionFits(image, { x0: -2, y0: -1, x1: 3, y1: 2 }, "file:7[1]");
    const file = await openFits(memoryByteSource(bytes, "section.fits"));
    const { pixels } = await readImage(file, 0);
    const [n, step] = [Number.NaN, 1 / 1024];
    expect([...pixels]).toEqual([n, n, n, n, n, n, n, 0, 1, 2, n, n, step, 1 + step, 2 + step]);
    expect((await readIntegerImage(file, 1)).pixels[7]).toBe(5);
    const header = file.hdus[0]?.header;
    expect(["CRPIX1", "CRPIX2", "SRCX0", "BUNIT", "SRCNAME"].map((keyword) => header?.get(keyword))).toEqual([
      ...[12, 21, -2, "electron", "file:7[1]"],
    ]);
    await expect(sectionFits(image, { x0: 5, y0: 0, x1: 5, y1: 9 }, "")).rejects.toThrow(/a box of 0 x 9 pixels/);
  });
});
