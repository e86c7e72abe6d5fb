// Every file of the development data under ccd/ is translated, or refused with a reason.

import { expect, it } from "vitest";
import { isAnnulusError } from "@/lib/errors";
import { openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits } from "../fits";
import { translateFile } from ".";

async function describeFile(path: string): Promise<string> {
  const source = await openFile(testDataPath(`ccd/${path}`));
  try {
    const file = await openFits(source);
    const { survey, exposure, images } = translateFile(file, path);
    const first = images[0]!;
    const { instrument, exposureId, observationType, physicalFilter, exposureTimeSeconds } = exposure;
    const what = `${observationType ?? "?"} ${physicalFilter ?? "?"} ${exposureTimeSeconds ?? "?"} s`;
    const where = `${first.detector} ${first.detectorName} ${first.productType} ${first.width}x${first.height}`;
    return `${survey}: ${instrument} ${exposureId} | ${what} | ${images.length} image: ${where}`;
  } catch (error) {
    if (isAnnulusError(error)) return `${error.tag}: ${error.found}, expected ${error.expected}`;
    throw error;
  } finally {
    await source.close();
  }
}

const TABLE_ONLY = "UnsupportedFormat: a table (HDU 1) and no image, expected an image of a detector";

describeWithData("files of the data sets", () => {
  it.each([
    ["kast/b1.fits.gz", "kast: Kast 2015051900001 | arc Open 30 s | 1 image: 0 blue raw 2048x350"],
    ["kast/b11.fits.gz", "kast: Kast 2015051900011 | flat Open 15 s | 1 image: 0 blue raw 2048x350"],
    ["kast/b12.fits.gz", "kast: Kast 2015051900012 | flat Open 15 s | 1 image: 0 blue raw 2048x350"],
    ["kast/b21.fits.gz", "kast: Kast 2015051900021 | bias Open 0 s | 1 image: 0 blue raw 2048x350"],
    ["kast/b22.fits.gz", "kast: Kast 2015051900022 | bias Open 0 s | 1 image: 0 blue raw 2048x350"],
    ["kast/b23.fits.gz", "kast: Kast 2015051900023 | bias Open 0 s | 1 image: 0 blue raw 2048x350"],
    ["gmos.fits", "gmos: GMOS-S 2019080800048 | science GG455_G0329 90 s | 1 image: 0 SCI image 200x150"],
    ["obs_lsst/e2v_spot.fits.gz", "lsstcam: LSSTCam 3019103101985 | spot ? 16 s | 1 image: 94 R22_S11 raw 4096x4004"],
    [
      "obs_lsst/e2v_expected_assembled.fits.gz",
      "generic: unknown 4803065777380931 | ? ? ? s | 1 image: 0 0 image 4096x4004",
    ],
    ["obs_lsst/itl_spot.fits.gz", "lsstcam: LSSTCam 3019110102212 | spot ? 10 s | 1 image: 11 R02_S02 raw 4072x4000"],
    [
      "obs_lsst/itl_expected_assembled.fits.gz",
      "generic: unknown 4548837636166247 | ? ? ? s | 1 image: 0 0 image 4072x4000",
    ],
    [
      "obs_lsst_guider/MC_C_20230616_000013_R04_SG0.fits",
      "UnsupportedFormat: a guider stamp series: 92 stamps of 50 x 50 pixels, expected an image of a detector",
    ],
    [
      "obs_lsst_guider/MC_C_20240918_000013_R00_SG0_guider.fits",
      "UnsupportedFormat: a guider stamp series: 102 stamps of 50 x 100 pixels, expected an image of a detector",
    ],
    [
      "rubintv_production/LSST-TS8_gains/R22_S00_7045D_eotest_results.fits",
      "UnsupportedFormat: electro-optical test results (table AMPLIFIER_RESULTS) and no image, expected an image of a detector",
    ],
    ["afw/HSC-0908120-056-small.fits", "hsc: HSC 908120 | ? ? 0 s | 1 image: 56 0_09 image 200x200"],
    ["afw/exposure-version-2.fits", "lsst-exposure: unknown 12345 | ? ? 30 s | 1 image: 1 detector_1 image 10x10"],
    ["afw/ticketdm26260.fits", "generic: unknown 26260 | ? ? ? s | 1 image: 0 0 image 512x512"],
    ["afw/ticketdm26260.fits.fz", "generic: unknown 26260 | ? ? ? s | 1 image: 0 0 image 512x512"],
    [
      "astropy/arange.fits",
      "UnsupportedFormat: a data array that is no image (HDU 0: 11 x 10 x 7), expected an image of a detector",
    ],
    ["astropy/ascii.fits", TABLE_ONLY],
    ["astropy/blank.fits", "generic: unknown 4915776995081572 | ? ? ? s | 1 image: 0 0 image 1x1"],
    ["astropy/btable.fits", TABLE_ONLY],
    ["astropy/checksum.fits", "generic: Optical 4089209033361295 | ? ? ? s | 1 image: 0 0 image 30x40"],
    ["astropy/comp.fits", "generic: Optical 4004978630041731 | ? ? ? s | 1 image: 0 0 image 440x300"],
    [
      "astropy/compressed_float_bzero.fits",
      "UnsupportedFormat: a data array that is no image (HDU 1: 3), expected an image of a detector",
    ],
    ["astropy/double_ext.fits", "generic: unknown 4853901891670385 | ? ? ? s | 1 image: 0 0 image 5x5"],
    ["astropy/logical_null.fits", TABLE_ONLY],
    ["astropy/scale.fits", "generic: unknown 4139732603738304 | ? ? ? s | 1 image: 0 0 image 20x21"],
    ["astropy/table.fits", TABLE_ONLY],
    ["astropy/tb.fits", TABLE_ONLY],
    ["astropy/tdim.fits", TABLE_ONLY],
    ["astropy/test0.fits", "generic: WFPC2 1994051913276 | ext 33 0.23 s | 4 image: 0 SCI1 image 40x40"],
    ["astropy/test_rice_dither2_seed42.fits", "generic: unknown 42 | ? ? ? s | 1 image: 0 0 image 100x100"],
    ["astropy/test_rice_dither2_seed42.fits.fz", "generic: unknown 42 | ? ? ? s | 1 image: 0 0 image 100x100"],
    ["astropy/variable_length_table.fits", TABLE_ONLY],
  ])("%s", async (path, expected) => {
    expect(await describeFile(path)).toBe(expected);
  });
});
