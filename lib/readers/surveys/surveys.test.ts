// Files of each survey as their headers are, made here: names of real keywords, invented values.

import { expect, it } from "vitest";
import { isAnnulusError } from "@/lib/errors";
import { makeFits, type TestHdu } from "@/lib/testing/make-fits";
import { translateFile } from ".";

const SEGMENTS = ["10", "11", "12", "13", "14", "15", "16", "17", "07", "06", "05", "04", "03", "02", "01", "00"];

function rawLsst(cards: TestHdu["cards"]): TestHdu[] {
  return [{ cards }, ...SEGMENTS.map((digits): TestHdu => ({ cards: { EXTNAME: `Segment${digits}` }, size: [4, 4] }))];
}

async function translate(hdus: TestHdu[], path: string) {
  return translateFile(await makeFits(hdus, path), path);
}

const LSSTCAM_DARK = {
  INSTRUME: "LSSTCam",
  TELESCOP: "Simonyi Survey Telescope",
  OBSID: "MC_O_20250613_000222",
  CAMCODE: "MC",
  CONTRLLR: "O",
  DAYOBS: "20250613",
  SEQNUM: 222,
  RAFTBAY: "R22",
  CCDSLOT: "S11",
  LSST_NUM: "E2V-CCD250-382",
  IMGTYPE: "DARK",
  FILTER: "r_57",
  FILTBAND: "r",
  EXPTIME: 30,
  TIMESYS: "TAI",
  "MJD-BEG": 60840.1,
  "MJD-END": 60840.1 + 30 / 86400,
  PROGRAM: "BLOCK-T123",
  OBJECT: "dark",
};

it("translates a raw file of LSSTCam", async () => {
  const { survey, exposure, images } = await translate(rawLsst(LSSTCAM_DARK), "MC_O_20250613_000222_R22_S11.fits");
  expect(survey).toBe("lsstcam");
  expect(exposure).toEqual({
    instrument: "LSSTCam",
    exposureId: 2025061300222n,
    dayObs: 20250613,
    seqNum: 222,
    observationType: "dark",
    physicalFilter: "r_57",
    band: "r",
    mjdMid: expect.closeTo(60840.1 + (15 - 37) / 86400, 9),
    exposureTimeSeconds: 30,
    object: "dark",
    program: "BLOCK-T123",
    label: "MC_O_20250613_000222",
    missing: [],
  });
  expect(images).toEqual([
    { detector: 94, detectorName: "R22_S11", productType: "raw", hdu: 1, width: 4096, height: 4004 },
  ]);
});

it("names what a raw header does not tell, and says when its OBSID disagrees", async () => {
  const { OBJECT: _, FILTER: __, FILTBAND: ___, ...rest } = LSSTCAM_DARK;
  const { exposure } = await translate(rawLsst({ ...rest, SEQNUM: 223 }), "raw.fits");
  expect(exposure).toMatchObject({ exposureId: 2025061300223n, physicalFilter: null, band: null, object: null });
  expect(exposure.missing).toEqual([
    "physicalFilter: no FILTER in the header",
    "band: no FILTER in the header",
    "object: no OBJECT in the header",
    "label: OBSID MC_O_20250613_000222 disagrees with DAYOBS and SEQNUM",
  ]);
});

it.each([
  [{ RAFTBAY: "R99" }, /detector R99_S11, expected a detector of LSSTCam/],
  [{ RAFTBAY: "" }, /no RAFTBAY and CCDSLOT in the header/],
  [{ SEQNUM: null, OBSID: null }, /no DAYOBS and SEQNUM, and no OBSID, in the header/],
])("refuses a raw file whose header lacks %j", async (change, message) => {
  await expect(translate(rawLsst({ ...LSSTCAM_DARK, ...change }), "raw.fits")).rejects.toThrow(message);
});

it("translates raw files of LATISS and LSSTComCam", async () => {
  const latiss = await translate(
    rawLsst({
      INSTRUME: "LATISS",
      DAYOBS: "2020-01-28",
      SEQNUM: 4,
      IMGTYPE: "BIAS",
      LSST_NUM: "ITL-3800C-068",
      RAFTBAY: "R00",
    }),
    "raw.fits",
  );
  expect(latiss.survey).toBe("latiss");
  expect(latiss.exposure).toMatchObject({ instrument: "LATISS", exposureId: 2020012800004n, observationType: "bias" });
  expect(latiss.images).toMatchObject([{ detector: 0, detectorName: "RXX_S00", width: 4072, height: 4000 }]);
  const comcam = await translate(
    rawLsst({
      INSTRUME: "ComCam",
      TELESCOP: "LSST",
      OBSID: "CC_O_20241101_000031",
      CCDSLOT: "S21",
      RAFTBAY: "R00",
      IMGTYPE: "OBJECT",
    }),
    "raw.fits",
  );
  expect(comcam.survey).toBe("lsstcomcam");
  expect(comcam.exposure).toMatchObject({ exposureId: 2024110100031n, seqNum: 31, observationType: "science" });
  expect(comcam.images).toMatchObject([{ detector: 7, detectorName: "R22_S21", width: 4072 }]);
});

