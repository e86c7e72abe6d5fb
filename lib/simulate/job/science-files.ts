// The science exposure's products.

import { imageFile, type JobFile, planeOf, product } from "./files";
import { scienceCards } from "./headers";
import type { JobPlan } from "./plan";
import { commonNames } from "./products";
import { psfStamp, sciencePsf } from "./psf";
import type { SceneSource } from "./scene";
import { makeScience, type ScienceImage } from "./science";

const PSF_FILE_HALF = 49;

/**
 * Makes the science image and writes its files.
 *
 * @param plan of the job
 * @param sources of the scene
 * @returns files, and the image
 */
export function* scienceFiles(plan: JobPlan, sources: readonly SceneSource[]): Generator<JobFile, ScienceImage> {
  const names = commonNames(plan.naming);
  const { exposureTimeSeconds } = plan.filter;
  const psf = sciencePsf(plan.filter);
  const science = makeScience(sources, { ...plan, psf, exposureTimeSeconds });
  const { plane, subtracted } = science;
  const readVariance = plan.settings.readNoiseCounts ** 2;
  const noise = (i: number) =>
    Math.sqrt(Math.abs(plane.pixels[i]!) * exposureTimeSeconds + readVariance) / exposureTimeSeconds;
  const cards = scienceCards(plan, "DN/s");
  yield* product(plan, "science", names.science, () => imageFile(cards, plane));
  yield* product(plan, "science-pv", names["science-pv"], () => imageFile(cards, plane));
  yield* product(plan, "science-uncertainty", names["science-uncertainty"], () =>
    imageFile(cards, planeOf(plan.size, noise)),
  );
  const subtractedName = names["science-background-subtracted"];
  yield* product(plan, "science-background-subtracted", subtractedName, () => imageFile(cards, subtracted));
  yield* product(plan, "science-psf", names["science-psf"], () => {
    const side = 2 * PSF_FILE_HALF + 1;
    return imageFile([], { size: side, pixels: Float32Array.from(psfStamp(psf, PSF_FILE_HALF)) });
  });
  return science;
}
