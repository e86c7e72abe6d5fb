// Point-spread functions as sums of round Gaussians over square pixels, and what follows from their transforms.

import type { JobFilter } from "./filters";

/** Weights sum to 1; sigma in pixels, before the pixel's own width. */
export type Psf = readonly { weight: number; sigma: number }[];

/** Core of a diffraction-limited 2.4 m mirror at 0.11 arcsec a pixel, nearly in proportion to the wavelength. */
const CORE_SIGMA_A_MICROMETRE = 0.4;
const SMALLEST_CORE_SIGMA = 0.38;
/** Three-point Gauss-Legendre over a pixel. */
const NODES = [-0.5 * Math.sqrt(0.6), 0, 0.5 * Math.sqrt(0.6)];
const NODE_WEIGHTS = [5 / 18, 8 / 18, 5 / 18];

/**
 * The science image's PSF at the centre of the frame.
 *
 * @param filter which
 * @returns core, wing and halo
 */
export function sciencePsf(filter: JobFilter): Psf {
  const core = Math.max(SMALLEST_CORE_SIGMA, CORE_SIGMA_A_MICROMETRE * filter.wavelengthMicrometres);
  return [
    { weight: 0.86, sigma: core },
    { weight: 0.12, sigma: 2.2 * core + 0.4 },
    { weight: 0.02, sigma: 5 },
  ];
}

/**
 * A PSF widened by a Gaussian, as a stack of dithered frames is.
 *
 * @param psf which
 * @param sigma pixels, added in quadrature
 * @returns the wider one
 */
export function widened(psf: Psf, sigma: number): Psf {
  return psf.map((part) => ({ weight: part.weight, sigma: Math.hypot(part.sigma, sigma) }));
}

/**
 * A PSF whose widths are multiplied.
 *
 * @param psf which
 * @param factor of every sigma
 * @returns the other one
 */
export function stretched(psf: Psf, factor: number): Psf {
  return psf.map((part) => ({ weight: part.weight, sigma: part.sigma * factor }));
}

/**
 * A unit Gaussian integrated over pixels first ... first + target.length - 1 of one axis.
 *
 * @param target filled
 * @param centre of the Gaussian
 * @param sigma pixels
 * @param first pixel of target[0]
 */
export function fillProfile(target: Float64Array, centre: number, sigma: number, first: number): void {
  const scale = 1 / (sigma * Math.sqrt(2 * Math.PI));
  for (let i = 0; i < target.length; i++) {
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      const z = (first + i + NODES[k]! - centre) / sigma;
      sum += NODE_WEIGHTS[k]! * Math.exp(-0.5 * z * z);
    }
    target[i] = sum * scale;
  }
}

/**
 * The PSF as an image about its middle pixel.
 *
 * @param psf which
 * @param half the stamp has 2 half + 1 pixels a side
 * @returns row-major, sum 1
 */
export function psfStamp(psf: Psf, half: number): Float64Array {
  const side = 2 * half + 1;
  const stamp = new Float64Array(side * side);
  const profile = new Float64Array(side);
  for (const { weight, sigma } of psf) {
    fillProfile(profile, 0, sigma, -half);
    for (let i = 0; i < stamp.length; i++) stamp[i]! += weight * profile[i % side]! * profile[Math.floor(i / side)]!;
  }
  const sum = stamp.reduce((total, value) => total + value, 0);
  return stamp.map((value) => value / sum);
}
