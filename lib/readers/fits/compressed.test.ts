import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { type FitsFile, openFits, readImage, readIntegerImage, readPixels } from "./index";
import { patchCard } from "./testing/patch-card";

const folder = join(import.meta.dirname, "fixtures");
const entries = readdirSync(folder);
const names = entries
  .filter((name) => name.endsWith(".fits.fz.gz") && entries.includes(name.replace(".fits.fz.gz", ".fits.gz")))
  .map((name) => name.replace(".fits.fz.gz", ""));

async function withFile<T>(path: string, use: (file: FitsFile) => Promise<T>): Promise<T> {
  const source = await openFile(path);
  try {
    return await use(await openFits(source));
  } finally {
    await source.close();
  }
}

/** Pixels of every image of a file, by name of the extension. */
function pixelsOf(path: string): Promise<Map<string, Float32Array>> {
  return withFile(path, async (file) => {
    const images = file.hdus.filter((hdu) => hdu.type === "image");
    const entries = images.map(
      async (hdu) => [hdu.name ?? `${hdu.index}`, (await readImage(file, hdu.index)).pixels] as const,
    );
    return new Map(await Promise.all(entries));
  });
}

describe("tile compression agrees with funpack, every pixel", () => {
  it.each(names)("%s", async (name) => {
    const truth = await pixelsOf(join(folder, `${name}.fits.gz`));
    const decoded = await pixelsOf(join(folder, `${name}.fits.fz.gz`));
    expect(decoded.size).toBe(5);
    for (const [image, pixels] of truth) expect([image, decoded.get(image)]).toEqual([image, pixels]);
  });

  it("reads a section as the same box of the whole", async () => {
    for (const name of ["rice-integers-boxes", "rice-floats-dither1", "gzip2-floats-lossless"]) {
      await withFile(join(folder, `${name}.fits.fz.gz`), async (file) => {
        const whole = await readImage(file, 2);
        const part = await readImage(file, 2, { section: { x0: 5, x1: 23, y0: 3, y1: 14 } });
        expect([part.width, part.height]).toEqual([18, 11]);
        for (let y = 0; y < 11; y++) {
          const start = (y + 3) * whole.width + 5;
          expect(part.pixels.slice(y * 18, y * 18 + 18)).toEqual(whole.pixels.slice(start, start + 18));
        }
      });
    }
  });

  it("keeps lossy pixels at the ends of their type, as funpack does", async () => {
    await withFile(join(folder, "saturated-tiles.fits.fz.gz"), async (file) => {
      const { pixels } = await readPixels(file, 1);
      const zeros = [...pixels].filter((value) => value === 0).length;
      expect({ sum: [...pixels].map(Number).reduce((a, b) => a + b), zeros }).toEqual({ sum: 19063880, zeros: 16 });
      expect((await readImage(file, 1)).pixels).toEqual(Float32Array.from(pixels, Number));
      expect((await readIntegerImage(file, 1)).pixels).toEqual(Int32Array.from(pixels, Number));
    });
  });

  it("gives integers exactly, beyond what float32 holds", async () => {
    for (const name of ["rice-integers", "rice-integers-boxes", "gzip1-integers", "gzip2-integers"]) {
      const truth = await withFile(join(folder, `${name}.fits.gz`), (file) => readIntegerImage(file, 2));
      const decoded = await withFile(join(folder, `${name}.fits.fz.gz`), (file) => readIntegerImage(file, 2));
      expect(decoded).toEqual(truth);
    }
  });
});

