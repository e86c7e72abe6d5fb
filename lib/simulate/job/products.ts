// Names of the products of a job folder in the two eras of RAPID (renamed in April 2026).

import { InvalidParameterError } from "../../errors";

/** a: names of 2025; b: names since 2026-04. */
export type JobEra = "a" | "b";
export type Subtraction = "zogy" | "sfft" | "naive";

/** Products that there is one of, or one an algorithm. */
const JOB_ROLES = [
  "science-raw",
  "science",
  "science-pv",
  "science-uncertainty",
  "science-background-subtracted",
  "science-gain-catalog",
  "science-psf",
  "mosaic",
  "mosaic-coverage",
  "mosaic-uncertainty",
  "mosaic-sextractor",
  "mosaic-psfcat",
  "mosaic-finder",
  "mosaic-parquet",
  "mosaic-psf",
  "reference",
  "reference-coverage",
  "reference-uncertainty",
  "reference-gain-matched",
  "reference-gain-matched-uncertainty",
  "reference-gain-catalog",
  "zogy-difference",
  "zogy-uncertainty",
  "zogy-score",
  "zogy-psf",
  "zogy-sextractor",
  "zogy-sepsfcat",
  "zogy-psfcat",
  "zogy-finder",
  "zogy-parquet",
  "zogy-residual",
  "sfft-difference",
  "sfft-cross-convolved",
  "sfft-uncertainty",
  "sfft-psf",
  "sfft-solution",
  "sfft-sextractor",
  "sfft-sepsfcat",
  "sfft-psfcat",
  "sfft-finder",
  "sfft-parquet",
  "sfft-residual",
  "naive-difference",
  "naive-uncertainty",
  "naive-sextractor",
  "naive-psfcat",
  "naive-finder",
  "naive-parquet",
  "naive-residual",
  "negative",
  "injection-truth",
  "simulation-truth",
  "config",
  "markers",
] as const;
export type JobRole = (typeof JOB_ROLES)[number];

/** What a job's names are made of. */
export interface JobNaming {
  era: JobEra;
  jid: number;
  filter: string;
  pointing: number;
  sca: number;
  hasInjections: boolean;
  /** SFFT with cross-convolution: two products, decorrelated and cross-convolved */
  crossConvolution: boolean;
  /** era B: science files of the other simulator, rimtimsim_WFI_... */
  rimtimsim: boolean;
}

/** What is left out where only the channels are wanted: raw, mosaics and their catalogues, twins, residuals, the naive subtraction. */
const LARGE_ROLES: readonly JobRole[] = [
  "science-raw",
  "science-gain-catalog",
  "science-pv",
  "science-uncertainty",
  "mosaic",
  "mosaic-coverage",
  "mosaic-uncertainty",
  "mosaic-sextractor",
  "mosaic-psfcat",
  "mosaic-finder",
  "mosaic-parquet",
  "mosaic-psf",
  "reference-gain-catalog",
  "reference",
  "reference-coverage",
  "reference-uncertainty",
  "reference-gain-matched-uncertainty",
  "zogy-residual",
  "sfft-residual",
  "naive-difference",
  "naive-uncertainty",
  "naive-sextractor",
  "naive-psfcat",
  "naive-finder",
  "naive-parquet",
  "naive-residual",
];

/**
 * The roles that a job is written without.
 *
 * @param missing names of roles
 * @param products all, or only the channels, catalogues and truth
 * @returns the roles
 * @throws InvalidParameterError for another name
 */
export function rolesToLeaveOut(missing: readonly string[], products: "all" | "channels"): Set<JobRole> {
  const roles = new Set<JobRole>(products === "channels" ? LARGE_ROLES : []);
  for (const name of missing) {
    const role = JOB_ROLES.find((known) => known === name);
    if (role === undefined) {
      throw new InvalidParameterError({ place: "missing product", found: name, expected: JOB_ROLES.join(", ") });
    }
    roles.add(role);
  }
  return roles;
}

/**
 * Stem of the science files and of the injection list.
 *
 * @param naming of the job
 * @returns without the ending _reformatted.fits or _inject.txt
 */
function scienceStem({ era, filter, pointing, sca, rimtimsim }: JobNaming): string {
  if (!rimtimsim || era === "a") return `Roman_TDS_simple_model_${filter}_${pointing}_${sca}_lite`;
  return `rimtimsim_WFI_${filter}_SCA${String(sca).padStart(2, "0")}_${String(pointing).padStart(9, "0")}_lite`;
}

const MOSAIC = "awaicgen_output_mosaic";

