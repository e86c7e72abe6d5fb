// The subtractions of a job, with their products and catalogues.

import { type CatalogInput, type CatalogRole, type Catalogs, catalogResidual, makeCatalogs } from "./catalogs";
import { clippedNoise } from "./clipped";
import { convolveEven, type Plane } from "./convolve";
import { imageFile, type JobFile, planeOf, product, release, releasedImageFile } from "./files";
import { scienceCards } from "./headers";
import type { LedgerCatalog } from "./ledger";
import { psfTable } from "./photometry";
import type { JobPlan } from "./plan";
import { type JobRole, negativeName, type Subtraction, type SubtractionNames, subtractionNames } from "./products";
import { psfStamp, sciencePsf, stretched } from "./psf";
import type { ReferenceImage } from "./reference-files";
import type { SceneSource } from "./scene";
import type { ScienceImage } from "./science";
import { makeSfft } from "./sfft-job";
import { type Spectrum, spectrumOf, stampOf } from "./spectrum";
import { type SubtractionInput, subtractZogy } from "./zogy";

/** What is subtracted. */
export interface JobImages {
  sources: readonly SceneSource[];
  science: ScienceImage;
  reference: ReferenceImage;
}

/** A difference with what belongs to it; uncovered pixels are still numbers. */
export interface MadeDifference {
  difference: Plane;
  /** ZOGY's score, or SFFT's cross-convolved difference */
  second: Plane | null;
  psfSpectrum: Spectrum;
  /** SFFT's matching kernel */
  solution: Float64Array | null;
}

/** Half width of the stamps that transforms are made of. */
const TRANSFORM_HALF = 24;
const PSF_FILE_HALF = 20;
const CORRELATION_SIGMA = 0.7;
const CORRELATION_HALF = 2;

/**
 * Makes all differences of a job, one after the other, and their files.
 *
 * @param plan of the job
 * @param images science and reference
 * @returns files, and the catalogues that the ledger tells of
 */
export function* subtractAll(
  plan: JobPlan,
  images: JobImages,
): Generator<JobFile, Record<"zogy" | "sfft", LedgerCatalog>> {
  const input = subtractionInput(plan, images);
  const told = stretched(sciencePsf(plan.filter), 1 + plan.settings.zogyPsfError);
  const zogyInput = { ...input, scienceSpectrum: spectrumOf(psfStamp(told, TRANSFORM_HALF)) };
  const zogy = yield* differenceFiles(plan, images, "zogy", makeZogy(plan, zogyInput));
  const sfft = yield* differenceFiles(plan, images, "sfft", makeSfft(plan, images, input));
  const isNaiveMade = plan.naming.era === "b" && !plan.leftOut.has("naive-difference");
  if (isNaiveMade) yield* differenceFiles(plan, images, "naive", makeNaive(input));
  return { zogy, sfft };
}

function subtractionInput(plan: JobPlan, { science, reference }: JobImages): SubtractionInput {
  const time = plan.filter.exposureTimeSeconds;
  const { plane, coverage, baseVariance } = reference;
  const readVariance = plan.settings.readNoiseCounts ** 2;
  return {
    science: science.subtracted,
    reference: plane,
    scienceSigma: clippedNoise(science.subtracted.pixels).sigma,
    referenceSigma: clippedNoise(plane.pixels).sigma,
    scienceSpectrum: spectrumOf(psfStamp(sciencePsf(plan.filter), TRANSFORM_HALF)),
    referenceSpectrum: spectrumOf(psfStamp(reference.psf, TRANSFORM_HALF)),
    scienceVariance: (_, i) => (Math.abs(science.plane.pixels[i]!) * time + readVariance) / time ** 2,
    referenceVariance: (value, i) => (Math.max(0, value * time) + baseVariance) / Math.max(1, coverage[i]!) / time ** 2,
  };
}

function makeZogy(plan: JobPlan, input: SubtractionInput): MadeDifference {
  const { difference, score, psfSpectrum } = subtractZogy(input);
  addCorrelatedNoise(difference, plan);
  return { difference, second: score, psfSpectrum, solution: null };
}

/** White noise smoothed by a Gaussian, of the standard deviation that the settings say; the score is left as it is. */
function addCorrelatedNoise({ size, pixels }: Plane, plan: JobPlan): void {
  const part = plan.settings.zogyCorrelatedNoise;
  if (part === 0) return;
  const random = plan.stream("correlated noise");
  const white = planeOf(size, () => random.gaussian());
  const kernel = psfStamp([{ weight: 1, sigma: CORRELATION_SIGMA }], CORRELATION_HALF);
  const smooth = convolveEven(white, kernel, new Float32Array(pixels.length));
  const power = kernel.reduce((total, value) => total + value * value, 0);
  const scale = (part * clippedNoise(pixels).sigma) / Math.sqrt(power);
  for (let i = 0; i < pixels.length; i++) pixels[i]! += scale * smooth.pixels[i]!;
  release(white.pixels, smooth.pixels);
}

function makeNaive({ science, reference, scienceSpectrum }: SubtractionInput): MadeDifference {
  const difference = planeOf(science.size, (i) => science.pixels[i]! - reference.pixels[i]!);
  return { difference, second: null, psfSpectrum: scienceSpectrum, solution: null };
}

