// Star finder of the simulated catalogues: DAOFIND (Stetson 1987, PASP 99, 191) as photutils' DAOStarFinder defines its columns.

import { convolveEven, type Plane } from "./convolve";
import { release } from "./files";

/** One row of a finder catalogue; pixels 0-based. */
export interface FoundSource {
  x: number;
  y: number;
  sharpness: number;
  roundness1: number;
  roundness2: number;
  /** of the kernel: the same in every row */
  pixelCount: number;
  peak: number;
  flux: number;
  /** NaN where the flux is not positive */
  magnitude: number;
  daofindMagnitude: number;
}

export type FinderCut = "sharpness" | "roundness1" | "roundness2" | "not_measured";

/** What the finder made of an image. */
export interface FinderResult {
  /** in the order of their peaks, row by row */
  sources: FoundSource[];
  /** peaks that a cut took, with the first cut in the order of FinderCut */
  rejected: { x: number; y: number; cut: FinderCut }[];
}

/** The kernel and what its marginal fits need. */
export interface FinderKernel {
  half: number;
  sigma: number;
  mask: Uint8Array;
  /** unmasked Gaussian */
  gaussian: Float64Array;
  /** zero sum */
  weights: Float64Array;
  relativeError: number;
  maskCount: number;
}

const LOWEST_SHARPNESS = 0.2;
const HIGHEST_SHARPNESS = 1;
const LARGEST_ROUNDNESS = 1;
const FWHM_TO_SIGMA = 1 / (2 * Math.sqrt(2 * Math.log(2)));
const RADIUS_SIGMAS = 1.5;

/**
 * Kernel of a FWHM: a Gaussian within 1.5 sigma, at least 2 pixels, less its mean, over its sum of squares.
 *
 * @param fwhm pixels
 * @returns the kernel
 */
export function finderKernel(fwhm: number): FinderKernel {
  const sigma = fwhm * FWHM_TO_SIGMA;
  const half = Math.floor(Math.max(2, RADIUS_SIGMAS * sigma));
  const side = 2 * half + 1;
  const gaussian = new Float64Array(side * side);
  const mask = new Uint8Array(side * side);
  for (let i = 0; i < side * side; i++) {
    const [dx, dy] = [(i % side) - half, Math.floor(i / side) - half];
    const exponent = (dx * dx + dy * dy) / (2 * sigma * sigma);
    gaussian[i] = Math.exp(-exponent);
    mask[i] = exponent <= RADIUS_SIGMAS ** 2 / 2 || Math.hypot(dx, dy) <= 2 ? 1 : 0;
  }
  const inside = gaussian.map((value, i) => value * mask[i]!);
  const maskCount = mask.reduce((total, value) => total + value, 0);
  const sum = inside.reduce((total, value) => total + value, 0);
  const denominator = inside.reduce((total, value) => total + value * value, 0) - (sum * sum) / maskCount;
  const weights = inside.map((value, i) => (mask[i]! * (value - sum / maskCount)) / denominator);
  return { half, sigma, mask, gaussian, weights, maskCount, relativeError: 1 / Math.sqrt(denominator) };
}

/**
 * Finds local maxima of the image convolved with the kernel, above threshold × relative error of the kernel, and measures them.
 *
 * Border: zeros outside. NaN takes the image's least value and is never a peak. Allocates one plane.
 * Cuts, bounds included: sharpness 0.2 to 1, both roundnesses -1 to 1. A peak is the greatest within the kernel's mask.
 *
 * @param image any unit
 * @param threshold same unit
 * @param fwhm of the kernel, pixels
 * @returns kept and rejected
 */
export function findStars(image: Plane, threshold: number, fwhm: number): FinderResult {
  const kernel = finderKernel(fwhm);
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < image.pixels.length; i++) if (image.pixels[i]! < least) least = image.pixels[i]!;
  const fill = (value: number) => (Number.isNaN(value) ? least : value);
  const convolved = convolveEven(image, kernel.weights, new Float32Array(image.pixels.length), fill);
  const limit = threshold * kernel.relativeError;
  const result: FinderResult = { sources: [], rejected: [] };
  for (let y = 0; y < image.size; y++) {
    for (let x = 0; x < image.size; x++) {
      const height = convolved.pixels[y * image.size + x]!;
      if (!(height > limit) || Number.isNaN(image.pixels[y * image.size + x]!)) continue;
      if (!isPeak(convolved, x, y, kernel)) continue;
      const cutouts = {
        data: cutout(image, x, y, kernel.half).map(fill),
        smooth: cutout(convolved, x, y, kernel.half),
      };
      judge(result, measure(cutouts, { x, y, limit }, kernel), { x, y });
    }
  }
  release(convolved.pixels);
  return result;
}

function isPeak({ size, pixels }: Plane, x: number, y: number, { half, mask }: FinderKernel): boolean {
  const height = pixels[y * size + x]!;
  const side = 2 * half + 1;
  for (let j = -half; j <= half; j++) {
    for (let i = -half; i <= half; i++) {
      if (mask[(j + half) * side + i + half] === 0) continue;
      if (x + i < 0 || y + j < 0 || x + i >= size || y + j >= size) continue;
      if (pixels[(y + j) * size + x + i]! > height) return false;
    }
  }
  return true;
}

