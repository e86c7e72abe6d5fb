import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { type FitsPixels, openFits, readImage, readPixels, typeOfPixels } from "./index";
import { patchCard } from "./testing/patch-card";

interface Truth {
  type: string;
  shape: number[];
  /** base64, little-endian */
  data: string;
}

const fixture = (name: string) =>
  Uint8Array.from(gunzipSync(readFileSync(join(import.meta.dirname, "fixtures", name))));
const truths: Record<string, Truth> = JSON.parse(new TextDecoder().decode(fixture("pixels.json.gz")));
const files = { plain: fixture("pixels.fits.gz"), tiles: fixture("pixels-tiles.fits.gz") };

async function open(which: keyof typeof files) {
  const file = await openFits(memoryByteSource(files[which], `${which}.fits`));
  const indices = new Map(file.hdus.map(({ name, index }) => [name, index]));
  return { file, indexOf: (name: string) => indices.get(name) ?? -1 };
}

const namesOf = async (which: keyof typeof files) =>
  (await open(which)).file.hdus.flatMap(({ name }) => (name === null ? [] : [name]));

/** Type and bits, so that the payload of a NaN counts and a failing test shows numbers. */
function described({ shape, pixels }: FitsPixels) {
  const type = typeOfPixels(pixels);
  const hasNan = [...pixels].some((value) => Number.isNaN(Number(value)));
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  return { type, shape, values: [...pixels].map(String), data: hasNan ? "" : bytes.toString("base64") };
}

function expected({ type, shape, data }: Truth) {
  const bytes = Uint8Array.from(Buffer.from(data, "base64"));
  const pixels = pixelsOf(type, bytes.buffer);
  const hasNan = [...pixels].some((value) => Number.isNaN(Number(value)));
  return { type, shape, values: [...pixels].map(String), data: hasNan ? "" : data };
}

function pixelsOf(type: string, buffer: ArrayBuffer): FitsPixels["pixels"] {
  if (type === "uint8") return new Uint8Array(buffer);
  if (type === "int8") return new Int8Array(buffer);
  if (type === "int16") return new Int16Array(buffer);
  if (type === "uint16") return new Uint16Array(buffer);
  if (type === "int32") return new Int32Array(buffer);
  if (type === "uint32") return new Uint32Array(buffer);
  if (type === "int64") return new BigInt64Array(buffer);
  if (type === "uint64") return new BigUint64Array(buffer);
  return type === "float32" ? new Float32Array(buffer) : new Float64Array(buffer);
}

/** The box of an array in C order, the slow and obvious way. */
function cut({ shape, pixels }: FitsPixels, start: number[], end: number[]): string[] {
  return [...pixels].map(String).filter((_, at) => {
    let rest = at;
    return shape
      .map((length) => length)
      .toReversed()
      .every((length, i) => {
        const position = rest % length;
        rest = Math.floor(rest / length);
        const axis = shape.length - 1 - i;
        return position >= start[axis]! && position < end[axis]!;
      });
  });
}

describe.each(["plain", "tiles"] as const)(
  "%s images agree with astropy and funpack in type, shape and value",
  async (which) => {
    const names = await namesOf(which);

    it("has them all", () => {
      expect(names.length).toBe(which === "plain" ? 20 : 53);
    });

    it.each(names)("%s", async (name) => {
      const { file, indexOf } = await open(which);
      expect(described(await readPixels(file, indexOf(name)))).toEqual(expected(truths[name]!));
    });

    it.each(names)("%s by sections", async (name) => {
      const { file, indexOf } = await open(which);
      const whole = await readPixels(file, indexOf(name));
      for (const side of [0, 1]) {
        // the middle, and the middle of every second axis
        const start = whole.shape.map((length, i) => (i % 2 === 0 || side === 0 ? Math.floor(length / 3) : 0));
        const end = whole.shape.map((length, i) => (i % 2 === 0 || side === 0 ? Math.ceil((2 * length) / 3) : length));
        const part = await readPixels(file, indexOf(name), { section: { start, end } });
        expect(part.shape).toEqual(start.map((first, i) => end[i]! - first));
        expect([...part.pixels].map(String)).toEqual(cut(whole, start, end));
      }
    });
  },
);