it("numbers exposures of test stand 8 by their time", async () => {
  const header = { TSTAND: "TS8", "DATE-OBS": "2018-04-12T23:10:05.771", SEQNUM: 3, RUNNUM: "7045D", IMGTYPE: "FLAT" };
  const { survey, exposure, images } = await translate(
    rawLsst({ ...header, EXPTIME: 2, LSST_NUM: "E2V-CCD250-220-Dev", FILENAME: "E2V-CCD250-220_flat_0003.fits" }),
    "RTM-005/S00/E2V-CCD250-220_flat_0003.fits".replace("flat", "flat_S12"),
  );
  expect(survey).toBe("ts8");
  expect(exposure).toMatchObject({
    instrument: "LSST-TS8",
    exposureId: 201804122310057n,
    dayObs: 20180412,
    seqNum: 3,
    program: "7045D",
    label: "E2V-CCD250-220_flat_0003",
  });
  expect(images).toMatchObject([{ detector: 5, detectorName: "R22_S12", width: 4096, height: 4004 }]);
});

const EXPOSURE_PLANES: TestHdu[] = [
  { cards: { EXTTYPE: "IMAGE", BUNIT: "electron" }, size: [4, 3], pixels: new Float32Array(12) },
  { cards: { EXTTYPE: "MASK", MP_BAD: 0, MP_SAT: 1 }, size: [4, 3], pixels: new Int32Array(12) },
  { cards: { EXTTYPE: "VARIANCE" }, size: [4, 3], pixels: new Float32Array(12) },
];

it("translates a persisted post-ISR exposure by its data id", async () => {
  const primary = {
    "LSST BUTLER DATASETTYPE": "post_isr_dark",
    "LSST BUTLER DATAID INSTRUMENT": "LSSTCam",
    "LSST BUTLER DATAID EXPOSURE": 2025061300222,
    "LSST BUTLER DATAID DETECTOR": 94,
    OBSTYPE: "dark",
    EXPTIME: 30,
    "DATE-AVG": "2025-06-14T02:00:37.000000000",
    TIMESYS: "TAI",
  };
  const { survey, exposure, images } = await translate([{ cards: primary }, ...EXPOSURE_PLANES], "post_isr.fits");
  expect(survey).toBe("lsst-exposure");
  expect(exposure).toMatchObject({
    instrument: "LSSTCam",
    exposureId: 2025061300222n,
    dayObs: 20250613,
    seqNum: 222,
    observationType: "dark",
    mjdMid: expect.closeTo(60840 + 2 / 24, 9),
  });
  expect(images).toEqual([
    { detector: 94, detectorName: "R22_S11", productType: "post_isr", hdu: 1, width: 4, height: 3 },
  ]);
});

it("takes instrument and detector of a persisted exposure from visit information and the name of the file", async () => {
  const primary = { INSTRUMENT: "LSSTCam", IDNUM: 7024032100720, OBSTYPE: "science", EXPTIME: 30 };
  const path = "difference_image_LSSTCam_7024032100720_R01_S11.fits";
  const { exposure, images } = await translate([{ cards: primary }, ...EXPOSURE_PLANES], path);
  expect(exposure).toMatchObject({ exposureId: 7024032100720n, dayObs: 20240321, seqNum: 720 });
  expect(images).toMatchObject([{ detector: 4, detectorName: "R01_S11", productType: "difference" }]);
});

it("refuses a coadd: it is no exposure", async () => {
  const primary = { "LSST BUTLER DATAID TRACT": 9813, "LSST BUTLER DATAID BAND": "i" };
  await expect(translate([{ cards: primary }, ...EXPOSURE_PLANES], "coadd.fits")).rejects.toThrow(
    /a coadd of tract 9813, expected an image of one exposure/,
  );
});

const HSC_RAW = {
  INSTRUME: "Hyper Suprime-Cam",
  "EXP-ID": "HSCE00012345",
  FRAMEID: "HSCA01234500",
  "DET-ID": 42,
  "DATA-TYP": "DARK",
  FILTER01: "HSC-I",
  "DATE-OBS": "2014-11-18",
  UT: "10:02:11.5",
  EXPTIME: 300,
};

