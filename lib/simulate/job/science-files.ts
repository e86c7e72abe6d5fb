// The science exposure's products.

import { gzipSync } from "fflate";
import { type FitsHduToWrite, writeFits } from "../../readers/fits";
import type { Plane } from "./convolve";
import { computedImageFile, imageFile, type JobFile, product, release } from "./files";
import { scienceCards } from "./headers";
import type { JobPlan } from "./plan";
import { commonNames } from "./products";
import { psfStamp, sciencePsf } from "./psf";
import type { SceneSource } from "./scene";
import { makeRaw, makeScience, type ScienceImage } from "./science";
import { sourceCatalog } from "./sextractor";

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
  const options = { ...plan, psf, exposureTimeSeconds };
  yield* product(plan, "science-raw", names["science-raw"], () => rawFile(plan, makeRaw(sources, options)));
  const science = makeScience(sources, options);
  const { plane, subtracted } = science;
  const readVariance = plan.settings.readNoiseCounts ** 2;
  const noise = (i: number) =>
    Math.sqrt(Math.abs(plane.pixels[i]!) * exposureTimeSeconds + readVariance) / exposureTimeSeconds;
  const cards = scienceCards(plan, "DN/s");
  yield* product(plan, "science", names.science, () => imageFile(cards, plane));
  yield* product(plan, "science-pv", names["science-pv"], () => imageFile(cards, plane));
  yield* product(plan, "science-uncertainty", names["science-uncertainty"], () =>
    computedImageFile(cards, plan.size, noise),
  );
  const subtractedName = names["science-background-subtracted"];
  yield* product(plan, "science-background-subtracted", subtractedName, () => imageFile(cards, subtracted));
  yield* product(plan, "science-gain-catalog", names["science-gain-catalog"], () =>
    sourceCatalog(subtracted, plan.world),
  );
  yield* product(plan, "science-psf", names["science-psf"], () => {
    const side = 2 * PSF_FILE_HALF + 1;
    return imageFile([], { size: side, pixels: Float32Array.from(psfStamp(psf, PSF_FILE_HALF)) });
  });
  return science;
}

/** Header and pixels in the first extension; level 1 and no time, so that the same pixels give the same bytes. */
function rawFile(plan: JobPlan, { size, pixels }: Plane): Uint8Array<ArrayBuffer> {
  const image = { width: size, height: size, pixels };
  const cards: FitsHduToWrite["cards"] = [...scienceCards(plan, "count"), ["EXTNAME", "SCI"]];
  const file = writeFits([{ cards: [] }, { cards, image }]);
  release(pixels);
  const packed = gzipSync(file, { level: 1, mtime: 0 });
  release(file);
  return packed;
}
