import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { type FitsFile, openFits, readImage, readIntegerImage } from "./index";

const folder = join(import.meta.dirname, "fixtures");
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".fits.fz.gz"))
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

  it("gives integers exactly, beyond what float32 holds", async () => {
    for (const name of ["rice-integers", "rice-integers-boxes", "gzip1-integers", "gzip2-integers"]) {
      const truth = await withFile(join(folder, `${name}.fits.gz`), (file) => readIntegerImage(file, 2));
      const decoded = await withFile(join(folder, `${name}.fits.fz.gz`), (file) => readIntegerImage(file, 2));
      expect(decoded).toEqual(truth);
    }
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