/**
 * Names of the products that do not belong to one subtraction.
 *
 * @param naming of the job
 * @returns file name of each role; null: the era has none
 */
export function commonNames(naming: JobNaming) {
  const isB = naming.era === "b";
  const stem = scienceStem(naming);
  const science = `${stem}${naming.hasInjections ? "_inject" : ""}_reformatted`;
  const sca = String(naming.sca).padStart(2, "0");
  return {
    "science-raw": `${stem}.fits.gz`,
    science: `${science}.fits`,
    "science-pv": `${science}_pv.fits`,
    "science-uncertainty": `${science}_unc.fits`,
    "science-background-subtracted": "bkg_subbed_science_image.fits",
    "science-gain-catalog": "bkg_subbed_science_image_scigainmatchsexcat.txt",
    "science-psf": isB ? `WFI_SCA${sca}_${naming.filter}_PSF_DET_DIST_normalized.fits` : null,
    mosaic: `${MOSAIC}_image.fits`,
    "mosaic-coverage": `${MOSAIC}_cov_map.fits`,
    "mosaic-uncertainty": `${MOSAIC}_uncert_image.fits`,
    "mosaic-sextractor": `${MOSAIC}_refimsexcat.txt`,
    "mosaic-psfcat": isB ? "refimage_psfcat.txt" : null,
    "mosaic-finder": isB ? "refimage_psfcat_finder.txt" : null,
    "mosaic-parquet": isB ? "refimage_psfcat.parquet" : null,
    reference: `${MOSAIC}_image_resampled.fits`,
    "reference-coverage": `${MOSAIC}_cov_map_resampled.fits`,
    "reference-uncertainty": `${MOSAIC}_uncert_image_resampled.fits`,
    "reference-gain-matched": `${MOSAIC}_image_resampled_gainmatched.fits`,
    "reference-gain-matched-uncertainty": isB ? `${MOSAIC}_uncert_image_resampled_gainmatched.fits` : null,
    "reference-gain-catalog": `${MOSAIC}_image_resampled_refgainmatchsexcat.txt`,
    "injection-truth": naming.hasInjections ? `${stem}_inject.txt` : null,
    "simulation-truth": `Roman_TDS_index_${naming.filter}_${naming.pointing}_${naming.sca}.txt`,
    config: `product_config_jid${naming.jid}.ini`,
  };
}

/** File names of one subtraction; null where the era has none. */
export interface SubtractionNames {
  difference: string;
  crossConvolved: string | null;
  uncertainty: string;
  score: string | null;
  psf: string | null;
  solution: string | null;
  sextractor: string;
  sepsfcat: string | null;
  psfcat: string;
  finder: string;
  parquet: string | null;
  residual: string;
}

/**
 * Names of one subtraction's products.
 *
 * @param algorithm which
 * @param naming of the job
 * @returns names of the positive products
 */
export function subtractionNames(algorithm: Subtraction, { era, crossConvolution }: JobNaming): SubtractionNames {
  const isB = era === "b";
  const prefix = { zogy: isB ? "zogy_" : "", sfft: "sfft", naive: "naive_" }[algorithm];
  const stem = `${prefix}diffimage_masked`;
  const isCrossed = algorithm === "sfft" && crossConvolution;
  return {
    difference: isCrossed ? "sfftdiffimage_dconv_masked.fits" : `${stem}.fits`,
    crossConvolved: isCrossed ? "sfftdiffimage_cconv_masked.fits" : null,
    uncertainty: `${prefix}diffimage_uncert_masked.fits`,
    score: algorithm === "zogy" ? "scorrimage_masked.fits" : null,
    psf: algorithm === "zogy" ? "diffpsf.fits" : algorithm === "sfft" && isB ? "sfftdiffpsf.fits" : null,
    solution: algorithm === "sfft" && isB ? "sfftsoln.fits" : null,
    sextractor: isCrossed ? "sfftdiffimage_cconv_masked.txt" : `${stem}.txt`,
    sepsfcat: isB ? null : `${stem}_sepsfcat.txt`,
    psfcat: `${stem}_psfcat.txt`,
    finder: `${stem}_psfcat_finder.txt`,
    parquet: isB ? `${stem}_psfcat.parquet` : null,
    residual: `${stem}_psfcat_residual.fits`,
  };
}

/**
 * Name of the twin made of reference minus science.
 *
 * @param name of the positive product
 * @returns the same with _negative before the ending
 */
export function negativeName(name: string): string {
  return name.replace(/(\.[a-z]+)$/, "_negative$1");
}