describe("compressed images that lie", () => {
  const bytes = (name: string) => new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.fits.fz.gz`))));
  const reading = async (changed: Uint8Array, index = 1) =>
    readImage(await openFits(memoryByteSource(changed, "x.fits.fz")), index);

  it.each([
    [
      "ZCMPTYPE",
      "ZCMPTYPE= 'WAVELETS'",
      "compression WAVELETS, expected RICE_1, RICE_ONE, GZIP_1, GZIP_2, HCOMPRESS_1",
    ],
    ["ZCMPTYPE", "ZCMPTYPE= 'HCOMPRESS_1'", "tile 1: HCOMPRESS stream of 36 bytes without its magic number"],
    ["ZCMPTYPE", "ZCMPTYPE= 'PLIO_1'", "tile 1: PLIO list of 36 bytes with an impossible word"],
    ["ZNAXIS1", "ZNAXIS1 = 2000000000", "image of 2000000000 x 23 in"],
    ["ZNAXIS2", "ZNAXIS2 = 24", "table of 23 rows, expected 1 x 24 tiles"],
    ["ZNAXIS2", "ZNAXIS2 = 0", "image of zero size (37 x 0)"],
    ["ZTILE1", "ZTILE1  = 0", "ZTILE1 = 0"],
    ["ZTILE1", "ZTILE1  = 20", "expected 2 x 23 tiles"],
    ["ZVAL1", "ZVAL1   = 0", "BLOCKSIZE 0, BYTEPIX 2) that ends too early"],
    ["ZVAL2", "ZVAL2   = 3", "BYTEPIX 3) that ends too early"],
    ["ZVAL2", "ZVAL2   = 4", "that ends too early, expected 37 pixels"],
    ["TTYPE1", "TTYPE1  = 'OTHER'", "tile 1: no bytes in any column"],
    ["TFORM1", "TFORM1  = '8B'", "column COMPRESSED_DATA of type B"],
  ])("%s: %s", async (keyword, card, message) => {
    await expect(reading(patchCard(bytes("rice-integers"), keyword, card))).rejects.toThrow(message);
  });

  it("refuses quantisation it does not know", async () => {
    const patched = patchCard(bytes("rice-floats-dither1"), "ZQUANTIZ", "ZQUANTIZ= 'SOMETHING'");
    await expect(reading(patched)).rejects.toThrow("ZQUANTIZ SOMETHING");
    await expect(reading(patchCard(bytes("rice-floats-dither1"), "ZDITHER0", "ZDITHER0= 0"))).rejects.toThrow(
      "ZDITHER0 = 0",
    );
  });

  it("names the tile whose bytes are broken", async () => {
    const changed = bytes("gzip1-integers");
    const file = await openFits(memoryByteSource(changed, "x.fits.fz"));
    const { dataStart } = file.hdus[1]!;
    const view = new DataView(changed.buffer);
    const heap = dataStart + 23 * 8;
    changed.fill(0xff, heap + view.getInt32(dataStart + 4 * 8 + 4), heap + view.getInt32(dataStart + 4 * 8 + 4) + 20);
    await expect(reading(changed)).rejects.toThrow("HDU 1 of x.fits.fz, tile 5:");
    view.setInt32(dataStart + 2 * 8, 999_999);
    await expect(reading(changed)).rejects.toThrow("row 3, column COMPRESSED_DATA: array of 999999");
  });

  it("refuses a cut heap before anything is decoded", async () => {
    const whole = bytes("rice-integers");
    const file = await openFits(memoryByteSource(whole, "x"));
    const { dataStart, dataBytes } = file.hdus[5]!;
    await expect(reading(whole.subarray(0, dataStart + dataBytes - 1), 5)).rejects.toThrow(
      "truncated, or a lying header",
    );
  });

  it("does not inflate a tile beyond its pixels", async () => {
    const changed = bytes("gzip1-integers");
    const bomb = gzipSync(new Uint8Array(100_000));
    const { dataStart } = (await openFits(memoryByteSource(changed, "x"))).hdus[1]!;
    changed.set(bomb, dataStart + 23 * 8);
    new DataView(changed.buffer).setInt32(dataStart, bomb.length);
    new DataView(changed.buffer).setInt32(dataStart + 4, 0);
    await expect(reading(changed)).rejects.toThrow("tile 1: 132 bytes that inflate to more");
  });
});

describeWithData("files of other writers", () => {
  it("decodes astropy's RICE dither 2 to its uncompressed twin", async () => {
    const twin = await pixelsOf(testDataPath("ccd/astropy/test_rice_dither2_seed42.fits"));
    const decoded = await pixelsOf(testDataPath("ccd/astropy/test_rice_dither2_seed42.fits.fz"));
    expect([...decoded.values()]).toEqual([...twin.values()]);
  });

  it("decodes afw's GZIP_2 floats to their uncompressed twin", async () => {
    const twin = await pixelsOf(testDataPath("ccd/afw/ticketdm26260.fits"));
    const decoded = await pixelsOf(testDataPath("ccd/afw/ticketdm26260.fits.fz"));
    expect([...decoded.values()]).toEqual([...twin.values()]);
  });
});