function* differenceFiles(
  plan: JobPlan,
  images: JobImages,
  algorithm: Subtraction,
  made: MadeDifference,
): Generator<JobFile, LedgerCatalog> {
  const names = subtractionNames(algorithm, plan.naming);
  maskUncovered(made.difference, images.reference.coverage);
  if (made.second) maskUncovered(made.second, images.reference.coverage);
  const uncertainty = uncertaintyOf(plan, images, made.difference);
  const cards = scienceCards(plan, "DN/s");
  yield* signedFiles(plan, algorithm, made, names);
  yield* product(plan, `${algorithm}-uncertainty`, names.uncertainty, () => imageFile(cards, uncertainty));
  if (algorithm !== "naive") {
    yield* product(plan, `${algorithm}-psf`, names.psf, () => psfFile(made.psfSpectrum));
    if (made.solution) yield* product(plan, "sfft-solution", names.solution, () => stampFile(made.solution!));
  }
  const input: CatalogInput = {
    difference: made.difference,
    uncertainty,
    detection: made.second ?? made.difference,
    table: psfTable(made.psfSpectrum),
    world: plan.world,
    era: plan.naming.era,
    settings: plan.settings,
  };
  const catalogs = yield* catalogFiles(plan, algorithm, input, names);
  if (plan.naming.era === "b" && !plan.leftOut.has("negative")) {
    yield* negativeFiles(plan, algorithm, made, input, names);
  }
  release(uncertainty.pixels, made.difference.pixels, ...(made.second ? [made.second.pixels] : []));
  return catalogs;
}

/** The images whose sign is that of the difference. */
function* signedFiles(
  plan: JobPlan,
  algorithm: Subtraction,
  { difference, second }: MadeDifference,
  names: Pick<SubtractionNames, "difference" | "score" | "crossConvolved">,
): Generator<JobFile, void> {
  const cards = scienceCards(plan, "DN/s");
  yield* product(plan, `${algorithm}-difference`, names.difference, () => imageFile(cards, difference));
  if (second === null) return;
  if (algorithm === "zogy") {
    yield* product(plan, "zogy-score", names.score, () => imageFile(scienceCards(plan, "sigma"), second));
  }
  yield* product(plan, "sfft-cross-convolved", names.crossConvolved, () => imageFile(cards, second));
}

function* catalogFiles(
  plan: JobPlan,
  algorithm: Subtraction,
  input: CatalogInput,
  names: SubtractionNames,
): Generator<JobFile, Catalogs> {
  const roles: CatalogRole[] = ["psfcat", "finder", "parquet", "sextractor", "sepsfcat"];
  const leftOut = new Set(roles.filter((role) => plan.leftOut.has(catalogRole(algorithm, role))));
  const catalogs = makeCatalogs(input, names, leftOut);
  for (const { role, name, bytes } of catalogs.files) {
    yield { role: catalogRole(algorithm, role), fileName: name, bytes };
  }
  yield* product(plan, `${algorithm}-residual`, names.residual, () =>
    releasedImageFile(scienceCards(plan, "DN/s"), catalogResidual(input, catalogs.fitted)),
  );
  return catalogs;
}

/** The naive subtraction has no sepsfcat in any era: its role is that of the SExtractor catalogue. */
function catalogRole(algorithm: Subtraction, role: CatalogRole): JobRole {
  return algorithm === "naive" && role === "sepsfcat" ? "naive-sextractor" : (`${algorithm}-${role}` as JobRole);
}

function* negativeFiles(
  plan: JobPlan,
  algorithm: Subtraction,
  made: MadeDifference,
  input: CatalogInput,
  names: SubtractionNames,
): Generator<JobFile, void> {
  for (const plane of [made.difference, made.second]) {
    if (plane) for (let i = 0; i < plane.pixels.length; i++) plane.pixels[i] = -plane.pixels[i]!;
  }
  const negative = Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, name === null ? null : negativeName(name)]),
  );
  const twins: SubtractionNames = { ...names, ...negative };
  yield* signedFiles(plan, algorithm, made, twins);
  yield* catalogFiles(plan, algorithm, input, twins);
}

function maskUncovered({ pixels }: Plane, coverage: Uint8Array): void {
  for (let i = 0; i < pixels.length; i++) if (coverage[i] === 0) pixels[i] = Number.NaN;
}

/** RAPID's: shot noise of both images and the clipped noise of the difference; that alone where there is no coverage. */
function uncertaintyOf(plan: JobPlan, { science, reference }: JobImages, difference: Plane): Plane {
  const time = plan.filter.exposureTimeSeconds;
  const { sigma } = clippedNoise(difference.pixels);
  return planeOf(plan.size, (i) => {
    const frames = reference.coverage[i]!;
    if (frames === 0) return sigma;
    const shot = Math.abs(science.subtracted.pixels[i]!) + Math.abs(reference.plane.pixels[i]!) / frames;
    return Math.sqrt(shot / time + sigma * sigma);
  });
}

function psfFile(spectrum: Spectrum): Uint8Array<ArrayBuffer> {
  return stampFile(stampOf(spectrum, PSF_FILE_HALF));
}

function stampFile(stamp: Float64Array): Uint8Array<ArrayBuffer> {
  return imageFile([], { size: Math.sqrt(stamp.length), pixels: Float32Array.from(stamp) });
}
