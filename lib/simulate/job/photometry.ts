// PSF photometry at given places, with the columns and flags of photutils' PSFPhotometry.

import type { Plane } from "./convolve";
import { type Spectrum, stampOf } from "./spectrum";

/** One row of a PSF catalogue; pixels 0-based, fluxes in the image's unit. */
export interface FittedSource {
  xInit: number;
  yInit: number;
  fluxInit: number;
  x: number;
  y: number;
  flux: number;
  xError: number;
  yError: number;
  fluxError: number;
  pixelCount: number;
  qfit: number;
  cfit: number;
  reducedChiSquare: number;
  flags: number;
}

/** RAPID's settings: 17 × 17 pixels are fitted, the first flux is of an aperture of 8 pixels. */
const FIT_HALF = 8;
const FIT_SIDE = 2 * FIT_HALF + 1;
const APERTURE_RADIUS = 8;
const MOST_ITERATIONS = 20;
const CONVERGED_PIXELS = 1e-4;
const SAMPLES = 8;
const TABLE_HALF = FIT_HALF + 4;
const TABLE_SIDE = 2 * TABLE_HALF * SAMPLES + 1;

/** Meaning of the flags: photutils, PSFPhotometry. */
const FLAG = { partial: 1, outside: 2, notPositive: 4, notConverged: 8, noCovariance: 16 };

/** A PSF sampled eight times a pixel. */
export type PsfTable = Float64Array;

/**
 * The table of a PSF for fitPsf.
 *
 * @param spectrum of the PSF
 * @returns 8 values a pixel along each axis
 */
export function psfTable(spectrum: Spectrum): PsfTable {
  return stampOf(spectrum, TABLE_HALF, SAMPLES);
}

/** What is fitted. */
export interface PsfFit {
  image: Plane;
  /** standard deviation of each pixel; where it is not finite, `sigma` counts */
  uncertainty: Plane;
  sigma: number;
  table: PsfTable;
}

/**
 * Fits place and flux of one source by Gauss-Newton steps of at most half a pixel, weights 1 / uncertainty².
 *
 * Border: pixels outside and NaN are left out (flag 1). Sources are fitted one by one, without regard to neighbours.
 *
 * @param fit image, uncertainties, PSF
 * @param place first guess
 * @returns the row
 */
export function fitPsf(fit: PsfFit, place: { x: number; y: number }): FittedSource {
  const pixels = usablePixels(fit.image, place);
  const fluxInit = apertureSum(fit.image, place);
  const values = { x: place.x, y: place.y, flux: fluxInit };
  let [isConverged, covariance] = [false, invert3([0, 0, 0, 0, 0, 0])];
  for (let k = 0; k < MOST_ITERATIONS && !isConverged; k++) {
    const { normal, right } = normalEquations(fit, pixels, values);
    covariance = invert3(normal);
    if (covariance === null) break;
    const [dFlux, dx, dy] = multiply3(covariance, right);
    values.flux += dFlux;
    values.x += Math.min(0.5, Math.max(-0.5, dx));
    values.y += Math.min(0.5, Math.max(-0.5, dy));
    isConverged = Math.abs(dx) < CONVERGED_PIXELS && Math.abs(dy) < CONVERGED_PIXELS;
    if (Math.hypot(values.x - place.x, values.y - place.y) > FIT_HALF / 2) break;
  }
  const quality = qualityOf(fit, pixels, values);
  const size = fit.image.size;
  const isInside = [values.x, values.y].every((value) => value >= -0.5 && value <= size - 0.5);
  let flags = pixels.length < FIT_SIDE * FIT_SIDE ? FLAG.partial : 0;
  if (!isInside) flags |= FLAG.outside;
  if (values.flux <= 0) flags |= FLAG.notPositive;
  if (!isConverged) flags |= FLAG.notConverged;
  if (covariance === null) flags |= FLAG.noCovariance;
  const error = (i: number) => (covariance === null ? Number.NaN : Math.sqrt(covariance[i]!));
  return {
    xInit: place.x,
    yInit: place.y,
    fluxInit,
    ...values,
    xError: error(3),
    yError: error(5),
    fluxError: error(0),
    pixelCount: pixels.length,
    ...quality,
    flags,
  };
}

/**
 * Takes the fitted sources out of an image.
 *
 * @param image not changed
 * @param sources of fitPsf
 * @param table of the PSF
 * @returns image less models within 17 × 17 pixels
 */
export function residualImage(image: Plane, sources: readonly FittedSource[], table: PsfTable): Plane {
  const residual: Plane = { size: image.size, pixels: image.pixels.slice() };
  const gradient = new Float64Array(3);
  for (const { x, y, flux } of sources) {
    for (const index of usablePixels(image, { x, y })) {
      sampleTable(table, (index % image.size) - x, Math.floor(index / image.size) - y, gradient);
      residual.pixels[index]! -= flux * gradient[0]!;
    }
  }
  return residual;
}

