import { expect, it } from "vitest";
import { makeFits, type TestHdu } from "@/lib/testing/make-fits";
import { parseSurveyRules, translateFile } from ".";

async function translate(hdus: TestHdu[], path: string, yaml?: string) {
  return translateFile(await makeFits(hdus, path), path, yaml === undefined ? null : parseSurveyRules(yaml));
}

const size: [number, number] = [4, 3];

it.each<[string, TestHdu["cards"], string, bigint]>([
  ["its own number", { EXPNUM: 271828, "DATE-OBS": "2020-02-03T04:05:06" }, "a.fits", 271828n],
  ["night and number", { "DATE-OBS": "2020-02-03T04:05:06", OBSNUM: 17 }, "a_9.fits", 2020020200017n],
  ["date with time", { "DATE-OBS": "2020-02-03T04:05:06" }, "a_9.fits", 2020020257906n],
  ["date and number of the name", { "DATE-OBS": "2020-02-03" }, "dark_0009.fits", 2020020300009n],
  ["number of the name", {}, "night/dark_0009_ccd03.fits.gz", 9n],
  ["hash of the path", {}, "night/master.fits", 4562725470669766n],
])("numbers an exposure by %s", async (_, cards, path, exposureId) => {
  const { exposure } = await translate([{ cards, size }], path);
  expect(exposure.exposureId).toBe(exposureId);
});

it("gives the same number to the same path, another to another", async () => {
  const id = async (path: string) => (await translate([{ size }], path)).exposure.exposureId;
  expect(await id("x/master.fits")).toBe(await id("x/master.fits"));
  expect(await id("x/master.fits")).not.toBe(await id("y/master.fits"));
});

it("says what no keyword tells", async () => {
  const { exposure } = await translate([{ size }], "master.fits");
  expect(exposure).toMatchObject({ instrument: "unknown", observationType: null, mjdMid: null });
  expect(exposure.missing).toEqual([
    "exposureId: neither header nor file name number the exposure; made from the path",
    "instrument: neither INSTRUME nor TELESCOP in the header",
    "dayObs: no date in the header",
    ...["observationType", "physicalFilter", "band", "mjdMid", "exposureTimeSeconds", "object", "program"].map(
      (name) => `${name}: not in the header`,
    ),
  ]);
});

it("makes names of headers fit for a folder", async () => {
  const cards = { INSTRUME: "../../My Camera/é", EXTNAME: ".." };
  const { exposure, images } = await translate([{ cards, size }], "a_1.fits");
  expect(exposure.instrument).toBe("My_Camera_");
  expect(images[0]?.detectorName).toBe("unknown");
});

it("takes each image extension as a detector, and leaves out planes that go with one", async () => {
  const extension = (EXTNAME: string, EXTVER: number): TestHdu => ({ cards: { EXTNAME, EXTVER }, size });
  const hdus = [{}, extension("SCI", 1), extension("ERR", 1), extension("DQ", 1), extension("SCI", 2)];
  const { images } = await translate(hdus, "hst_1.fits");
  expect(images).toMatchObject([
    { detector: 0, detectorName: "SCI1", hdu: 1 },
    { detector: 1, detectorName: "SCI2", hdu: 4 },
  ]);
});

it("numbers detectors by CCDNUM where every extension has its own, with names of the camera", async () => {
  const hdus: TestHdu[] = [
    { cards: { INSTRUME: "DECam", EXPNUM: 253 } },
    { cards: { CCDNUM: 2 }, size },
    { cards: { CCDNUM: 61 }, size },
  ];
  const { images } = await translate(hdus, "c4d_131122_030338_ooi_z.fits");
  expect(images).toMatchObject([
    { detector: 2, detectorName: "S30" },
    { detector: 61, detectorName: "N30" },
  ]);
});

it.each([
  ["only planes that go with an image", [{}, { cards: { EXTNAME: "WEIGHT" }, size }], /images WEIGHT only/],
  ["headers only", [{}], /headers only, no image/],
  ["a series", [{}, ...Array.from({ length: 300 }, (): TestHdu => ({ size: [1, 1] }))], /a series of 300 images/],
])("refuses %s", async (_, hdus, message) => {
  await expect(translate(hdus, "a_1.fits")).rejects.toThrow(message);
});

const RULES = `
name: goodman
files: '\\.fits$'
instrument: { value: Goodman }
exposure: { file: 'img_(\\d+)_ccd\\d+' }
detector: { file: '_ccd(\\d+)' }
day_obs: NIGHT
observation_type: { keyword: [KIND, OBSTYPE], map: { COMP: arc, OBJECT: science } }
physical_filter: FILT
band: { keyword: FILT, map: { "SDSS-r": r } }
exposure_time: { keyword: SECONDS }
date: START
product_type: raw
images: [SCI]
`;

it("follows the rules of a mount", async () => {
  const cards = { NIGHT: "2024-03-05", KIND: "COMP", FILT: "SDSS-r", SECONDS: 20, START: "2024-03-06T01:00:00" };
  const hdus = [{ cards }, { cards: { EXTNAME: "THUMB" }, size }, { cards: { EXTNAME: "SCI" }, size }];
  const { survey, exposure, images } = await translate(hdus, "n1/img_0042_ccd3.fits", RULES);
  expect(survey).toBe("goodman");
  expect(exposure).toMatchObject({
    instrument: "Goodman",
    exposureId: 42n,
    dayObs: 20240305,
    observationType: "arc",
    physicalFilter: "SDSS-r",
    band: "r",
    exposureTimeSeconds: 20,
    mjdMid: expect.closeTo(60375 + 1 / 24 + 10 / 86400, 9),
  });
  expect(images).toEqual([{ detector: 3, detectorName: "3", productType: "raw", hdu: 2, width: 4, height: 3 }]);
});

it("uses the survey readers for files that the rules do not speak of", async () => {
  const hdus = [{ cards: { VERSION: "kastb", OBSNUM: 2, "DATE-OBS": "2015-05-20T03:44:04" }, size }];
  expect((await translate(hdus, "b2.fit", RULES)).survey).toBe("kast");
  expect((await translate(hdus, "b2.fit", "instrument: { value: Other }")).exposure.instrument).toBe("Other");
});

it.each([
  ["instrument: [", /survey rules, line 1: \w+, expected YAML/],
  ["instrumnt: INSTRUME", /survey rules, top level: .*instrumnt/],
  ["detector: { file: '(' }", /survey rules, detector/],
  ["detector: { file: '(\\w+)+x' }", /survey rules, detector/],
  ["product_type: coadd", /survey rules, product_type/],
  ["- a\n- b", /survey rules, top level/],
])("refuses the rules %j", (yaml, message) => {
  expect(() => parseSurveyRules(yaml)).toThrow(message);
});

it("takes empty rules as none but the defaults", () => {
  expect(parseSurveyRules("")).toEqual({ images: "each", product_type: "image" });
});
