// Proper subtraction with kernels cut to a few pixels (Zackay, Ofek & Gal-Yam 2016, ApJ 830, 27, arXiv:1601.02655), as RAPID uses it:
// flux scales 1, the difference divided by F_D. One PSF for the whole frame: where the PSF differs, stars and galaxies leave residuals.

import { convolveEven, type Plane } from "./convolve";
import { release } from "./files";
import { SPECTRUM_SIDE, type Spectrum, stampOf } from "./spectrum";

/** Images in DN/s, on one grid. */
export interface SubtractionInput {
  science: Plane;
  /** gain-matched; 0 where there is no coverage */
  reference: Plane;
  /** clipped noise of both */
  scienceSigma: number;
  referenceSigma: number;
  scienceSpectrum: Spectrum;
  referenceSpectrum: Spectrum;
  /** variance of a pixel with the given index */
  scienceVariance: (value: number, index: number) => number;
  referenceVariance: (value: number, index: number) => number;
}

/** What ZOGY gives. */
export interface ZogyResult {
  /** DN/s, flux kept */
  difference: Plane;
  /** significance */
  score: Plane;
  /** transform of the difference's PSF; sum 1 */
  psfSpectrum: Spectrum;
}

/** Half widths of the cut kernels. */
const DIFFERENCE_HALF = 5;
const SCORE_HALF = 5;
const VARIANCE_HALF = 3;
/** Astrometric noise, pixels. */
const ASTROMETRIC_SIGMA = 0.05;

/**
 * Subtracts. D / F_D = kn * N - kr * R with kn = Pr / (F_D sqrt(den)), kr = Pn / (F_D sqrt(den)), den = sn² Pr² + sr² Pn² (equations 13
 * to 15); score of equations 25 to 33 with both variance images.
 *
 * Border: zeros outside. Pixels must be finite. Allocates four planes, two of them the result's.
 * Kernels are cut at 5 pixels, their squares at 3; those of the difference are scaled to sum 1.
 *
 * @param input images, noise, PSFs
 * @returns difference, score and PSF
 */
export function subtractZogy(input: SubtractionInput): ZogyResult {
  const { science, reference } = input;
  const size = science.size;
  const spectra = zogySpectra(input);
  const buffers = Array.from({ length: 4 }, () => new Float32Array(size * size));
  const ofScience = stampOf(spectra.scoreOfScience, SCORE_HALF);
  const ofReference = stampOf(spectra.scoreOfReference, SCORE_HALF);
  const squared = (spectrum: Spectrum) => stampOf(spectrum, VARIANCE_HALF).map((value) => value * value);
  const variance = convolveEven(science, squared(spectra.scoreOfScience), buffers[0]!, input.scienceVariance);
  const score = convolveEven(reference, squared(spectra.scoreOfReference), buffers[1]!, input.referenceVariance);
  for (let i = 0; i < score.pixels.length; i++) variance.pixels[i]! += score.pixels[i]!;
  const fromScience = convolveEven(science, ofScience, buffers[2]!);
  const fromReference = convolveEven(reference, ofReference, buffers[3]!);
  fillScore(score, fromScience, fromReference, variance);
  const difference = convolveEven(science, unitSum(stampOf(spectra.differenceOfScience, DIFFERENCE_HALF)), buffers[2]!);
  const other = convolveEven(reference, unitSum(stampOf(spectra.differenceOfReference, DIFFERENCE_HALF)), buffers[3]!);
  for (let i = 0; i < other.pixels.length; i++) difference.pixels[i]! -= other.pixels[i]!;
  release(variance.pixels, other.pixels);
  return { difference, score, psfSpectrum: spectra.psf };
}

function fillScore({ size, pixels }: Plane, science: Plane, reference: Plane, variance: Plane): void {
  const astrometric = ASTROMETRIC_SIGMA ** 2;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const i = y * size + x;
      const left = x === 0 ? i + size - 1 : i - 1;
      const below = y === 0 ? i + (size - 1) * size : i - size;
      let total = variance.pixels[i]!;
      for (const part of [science.pixels, reference.pixels]) {
        const [dx, dy] = [part[i]! - part[left]!, part[i]! - part[below]!];
        total += astrometric * (dx * dx + dy * dy);
      }
      pixels[i] = (science.pixels[i]! - reference.pixels[i]!) / Math.sqrt(total);
    }
  }
}

function zogySpectra({ scienceSigma: sn, referenceSigma: sr, scienceSpectrum, referenceSpectrum }: SubtractionInput) {
  const count = SPECTRUM_SIDE * SPECTRUM_SIDE;
  const make = (value: (pn: number, pr: number, den: number) => number) =>
    Float64Array.from({ length: count }, (_, i) => {
      const [pn, pr] = [scienceSpectrum[i]!, referenceSpectrum[i]!];
      return value(pn, pr, sn * sn * pr * pr + sr * sr * pn * pn);
    });
  const fluxScale = 1 / Math.hypot(sn, sr);
  return {
    differenceOfScience: make((_, pr, den) => pr / (fluxScale * Math.sqrt(den))),
    differenceOfReference: make((pn, _, den) => pn / (fluxScale * Math.sqrt(den))),
    psf: make((pn, pr, den) => (pn * pr) / (fluxScale * Math.sqrt(den))),
    scoreOfScience: make((pn, pr, den) => (pn * pr * pr) / den),
    scoreOfReference: make((pn, pr, den) => (pr * pn * pn) / den),
  };
}

function unitSum(stamp: Float64Array): Float64Array {
  const sum = stamp.reduce((total, value) => total + value, 0);
  return stamp.map((value) => value / sum);
}