function usablePixels({ size, pixels }: Plane, { x, y }: { x: number; y: number }): number[] {
  const [cx, cy] = [Math.round(x), Math.round(y)];
  const indices: number[] = [];
  for (let j = Math.max(0, cy - FIT_HALF); j <= Math.min(size - 1, cy + FIT_HALF); j++) {
    for (let i = Math.max(0, cx - FIT_HALF); i <= Math.min(size - 1, cx + FIT_HALF); i++) {
      if (Number.isFinite(pixels[j * size + i]!)) indices.push(j * size + i);
    }
  }
  return indices;
}

function apertureSum({ size, pixels }: Plane, { x, y }: { x: number; y: number }): number {
  let sum = 0;
  const reach = APERTURE_RADIUS;
  for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(size - 1, Math.floor(y + reach)); j++) {
    for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(size - 1, Math.floor(x + reach)); i++) {
      const value = pixels[j * size + i]!;
      if (Math.hypot(i - x, j - y) <= reach && Number.isFinite(value)) sum += value;
    }
  }
  return sum;
}

/** PSF and its slopes along x and y at an offset from its centre, bilinear in the table; zeros outside. */
function sampleTable(table: PsfTable, dx: number, dy: number, target: Float64Array): void {
  const [u, v] = [(dx + TABLE_HALF) * SAMPLES, (dy + TABLE_HALF) * SAMPLES];
  const [i, j] = [Math.floor(u), Math.floor(v)];
  if (i < 0 || j < 0 || i >= TABLE_SIDE - 1 || j >= TABLE_SIDE - 1) {
    target.fill(0);
    return;
  }
  const [a, b] = [u - i, v - j];
  const start = j * TABLE_SIDE + i;
  const [p00, p10] = [table[start]!, table[start + 1]!];
  const [p01, p11] = [table[start + TABLE_SIDE]!, table[start + TABLE_SIDE + 1]!];
  target[0] = (p00 * (1 - a) + p10 * a) * (1 - b) + (p01 * (1 - a) + p11 * a) * b;
  target[1] = ((p10 - p00) * (1 - b) + (p11 - p01) * b) * SAMPLES;
  target[2] = ((p01 - p00) * (1 - a) + (p11 - p10) * a) * SAMPLES;
}

type Values = { x: number; y: number; flux: number };

/** Order: flux, x, y; the symmetric matrix as its six upper numbers. */
function normalEquations({ image, uncertainty, sigma, table }: PsfFit, pixels: number[], { x, y, flux }: Values) {
  const normal = [0, 0, 0, 0, 0, 0];
  const right = [0, 0, 0];
  const psf = new Float64Array(3);
  for (const index of pixels) {
    sampleTable(table, (index % image.size) - x, Math.floor(index / image.size) - y, psf);
    const noise = uncertainty.pixels[index]!;
    const weight = 1 / (Number.isFinite(noise) && noise > 0 ? noise : sigma) ** 2;
    const [p, px, py] = [psf[0]!, -flux * psf[1]!, -flux * psf[2]!];
    const left = weight * (image.pixels[index]! - flux * p);
    normal[0]! += weight * p * p;
    normal[1]! += weight * p * px;
    normal[2]! += weight * p * py;
    normal[3]! += weight * px * px;
    normal[4]! += weight * px * py;
    normal[5]! += weight * py * py;
    right[0]! += left * p;
    right[1]! += left * px;
    right[2]! += left * py;
  }
  return { normal, right };
}

function qualityOf({ image, uncertainty, sigma, table }: PsfFit, pixels: number[], { x, y, flux }: Values) {
  const psf = new Float64Array(3);
  const middle = Math.round(y) * image.size + Math.round(x);
  let [absolute, central, chiSquare] = [0, Number.NaN, 0];
  for (const index of pixels) {
    sampleTable(table, (index % image.size) - x, Math.floor(index / image.size) - y, psf);
    const noise = uncertainty.pixels[index]!;
    const left = image.pixels[index]! - flux * psf[0]!;
    absolute += Math.abs(left);
    chiSquare += (left / (Number.isFinite(noise) && noise > 0 ? noise : sigma)) ** 2;
    if (index === middle) central = left / flux;
  }
  return { qfit: absolute / flux, cfit: central, reducedChiSquare: chiSquare / Math.max(1, pixels.length - 3) };
}

/** Inverse of a symmetric matrix, both as six upper numbers; null where there is none. */
function invert3([a, b, c, d, e, f]: number[]): number[] | null {
  const [A, B, C] = [d! * f! - e! * e!, c! * e! - b! * f!, b! * e! - c! * d!];
  const determinant = a! * A + b! * B + c! * C;
  const inverse = [A, B, C, a! * f! - c! * c!, b! * c! - a! * e!, a! * d! - b! * b!].map(
    (value) => value / determinant,
  );
  return inverse.every(Number.isFinite) && inverse[0]! > 0 && inverse[3]! > 0 && inverse[5]! > 0 ? inverse : null;
}

function multiply3(m: number[], v: number[]): [number, number, number] {
  return [
    m[0]! * v[0]! + m[1]! * v[1]! + m[2]! * v[2]!,
    m[1]! * v[0]! + m[3]! * v[1]! + m[4]! * v[2]!,
    m[2]! * v[0]! + m[4]! * v[1]! + m[5]! * v[2]!,
  ];
}