describe("readPixels", () => {
  it("keeps the bits of NaN", async () => {
    const { file, indexOf } = await open("plain");
    const { pixels } = await readPixels(file, indexOf("LINE32"));
    const words = [...new Uint32Array(pixels.buffer)].map((word) => word.toString(16));
    expect(words).toEqual(["7fc00001", "7f800001", "ffc12345", "3f800000", "7f800000", "80000000", "1"]);
  });

  it("agrees with readImage but for its rounding", async () => {
    for (const which of ["plain", "tiles"] as const) {
      const { file } = await open(which);
      const planes = file.hdus.filter(({ shape }) => shape.length > 0 && shape.length <= 2);
      for (const hdu of planes) {
        const exact = await readPixels(file, hdu.index);
        const plane = await readImage(file, hdu.index);
        plane.pixels.forEach((value, i) => {
          const truth = Math.fround(Number(exact.pixels[i]));
          if (!Number.isFinite(truth)) expect([hdu.name, i, value]).toEqual([hdu.name, i, truth]);
          else expect(Math.abs(value - truth)).toBeLessThanOrEqual(1e-6 * Math.abs(truth) + 1e-4);
        });
      }
    }
  });

  it("refuses sections that are not whole pixels of the image", async () => {
    const { file, indexOf } = await open("plain");
    const sections = [
      { start: [0, 0], end: [1, 1] },
      { start: [0, 0, 0], end: [3, 4, 6] },
      { start: [-1, 0, 0], end: [3, 4, 5] },
      { start: [0, 2, 0], end: [3, 2, 5] },
      { start: [0, 0, 0.5], end: [3, 4, 5] },
      { start: [0, 0, Number.NaN], end: [3, 4, 5] },
    ];
    for (const section of sections) {
      await expect(readPixels(file, indexOf("CUBE8"), { section })).rejects.toThrow(
        "expected whole pixels within 3 x 4 x 5",
      );
    }
  });

  it("refuses what is no image, and tiles that lie, by name", async () => {
    const { file, indexOf } = await open("tiles");
    await expect(readPixels(file, 0)).rejects.toThrow("HDU 0 of tiles.fits: HDU of type empty, expected an image");
    await expect(readPixels(file, 99)).rejects.toThrow("expected an HDU 99");
    const at = (name: string) => file.hdus[indexOf(name)]!.dataStart - file.hdus[indexOf(name)]!.headerBytes.length;
    const lies: [string, string, string, string][] = [
      ["MASK", "ZMASKCMP", "ZMASKCMP= 'NONE'", "ZMASKCMP NONE, expected RICE_1"],
      ["MASK", "ZMASKCMP", "ZMASKCMP= 'PLIO_1'", "tile 1, NULL_PIXEL_MASK: PLIO list of"],
      ["INT64-GZIP_1", "ZBITPIX", "ZBITPIX = 32", "tile 1: 192 bytes for 24 pixels, expected 1, 2 or 4 a pixel"],
      ["BLANK-KEYWORD", "ZBITPIX", "ZBITPIX = 64", "tile 1: 24 bytes for 12 pixels, expected 8 a pixel"],
      ["BLANK-KEYWORD", "ZTILE2", "ZTILE2  = 4", "table of 2 rows, expected 1 x 1 tiles"],
      ["BLANK-KEYWORD", "ZCMPTYPE", "ZCMPTYPE= 'HCOMPRESS_1'", "tile 1: HCOMPRESS stream of"],
    ];
    for (const [name, keyword, card, message] of lies) {
      const index = indexOf(name);
      const bytes = patchCard(files.tiles, keyword, card, at(name));
      const changed = await openFits(memoryByteSource(bytes, "x.fits"));
      await expect(readPixels(changed, index)).rejects.toThrow(message);
    }
  });
});

describeWithData("files of other writers", () => {
  it.each([
    ["ccd/astropy/arange.fits", 0, [7, 10, 11], "Int32Array"],
    ["ccd/astropy/scale.fits", 0, [], "Float32Array"],
    ["ccd/astropy/blank.fits", 0, [], "Float64Array"],
    ["ccd/astropy/comp.fits", 1, [], "Int16Array"],
  ])("%s, HDU %i", async (path, index, shape, type) => {
    const source = await openFile(testDataPath(path));
    const exact = await readPixels(await openFits(source), index);
    await source.close();
    expect(exact.pixels.constructor.name).toBe(type);
    if (shape.length > 0) expect(exact.shape).toEqual(shape);
  });
});
