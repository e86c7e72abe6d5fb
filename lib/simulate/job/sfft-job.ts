// SFFT as a job runs it: where the kernel is fitted, and the two products of cross-convolution.

import { convolveEven, type Plane } from "./convolve";
import type { JobPlan } from "./plan";
import type { SceneSource } from "./scene";
import { fitMatchingKernel, type KernelFit, subtractMatched } from "./sfft";
import { type Spectrum, stampOf } from "./spectrum";
import type { JobImages, MadeDifference } from "./subtractions";
import type { SubtractionInput } from "./zogy";

const KERNEL_HALF = 3;
const FIT_REACH = 8;
const MOST_CENTRES = 150;
/** Stars and galaxies with fewer counts do not tell the kernel. */
const LEAST_COUNTS = 3000;
/** Pixels so near to something new or saturated are not used. */
const NEW_REACH = 9;
const SATURATED_REACH = 30;
const CONVOLUTION_HALF = 5;
const LEAST_GALAXY_COUNTS = 4000;

/**
 * Subtracts as SFFT does. With cross-convolution the science image is first convolved with the reference's PSF and the reference with the
 * science image's; the difference of these is the cross-convolved product, and the same, made white again, the decorrelated one.
 *
 * @param plan of the job
 * @param images for the places of sources
 * @param input images, noise, PSFs
 * @returns the difference; `second` is the cross-convolved one, null without
 */
export function makeSfft(plan: JobPlan, images: JobImages, input: SubtractionInput): MadeDifference {
  if (plan.naming.crossConvolution) return makeCrossed(images, input, plan);
  const matching = fitMatchingKernel(input.science, input.reference, fitOf(images, plan));
  const difference = subtractMatched(input.science, input.reference, matching);
  loseAtGalaxies(difference, images.sources, plan.settings.sfftGalaxyLoss);
  return { difference, second: null, psfSpectrum: input.scienceSpectrum, solution: matching.kernel };
}

function makeCrossed(images: JobImages, input: SubtractionInput, plan: JobPlan): MadeDifference {
  const size = input.science.size;
  const plane = () => new Float32Array(size * size);
  const science = convolveEven(input.science, stampOf(input.referenceSpectrum, CONVOLUTION_HALF), plane());
  const reference = convolveEven(input.reference, stampOf(input.scienceSpectrum, CONVOLUTION_HALF), plane());
  const matching = fitMatchingKernel(science, reference, fitOf(images, plan));
  const crossed = subtractMatched(science, reference, matching);
  loseAtGalaxies(crossed, images.sources, plan.settings.sfftGalaxyLoss);
  const kernelSum = matching.kernel.reduce((total, value) => total + value, 0);
  const whitening = decorrelation(input, kernelSum);
  const difference = convolveEven(crossed, stampOf(whitening, CONVOLUTION_HALF), reference.pixels);
  const psfSpectrum = whitening.map((value, i) => value * input.scienceSpectrum[i]! * input.referenceSpectrum[i]!);
  return { difference, second: crossed, psfSpectrum, solution: matching.kernel };
}

/** What a flexible kernel takes away where the reference is bright and extended; a model, not a computation. */
function loseAtGalaxies({ size, pixels }: Plane, sources: readonly SceneSource[], loss: number): void {
  if (loss === 0) return;
  for (const { kind, counts, shape, x, y } of sources) {
    if (kind !== "galaxy" || shape === null || counts < LEAST_GALAXY_COUNTS) continue;
    const reach = Math.ceil(3 * shape.halfLightPixels);
    for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(size - 1, y + reach); j++) {
      for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(size - 1, x + reach); i++) {
        const distance = ((i - x) ** 2 + (j - y) ** 2) / shape.halfLightPixels ** 2;
        pixels[j * size + i]! *= 1 - loss * Math.exp(-0.5 * distance);
      }
    }
  }
}

/** 1 / sqrt(sj² |Pr|² + K² si² |Pn|²), scaled to sum 1. */
function decorrelation(input: SubtractionInput, kernelSum: number): Spectrum {
  const { scienceSigma, referenceSigma, scienceSpectrum, referenceSpectrum } = input;
  const values = scienceSpectrum.map(
    (pn, i) => 1 / Math.hypot(scienceSigma * referenceSpectrum[i]!, kernelSum * referenceSigma * pn),
  );
  return values.map((value) => value / values[0]!);
}

/** The brightest sources that are neither saturated nor new; RAPID takes what both segmentation maps hold. */
function fitOf({ sources, science, reference }: JobImages, plan: JobPlan): KernelFit {
  const { size, settings } = plan;
  const limit = (0.9 * settings.saturationCounts) / plan.filter.exposureTimeSeconds;
  const isInside = ({ x, y }: SceneSource) => x > 0 && y > 0 && x < size - 1 && y < size - 1;
  const isNew = ({ referenceFactor, kind }: SceneSource) => referenceFactor !== 1 || kind === "transient";
  const inside = sources.filter(isInside);
  const isSaturated = ({ kind, counts }: SceneSource) => kind === "star" && counts > 4 * settings.saturationCounts;
  const spoilt = inside.flatMap((source) => {
    if (isSaturated(source)) return [{ ...source, reach: SATURATED_REACH }];
    return isNew(source) ? [{ ...source, reach: NEW_REACH }] : [];
  });
  const isSpoilt = (x: number, y: number) =>
    spoilt.some((one) => Math.abs(one.x - x) <= one.reach && Math.abs(one.y - y) <= one.reach);
  const centres = inside
    .filter((source) => source.counts >= LEAST_COUNTS && !isNew(source) && !isSaturated(source))
    .filter(({ x, y }) => !isSpoilt(x, y))
    .sort((one, other) => other.counts - one.counts)
    .slice(0, MOST_CENTRES);
  const isUsable = (x: number, y: number) => {
    const i = y * size + x;
    return science.plane.pixels[i]! < limit && reference.coverage[i]! > 0 && !isSpoilt(x, y);
  };
  return { half: KERNEL_HALF, reach: FIT_REACH, centres, isUsable };
}