it("translates a raw file of HSC", async () => {
  const { survey, exposure, images } = await translate([{ cards: HSC_RAW, size: [8, 4] }], "HSCA01234542.fits");
  expect(survey).toBe("hsc");
  expect(exposure).toMatchObject({
    instrument: "HSC",
    exposureId: 12345n,
    dayObs: 20141117,
    observationType: "dark",
    band: "i",
    exposureTimeSeconds: 300,
    label: "HSCE00012345",
  });
  expect(images).toMatchObject([{ detector: 42, detectorName: "1_08", productType: "raw", width: 8, height: 4 }]);
});

it.each([
  ["Roman_TDS_simple_model_Y106_35967_3_lite.fits", 35967n, 3, "Y106", "image"],
  ["rimtimsim_WFI_F158_SCA07_000012345_lite_reformatted.fits", 12345n, 7, "F158", "image"],
  ["20250701/jid123/zogy_diffimage_masked.fits", 10000000123n, 12, null, "difference"],
])("translates %s of Roman", async (path, exposureId, detector, filter, productType) => {
  const cards = { SCA_NUM: detector, EXPTIME: 302.275, "MJD-OBS": 62000.25, ZPTMAG: 26.1 };
  const { survey, exposure, images } = await translate([{ cards, size: [6, 5] }], path);
  expect(survey).toBe("roman-rapid");
  expect(exposure).toMatchObject({ instrument: "RomanWFI", exposureId, physicalFilter: filter, band: filter });
  expect(images).toMatchObject([{ detector, detectorName: `WFI${String(detector).padStart(2, "0")}`, productType }]);
});

it("refuses the uncertainty plane that lies beside a Roman image", async () => {
  const file = "Roman_TDS_simple_model_Y106_35967_3_lite_reformatted_unc.fits";
  await expect(translate([{ size: [6, 5] }], file)).rejects.toThrow(/an uncertainty, PSF or score plane/);
});

it("gives a red Kast frame numbers apart from the blue ones", async () => {
  const cards = {
    VERSION: "kastr",
    OBSNUM: 21,
    "DATE-OBS": "2015-05-20T03:44:04.78",
    EXPTIME: 600,
    OBJECT: "Feige 34",
    AMPSROW: 1,
    COVER: 2,
    RDFILT_N: "Open",
  };
  const { exposure, images } = await translate([{ cards, size: [10, 4] }], "r21.fits");
  expect(exposure).toMatchObject({ exposureId: 2015051950021n, seqNum: 21, label: "r21", observationType: "science" });
  expect(images).toMatchObject([{ detector: 1, detectorName: "red", width: 8, height: 4 }]);
});

it("refuses raw amplifiers of a camera that it cannot name, rather than take each for a detector", async () => {
  await expect(translate(rawLsst({ INSTRUME: "UCDCam" }), "raw.fits")).rejects.toThrow(
    /raw amplifiers of a camera that the header does not name, expected LSSTCam/,
  );
});

const GMOS_RAW = { INSTRUME: "GMOS-N", OBSTYPE: "BIAS", FILTER1: "open1-6", FILTER2: "r_G0303", EXPTIME: 0 };

it("trims the raw amplifiers of GMOS", async () => {
  const amplifier = { DATASEC: "[1:6,1:4]", BIASSEC: "[7:10,1:4]", EXTVER: 1 };
  const hdus = [{ cards: GMOS_RAW }, { cards: amplifier, size: [10, 4] as [number, number] }];
  const { exposure, images } = await translate(hdus, "N20250102S0007.fits");
  expect(exposure).toMatchObject({ exposureId: 2025010200007n, observationType: "bias", physicalFilter: "r_G0303" });
  expect(images).toMatchObject([{ productType: "raw", width: 6, height: 4 }]);
});

it("never fails on nonsense in a header but with a reason", async () => {
  const nonsense = ["", "../..", "-1", "1E300", "2025-02-30", "[1:0,5:-3]", "99999999999999999999", "S20190808S99999"];
  const numbers = [-1, 0, 1.5, 1e300, 1e15, null, true];
  const keywords = [...new Set([LSSTCAM_DARK, HSC_RAW, GMOS_RAW].flatMap(Object.keys)), "VERSION", "OBSNUM", "SCA_NUM"];
  for (const [index, value] of [...nonsense, ...numbers].entries()) {
    const cards: TestHdu["cards"] = { ...LSSTCAM_DARK, ...HSC_RAW, ...GMOS_RAW, VERSION: "kastb" };
    for (const [place, keyword] of keywords.entries()) if ((place + index) % 3 !== 0) cards[keyword] = value;
    for (const hdus of [
      rawLsst(cards),
      [{ cards, size: [4, 3] as [number, number] }],
      [{ cards }, ...EXPOSURE_PLANES],
    ]) {
      const outcome = await translate(hdus, `x_${index}.fits`).catch((error: unknown) => error);
      expect(isAnnulusError(outcome) || (typeof outcome === "object" && outcome !== null && "survey" in outcome)).toBe(
        true,
      );
    }
  }
});
