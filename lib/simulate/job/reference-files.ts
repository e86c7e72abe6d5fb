// The reference's products: mosaic, the same on the science grid, and gain-matched.

import { catalogParquet, finderCatalogText, psfCatalogText } from "./catalog-text";
import { clippedNoise } from "./clipped";
import type { Plane } from "./convolve";
import { computedImageFile, imageFile, type JobFile, product, release } from "./files";
import { findStars } from "./finder";
import { REFERENCE_ZEROPOINT, referenceCards, scienceCards } from "./headers";
import { fitPsf, psfTable } from "./photometry";
import type { JobPlan } from "./plan";
import { commonNames, type JobRole } from "./products";
import { type Psf, psfStamp, sciencePsf, widened } from "./psf";
import { type Mosaic, makeMosaic, resampleMosaic } from "./reference";
import type { SceneSource } from "./scene";
import { sourceCatalog } from "./sextractor";
import { spectrumOf } from "./spectrum";

/** The reference as the subtractions take it. */
export interface ReferenceImage {
  /** gain-matched, DN/s, 0 where there is no coverage */
  plane: Plane;
  /** frames */
  coverage: Uint8Array;
  psf: Psf;
  /** variance of one frame in counts, without sources */
  baseVariance: number;
}

const PSF_FILE_HALF = 20;
/** A stack of dithered frames, resampled, has a PSF wider by this. */
const STACK_SIGMA = 0.32;

/**
 * Makes the reference and writes its files.
 *
 * @param plan of the job
 * @param sources of the scene
 * @returns files, and the gain-matched reference
 */
export function* referenceFiles(plan: JobPlan, sources: readonly SceneSource[]): Generator<JobFile, ReferenceImage> {
  const psf = widened(sciencePsf(plan.filter), STACK_SIGMA);
  const { plane, coverage, baseVariance } = yield* resampledMosaic(plan, sources, psf);
  const gain = (1 + plan.settings.gainMatchError) / plan.filter.exposureTimeSeconds;
  for (let i = 0; i < plane.pixels.length; i++) plane.pixels[i]! *= gain;
  const reference = { plane, coverage, psf, baseVariance };
  yield* resampledFiles(plan, reference);
  return reference;
}

/** The mosaic, 250 MB at 7000 pixels, lives no longer than this. */
function* resampledMosaic(
  plan: JobPlan,
  sources: readonly SceneSource[],
  psf: Psf,
): Generator<JobFile, Omit<ReferenceImage, "psf">> {
  const { exposureTimeSeconds } = plan.filter;
  const mosaic = makeMosaic(sources, { ...plan, size: plan.mosaicSize, psf, exposureTimeSeconds });
  const resampled = resampleMosaic(mosaic, plan.world);
  yield* mosaicFiles(plan, mosaic, psf);
  release(mosaic.plane.pixels, mosaic.coverage);
  return { ...resampled, baseVariance: mosaic.baseVariance };
}

/** From DN/s of the science image to the reference's zero point. */
function scaleOf(plan: JobPlan): number {
  return 10 ** (0.4 * (REFERENCE_ZEROPOINT - plan.zeropoint));
}

/** A hundred per cent: five frames or more everywhere. */
function coverageOfFive(coverage: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < coverage.length; i++) sum += Math.min(5, coverage[i]!);
  return (100 * sum) / (5 * coverage.length);
}

function* mosaicFiles(plan: JobPlan, mosaic: Mosaic, psf: Psf): Generator<JobFile, void> {
  const names = commonNames(plan.naming);
  const { coverage, baseVariance, world } = mosaic;
  const { size, pixels } = mosaic.plane;
  const cov5percent = coverageOfFive(coverage);
  const cards = (unit: string) => referenceCards(plan, { world, cov5percent, unit });
  const scale = scaleOf(plan) / plan.filter.exposureTimeSeconds;
  // one plane after the other takes the place of the counts: at 7000 pixels each has 196 MB
  const write = (role: JobRole, name: string, unit: string, value: (pixel: number, frames: number) => number) =>
    product(plan, role, name, () => {
      for (let i = 0; i < pixels.length; i++) pixels[i] = value(pixels[i]!, coverage[i]!);
      return imageFile(cards(unit), { size, pixels });
    });
  const noise = (counts: number, frames: number) => Math.sqrt((Math.max(0, counts) + baseVariance) / frames);
  for (let i = 0; i < pixels.length; i++) pixels[i] = coverage[i] === 0 ? Number.NaN : pixels[i]! * scale;
  yield* write("mosaic", names.mosaic, "DN/s", (value) => value);
  yield* mosaicCatalogs(plan, mosaic, psf);
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixels[i]! / scale;
  yield* write("mosaic-uncertainty", names["mosaic-uncertainty"], "DN/s", (counts, frames) =>
    frames === 0 ? Number.NaN : noise(counts, frames) * scale,
  );
  yield* write("mosaic-coverage", names["mosaic-coverage"], "frames", (_, frames) => frames);
}

