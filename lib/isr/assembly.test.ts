import { expect, it } from "vitest";
import { findDetector, getCamera } from "@/lib/cameras";
import { openFile } from "@/lib/files/byte-source";
import { type FitsFile, openFits, readImage } from "@/lib/readers/fits";
import { translateFile } from "@/lib/readers/surveys";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { loadDetector } from ".";

async function withFile<T>(path: string, use: (file: FitsFile) => Promise<T>): Promise<T> {
  const source = await openFile(testDataPath(path));
  try {
    return await use(await openFits(source));
  } finally {
    await source.close();
  }
}

function load(path: string, removeSignature: boolean) {
  return withFile(path, (file) => {
    const { exposure, images } = translateFile(file, path);
    return loadDetector(file, images[0]!, exposure, { removeSignature });
  });
}

function countDifferent(a: Float32Array, b: Float32Array): number {
  let count = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

describeWithData("raw files of the data sets", () => {
  it.each([
    ["e2v", 4096, 4004, 1788683],
    ["itl", 4072, 4000, 372899],
  ])("%s_spot assembles to its expected twin, every pixel equal", async (maker, width, height, nonZeroCount) => {
    const found = await load(`ccd/obs_lsst/${maker}_spot.fits.gz`, false);
    const expected = await withFile(`ccd/obs_lsst/${maker}_expected_assembled.fits.gz`, (file) => readImage(file, 0));
    expect([found.width, found.height, found.unit]).toEqual([width, height, "adu"]);
    expect(countDifferent(found.pixels, expected.pixels)).toBe(0);
    expect(found.pixels.reduce((count, value) => (value === 0 ? count : count + 1), 0)).toBe(nonZeroCount);
    expect(found.amplifiers).toHaveLength(16);
  });

  it("removes overscan and applies the gains of the camera to a spot file", async () => {
    const plain = await load("ccd/obs_lsst/e2v_spot.fits.gz", false);
    const corrected = await load("ccd/obs_lsst/e2v_spot.fits.gz", true);
    expect(corrected).toMatchObject({ unit: "electron", notes: [] });
    for (const { x0, y0, gain } of findDetector(getCamera("LSSTCam"), "R22_S11")!.amplifiers) {
      const spot = plain.pixels.findIndex(
        (value, i) => value === 1 && i % 4096 >= x0 && i % 4096 < x0 + 512 && i >= y0 * 4096 && i < (y0 + 2002) * 4096,
      );
      expect(corrected.pixels[spot]).toBeCloseTo(gain!, 5);
    }
  });

  it("takes the bias level off a Kast frame: medians near zero in electrons", async () => {
    const bias = await load("ccd/kast/b21.fits.gz", true);
    expect(bias).toMatchObject({ width: 2048, height: 350, unit: "electron", saturatedFraction: 0, notes: [] });
    for (const { x0, width } of bias.amplifiers) {
      const values: number[] = [];
      for (let y = 0; y < bias.height; y++) values.push(...bias.pixels.subarray(y * 2048 + x0, y * 2048 + x0 + width));
      values.sort((a, b) => a - b);
      expect(Math.abs(values[values.length >> 1]!)).toBeLessThan(2.5);
    }
    expect(bias.amplifiers).toEqual([
      { name: "0", x0: 0, y0: 0, width: 1024, height: 350 },
      { name: "1", x0: 1024, y0: 0, width: 1024, height: 350 },
    ]);
  });

  it("keeps the read noise of Kast: 2.86 and 2.70 adu of two biases, in electrons and with the noise of the row medians", async () => {
    const [a, b] = [await load("ccd/kast/b21.fits.gz", true), await load("ccd/kast/b22.fits.gz", true)];
    const noise = a.amplifiers.map(({ x0, width }) => {
      let [sum, squares, count] = [0, 0, 0];
      for (let i = 0; i < a.pixels.length; i++) {
        if (i % 2048 < x0 || i % 2048 >= x0 + width) continue;
        const difference = a.pixels[i]! - b.pixels[i]!;
        sum += difference;
        squares += difference ** 2;
        count++;
      }
      return Math.sqrt((squares / count - (sum / count) ** 2) / 2) / 1.2;
    });
    expect(noise[0]).toBeGreaterThan(2.85);
    expect(noise[0]).toBeLessThan(2.857 * 1.05);
    expect(noise[1]).toBeGreaterThan(2.69);
    expect(noise[1]).toBeLessThan(2.702 * 1.05);
  });

  it("keeps a Kast frame whole without signature removal", async () => {
    expect(await load("ccd/kast/b21.fits.gz", false)).toMatchObject({ width: 2112, height: 350, unit: "adu" });
  });

  it("reads the mask of a persisted exposure", async () => {
    const exposure = await load("ccd/afw/HSC-0908120-056-small.fits", true);
    expect(exposure).toMatchObject({ width: 200, height: 200 });
    expect(exposure.bad?.some((value) => value === 1)).toBe(true);
  });
});
