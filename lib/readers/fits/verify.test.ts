import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits, verifyFits, writeFits } from "./index";
import { card, concatenate, damagedFiles, rawHdu } from "./testing/damaged-files";
import { seededRandom } from "./testing/seeded";

async function verify(bytes: Uint8Array) {
  return verifyFits(await openFits(memoryByteSource(bytes, "x.fits")));
}

describe("verifyFits names the one rule that a file breaks", () => {
  it.each(damagedFiles())("$name", async ({ bytes, problem }) => {
    const found = (await verify(bytes)).map((one) => ({ hdu: one.hdu, place: one.place, found: one.found }));
    if (problem === null) expect(found).toEqual([]);
    else {
      const place = `HDU ${problem.hdu} of x.fits, ${problem.where}`;
      expect(found).toEqual([{ hdu: problem.hdu, place, found: problem.found }]);
    }
  });
});

describe("verifyFits", () => {
  it("finds nothing in what writeFits writes", async () => {
    const image = { width: 3, height: 1, pixels: new Float32Array([1, Number.NaN, -0]) };
    const long = `it's ${"a long story ".repeat(12)}'end'`;
    expect(
      await verify(writeFits([{ cards: [["OBJECT", long, "why"]] }, { cards: [["ESO DET ID", 1]], image }])),
    ).toEqual([]);
  });

  it("tells what openFits found, too, in its place", async () => {
    const empty = rawHdu([card("SIMPLE", true), card("BITPIX", 8), card("NAXIS", 0)]);
    const problems = await verify(concatenate(empty, new Uint8Array(2880).fill(0x41)));
    expect(problems.map(({ place, found }) => `${place}: ${found}`)).toEqual([
      'HDU 1 of x.fits: "AAAAAAAAA" at its start (no FITS header)',
    ]);
  });

  it("ends in problems or in openFits's refusal, whatever bytes there are", async () => {
    const random = seededRandom(3);
    const sound = damagedFiles().filter(({ problem }) => problem === null);
    for (let i = 0; i < 600; i++) {
      const bytes = sound[i % sound.length]!.bytes.slice();
      for (let k = 0; k < 1 + (i % 4); k++) bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const file = await openFits(memoryByteSource(bytes, "x.fits")).catch(() => null);
      if (file) expect(Array.isArray(await verifyFits(file))).toBe(true);
    }
  });

  it("stops listing after 100 problems of an HDU", async () => {
    const cards = Array.from({ length: 250 }, (_, i) => `gain${i} = ${i}`);
    const problems = await verify(rawHdu([card("SIMPLE", true), card("BITPIX", 8), card("NAXIS", 0), ...cards]));
    expect(problems.length).toBe(101);
    expect(problems.at(-1)).toMatchObject({ place: "HDU 0 of x.fits" });
    expect(problems.at(-1)?.found).toMatch(/^\d+ further problems$/);
  });

  it("goes through a header of 100,000 cards once", { timeout: 20_000 }, async () => {
    const cards = Array.from({ length: 99_000 }, (_, i) => (i % 2 ? "CONTINUE  'x&'" : `TFORM${i % 999} = '1J      '`));
    const start = [card("XTENSION", "BINTABLE"), card("BITPIX", 8), card("NAXIS", 2), card("NAXIS1", 0)];
    const table = [...start, card("NAXIS2", 0), card("PCOUNT", 0), card("GCOUNT", 1), card("TFIELDS", 999), ...cards];
    const empty = rawHdu([card("SIMPLE", true), card("BITPIX", 8), card("NAXIS", 0)]);
    expect((await verify(concatenate(empty, rawHdu(table)))).length).toBe(101);
  });
});

describeWithData("files of other writers: what fitsverify 4.20 finds", () => {
  it.each([
    ["ccd/astropy/test0.fits", []],
    ["ccd/kast/b1.fits.gz", ["fill of the data, 3.3.2"]],
    ["decals/legacypipe/testcase9/sga-sub.kd.fits", ["row 1, column 1, 7.3.3"]],
    [
      "diff/sfft/difference_noise_decorrelation/input_data/DEC-OBS18a.mini.fits",
      ["card 115 (WCSAXES), 8.2", "DATASUM, 4.4.2.7", "CHECKSUM, 4.4.2.7"],
    ],
    // fitsverify asks for values of OBJECT and OBSGEO-X; the standard lets any value be undefined (4.1.2.3)
    ["ccd/obs_lsst_guider/MC_C_20240918_000013_R00_SG0_guider.fits", []],
  ])("%s", async (path, expected) => {
    const source = await openFile(testDataPath(path));
    const problems = await verifyFits(await openFits(source));
    await source.close();
    expect(problems.map(({ place }) => place.replace(/^HDU \d+ of [^,]*, /, ""))).toEqual(expected);
  });
});