/** Of the mosaic as its file has it. */
function* mosaicCatalogs(plan: JobPlan, { plane, world }: Mosaic, psf: Psf): Generator<JobFile, void> {
  const names = commonNames(plan.naming);
  yield* product(plan, "mosaic-sextractor", names["mosaic-sextractor"], () => sourceCatalog(plane, world));
  if (plan.naming.era === "a") return;
  const stamp = psfStamp(psf, PSF_FILE_HALF);
  yield* product(plan, "mosaic-psf", `refimage_psf_fid${plan.filter.fid}.fits`, () =>
    imageFile([], { size: 2 * PSF_FILE_HALF + 1, pixels: Float32Array.from(stamp) }),
  );
  const catalogs = (["psfcat", "finder", "parquet"] as const).filter((role) => !plan.leftOut.has(`mosaic-${role}`));
  if (catalogs.length === 0) return;
  const { sigma } = clippedNoise(plane.pixels);
  // the fit takes the clipped noise where an image of uncertainties has nothing
  const uncertainty: Plane = { size: plane.size, pixels: new Float32Array(0) };
  const fit = { image: plane, uncertainty, sigma, table: psfTable(spectrumOf(stamp)) };
  const { sources } = findStars(plane, plan.settings.thresholdSigma * sigma, plan.settings.finderFwhmPixels);
  const fitted = sources.map((source) => fitPsf(fit, source));
  yield* product(plan, "mosaic-psfcat", names["mosaic-psfcat"], () => psfCatalogText(fitted, world, "b"));
  yield* product(plan, "mosaic-finder", names["mosaic-finder"], () => finderCatalogText(sources, "b"));
  yield* product(plan, "mosaic-parquet", names["mosaic-parquet"], () => catalogParquet(fitted, sources, world));
}

function* resampledFiles(plan: JobPlan, reference: ReferenceImage): Generator<JobFile, void> {
  const names = commonNames(plan.naming);
  const { coverage, baseVariance, plane } = reference;
  const time = plan.filter.exposureTimeSeconds;
  const scale = scaleOf(plan) / (1 + plan.settings.gainMatchError);
  const image = (unit: string, value: (i: number) => number) =>
    computedImageFile(scienceCards(plan, unit), plan.size, (i) => (coverage[i] === 0 ? Number.NaN : value(i)));
  const noise = (i: number) => Math.sqrt((Math.max(0, plane.pixels[i]! * time) + baseVariance) / coverage[i]!) / time;
  yield* product(plan, "reference", names.reference, () => image("DN/s", (i) => plane.pixels[i]! * scale));
  yield* product(plan, "reference-coverage", names["reference-coverage"], () =>
    computedImageFile(scienceCards(plan, "frames"), plan.size, (i) => coverage[i]!),
  );
  yield* product(plan, "reference-uncertainty", names["reference-uncertainty"], () =>
    image("DN/s", (i) => noise(i) * scale),
  );
  yield* product(plan, "reference-gain-matched", names["reference-gain-matched"], () =>
    image("DN/s", (i) => plane.pixels[i]!),
  );
  yield* product(plan, "reference-gain-catalog", names["reference-gain-catalog"], () =>
    sourceCatalog(plane, plan.world),
  );
  const uncertaintyName = names["reference-gain-matched-uncertainty"];
  yield* product(plan, "reference-gain-matched-uncertainty", uncertaintyName, () => image("DN/s", noise));
}
