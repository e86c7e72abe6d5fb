import { describe, expect, it } from "vitest";
import { nameFile } from "./roles";

const words = (name: string) => {
  const file = nameFile(name);
  return (
    file &&
    `${file.algorithm ?? "-"} ${file.role}${file.isNegative ? " negative" : ""}${file.isInjected ? " injected" : ""} ${file.era ?? "-"}`
  );
};

describe("names of a job folder", () => {
  it.each([
    ["bkg_subbed_science_image.fits", "- science-subtracted -"],
    ["awaicgen_output_mosaic_image_resampled_gainmatched.fits", "- reference-gain-matched -"],
    ["awaicgen_output_mosaic_uncert_image_resampled_gainmatched.fits", "- companion -"],
    ["diffimage_masked.fits", "zogy difference A"],
    ["zogy_diffimage_masked.fits", "zogy difference B"],
    ["zogy_diffimage_masked_negative.fits", "zogy difference negative B"],
    ["scorrimage_masked.fits", "zogy score -"],
    ["diffimage_uncert_masked.fits", "zogy uncertainty A"],
    ["sfftdiffimage_dconv_masked.fits", "sfft difference-decorrelated -"],
    ["sfftdiffimage_cconv_masked.fits", "sfft difference-cross-convolved -"],
    ["sfftdiffimage_cconv_masked.txt", "sfft sextractor A"],
    ["sfftdiffimage_masked.txt", "sfft sextractor -"],
    ["diffimage_masked_psfcat.txt", "zogy psf-photometry A"],
    ["zogy_diffimage_masked_psfcat.parquet", "zogy psf-photometry B"],
    ["zogy_diffimage_masked_psfcat_finder_negative.txt", "zogy finder negative B"],
    ["sfftdiffimage_masked_sepsfcat.txt", "sfft sextractor-psf -"],
    ["naive_masked_psfcat.txt", "naive psf-photometry B"],
    ["naive_diffimage_masked_psfcat.txt", "naive psf-photometry B"],
    ["Roman_TDS_simple_model_H158_1234_7_lite_inject.txt", "- injected-truth injected -"],
    ["Roman_TDS_simple_model_H158_1234_7_lite_inject_reformatted.fits", "- science injected -"],
    ["Roman_TDS_simple_model_H158_1234_7_lite_reformatted.fits", "- science -"],
    ["Roman_TDS_simple_model_H158_1234_7_lite.fits.gz", "- science-raw -"],
    ["Roman_TDS_index_Y106_35967_3.txt", "- simulation-truth -"],
    ["job_config_jid87210.done", "- done-marker -"],
    ["postproc_job_config_jid87210.done", "- done-marker -"],
  ])("%s is %s", (name, expected) => {
    expect(words(name)).toBe(expected);
  });

  it("reads filter, pointing and SCA of both simulations", () => {
    expect(nameFile("Roman_TDS_simple_model_H158_1234_7_lite_reformatted.fits")?.exposure).toEqual({
      filter: "H158",
      pointing: "1234",
      sca: 7,
    });
    expect(nameFile("rimtimsim_WFI_F158_SCA07_000012345_lite_inject_reformatted.fits")).toMatchObject({
      role: "science",
      isInjected: true,
      exposure: { filter: "F158", pointing: "000012345", sca: 7 },
    });
  });

  it.each(["old_diffimage_masked.fits", "diffimage_masked.fits.tmp", "diffimage_masked_psfcat.txt~", "notes.txt"])(
    "does not take %s for a product: both ends count",
    (name) => {
      expect(nameFile(name)).toBeNull();
    },
  );
});
