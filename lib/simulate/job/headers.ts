// Headers of a job's images, and its small text files.

import type { FitsHduToWrite } from "../../readers/fits";
import type { JobPlan } from "./plan";
import { worldCards } from "./world";

type Cards = FitsHduToWrite["cards"];

/** RAPID keeps references on this zero point. */
export const REFERENCE_ZEROPOINT = 17;

/**
 * Cards of the science image, and of all on its grid.
 *
 * @param plan of the job
 * @param unit of the pixels
 * @returns facts of the exposure and coordinates
 */
export function scienceCards(plan: JobPlan, unit: string): Cards {
  const { filter, naming, mjd, zeropoint } = plan;
  return [
    ["BUNIT", unit],
    ["TELESCOP", "ROMAN"],
    ["INSTRUME", "WFI"],
    ["ZPTMAG", zeropoint, "2.5 log10(EXPTIME x area)"],
    ["FILTER", filter.name],
    ["SCA_NUM", naming.sca],
    ["MJD-OBS", mjd],
    ["EXPTIME", filter.exposureTimeSeconds, "[s]"],
    ...worldCards(plan.world),
  ];
}

/**
 * Cards of the reference mosaic.
 *
 * @param plan of the job
 * @param facts coordinates, coverage of at most five frames in per cent, what the pixels are
 * @returns facts of the reference and coordinates
 */
export function referenceCards(
  plan: JobPlan,
  { world, cov5percent, unit }: { world: JobPlan["world"]; cov5percent: number; unit: string },
): Cards {
  const { filter, naming, mjd, field, settings } = plan;
  const frames = settings.referenceExposures;
  const start = mjd + 2_400_000.5 - 60;
  return [
    ["BUNIT", unit],
    ["FIELD", field],
    ["FID", filter.fid],
    ["FILTER", filter.name],
    ["COV5PERC", cov5percent],
    ["NFRAMES", frames],
    ["JDSTART", start],
    ["JDEND", start + 5 * frames],
    ["MAGZP", REFERENCE_ZEROPOINT],
    ...Array.from({ length: frames }, (_, k): Cards[number] => [
      `INFIL${String(k + 1).padStart(3, "0")}`,
      `Roman_TDS_simple_model_${filter.name}_${naming.pointing - frames + k}_${naming.sca}_lite_reformatted.fits`,
    ]),
    ["RFID", naming.jid],
    ["RFIMVER", 1],
    ["PPID", 12],
    ["INFOBITS", 0],
    ...worldCards(world),
  ];
}

/**
 * The settings file of a job.
 *
 * @param plan of the job
 * @returns ini text with the finder's and the subtractions' settings
 */
export function configText({ naming, field, settings, filter }: JobPlan): string {
  return [
    "[JOB_PARAMS]",
    `jid = ${naming.jid}`,
    `field = ${field}`,
    `sca = ${naming.sca}`,
    `fid = ${filter.fid}`,
    "",
    "[SFFT]",
    `crossconv_flag = ${naming.crossConvolution ? "True" : "False"}`,
    "",
    "[PSFCAT_DIFFIMAGE]",
    `nsigma = ${settings.thresholdSigma}`,
    `fwhm = ${settings.finderFwhmPixels}`,
    "fit_shape = (17, 17)",
    "aperture_radius = 8",
    "minsep_value = 0.0",
    "",
  ].join("\n");
}