function judge(result: FinderResult, source: FoundSource, peak: { x: number; y: number }): void {
  const cut = cutOf(source);
  if (cut === null) result.sources.push(source);
  else if (cut === "not_measured") result.rejected.push({ ...peak, cut });
  else result.rejected.push({ x: source.x, y: source.y, cut });
}

function cutOf({ x, y, sharpness, roundness1, roundness2 }: FoundSource): FinderCut | null {
  if (![x, y, sharpness, roundness1, roundness2].every(Number.isFinite)) return "not_measured";
  if (sharpness < LOWEST_SHARPNESS || sharpness > HIGHEST_SHARPNESS) return "sharpness";
  if (Math.abs(roundness1) > LARGEST_ROUNDNESS) return "roundness1";
  return Math.abs(roundness2) > LARGEST_ROUNDNESS ? "roundness2" : null;
}

/** Pixels about a peak, row-major, zeros outside of the image. */
function cutout({ size, pixels }: Plane, x: number, y: number, half: number): Float64Array {
  const side = 2 * half + 1;
  const values = new Float64Array(side * side);
  for (let i = 0; i < values.length; i++) {
    const [column, row] = [x + (i % side) - half, y + Math.floor(i / side) - half];
    if (column >= 0 && row >= 0 && column < size && row < size) values[i] = pixels[row * size + column]!;
  }
  return values;
}

function measure(
  { data, smooth }: { data: Float64Array; smooth: Float64Array },
  { x, y, limit }: { x: number; y: number; limit: number },
  kernel: FinderKernel,
): FoundSource {
  const { half, mask, maskCount } = kernel;
  const middle = (data.length - 1) / 2;
  const [peak, height] = [data[middle]!, smooth[middle]!];
  const flux = data.reduce((total, value) => total + value, 0);
  const around = data.reduce((total, value, i) => total + value * mask[i]!, 0) - peak;
  const across = marginalFit(data, kernel, false);
  const upward = marginalFit(data, kernel, true);
  return {
    x: x + across.shift,
    y: y + upward.shift,
    sharpness: (peak - around / (maskCount - 1)) / height,
    roundness1: quadrantRoundness(smooth, half),
    roundness2: (2 * (across.height - upward.height)) / (across.height + upward.height),
    pixelCount: data.length,
    peak,
    flux,
    magnitude: flux > 0 ? -2.5 * Math.log10(flux) : Number.NaN,
    daofindMagnitude: -2.5 * Math.log10(height / limit),
  };
}

function quadrantRoundness(smooth: Float64Array, half: number): number {
  const side = 2 * half + 1;
  let [sum, total] = [0, 0];
  for (let i = 0; i < smooth.length; i++) {
    const [dx, dy] = [(i % side) - half, Math.floor(i / side) - half];
    if (dx === 0 && dy === 0) continue;
    const isFirst = dy <= 0 && dx > 0;
    const isThird = dy >= 0 && dx < 0;
    sum += isFirst || isThird ? -smooth[i]! : smooth[i]!;
    total += Math.abs(smooth[i]!);
  }
  return (2 * sum) / total;
}

/** A Gaussian fitted to the marginal sums along one axis, triangular weights on both. */
function marginalFit(data: Float64Array, kernel: FinderKernel, isUpward: boolean): { height: number; shift: number } {
  const { half, gaussian, sigma } = kernel;
  const side = 2 * half + 1;
  const weight = (i: number) => half + 1 - Math.abs(i - half);
  const [model, marginal] = [new Float64Array(side), new Float64Array(side)];
  for (let i = 0; i < data.length; i++) {
    const [column, row] = [i % side, Math.floor(i / side)];
    const [along, perpendicular] = isUpward ? [row, column] : [column, row];
    model[along]! += gaussian[i]! * weight(perpendicular);
    marginal[along]! += data[i]! * weight(perpendicular);
  }
  let [w, sk, skk, sd, sdd, skd, sData, sDataK, sDataD, sDataX] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < side; i++) {
    const [wt, k, value, dx] = [weight(i), model[i]!, marginal[i]!, half - i];
    const slope = k * dx;
    w += wt;
    sk += k * wt;
    skk += k * k * wt;
    sd += slope * wt;
    sdd += slope * slope * wt;
    skd += k * slope * wt;
    sData += value * wt;
    sDataK += value * k * wt;
    sDataD += value * slope * wt;
    sDataX += value * (isUpward ? -dx : dx) * wt;
  }
  const above = sDataK - (sData * sk) / w;
  const below = skk - (sk * sk) / w;
  if (above <= 0 || below <= 0) return { height: Number.NaN, shift: Number.NaN };
  const height = above / below;
  let shift = (skd - (sDataD - sd * sData)) / ((height * sdd) / (sigma * sigma));
  if (Math.abs(shift) > side / 2) shift = sData === 0 ? 0 : sDataX / sData;
  if (Math.abs(shift) > side / 2) shift = 0;
  return { height, shift };
}
