// Subtraction with a fitted kernel, after SFFT (Hu, Wang, Chen & Yang 2022, ApJ 936, 157) with one kernel for the frame (KerPolyOrder 0),
// a constant background and delta functions as its basis; the least squares are done in pixels about bright sources, not on transforms.

import { correlate, type Plane } from "./convolve";

/** Kernel such that science = kernel correlated with reference, plus background. */
export interface MatchingKernel {
  half: number;
  /** row-major, 2 half + 1 a side */
  kernel: Float64Array;
  background: number;
  /** false: too few pixels to fit it, so it is a single 1 */
  isFitted: boolean;
}

/** Where the kernel is fitted. */
export interface KernelFit {
  half: number;
  centres: readonly { x: number; y: number }[];
  /** pixels about each centre, along both axes */
  reach: number;
  /** false for saturated or uncovered pixels and those near something new */
  isUsable: (x: number, y: number) => boolean;
}

/** Fewer equations an unknown than this are not solved. */
const LEAST_EQUATIONS = 6;
/** Of the mean of the diagonal, added to it: the reference has no power in some of the kernel's frequencies. */
const RIDGE = 1e-6;

/**
 * Fits the kernel by least squares on the pixels about the centres, each pixel once.
 *
 * Border: pixels whose kernel would leave the image are left out. Cost: unknowns² a pixel.
 *
 * @param science DN/s
 * @param reference DN/s, finite
 * @param fit half width, centres, reach, which pixels count
 * @returns kernel and background
 */
export function fitMatchingKernel(science: Plane, reference: Plane, fit: KernelFit): MatchingKernel {
  const { half } = fit;
  const side = 2 * half + 1;
  const unknowns = side * side + 1;
  const matrix = new Float64Array(unknowns * unknowns);
  const right = new Float64Array(unknowns);
  const row = new Float64Array(unknowns);
  const pixels = fitPixels(science.size, fit);
  for (const index of pixels) {
    const [x, y] = [index % science.size, Math.floor(index / science.size)];
    for (let k = 0; k < side * side; k++) {
      row[k] = reference.pixels[(y + Math.floor(k / side) - half) * science.size + x + (k % side) - half]!;
    }
    row[unknowns - 1] = 1;
    for (let a = 0; a < unknowns; a++) {
      right[a]! += row[a]! * science.pixels[index]!;
      for (let b = 0; b <= a; b++) matrix[a * unknowns + b]! += row[a]! * row[b]!;
    }
  }
  if (pixels.size < LEAST_EQUATIONS * unknowns) return singleOne(half);
  const solution = solveSymmetric(matrix, right);
  return { half, kernel: solution.subarray(0, side * side), background: solution[unknowns - 1]!, isFitted: true };
}

/**
 * science - kernel * reference - background. Border: zeros outside. Allocates the result.
 *
 * @param science DN/s
 * @param reference DN/s, finite
 * @param matching of fitMatchingKernel
 * @returns the difference, DN/s
 */
export function subtractMatched(science: Plane, reference: Plane, { kernel, background }: MatchingKernel): Plane {
  const matched = correlate(reference, kernel, new Float32Array(science.pixels.length));
  for (let i = 0; i < matched.pixels.length; i++) {
    matched.pixels[i] = science.pixels[i]! - matched.pixels[i]! - background;
  }
  return matched;
}

function fitPixels(size: number, { half, centres, reach, isUsable }: KernelFit): Set<number> {
  const pixels = new Set<number>();
  for (const centre of centres) {
    const [cx, cy] = [Math.round(centre.x), Math.round(centre.y)];
    for (let y = Math.max(half, cy - reach); y <= Math.min(size - 2 - half, cy + reach); y++) {
      for (let x = Math.max(half, cx - reach); x <= Math.min(size - 2 - half, cx + reach); x++) {
        if (isUsable(x, y)) pixels.add(y * size + x);
      }
    }
  }
  return pixels;
}

function singleOne(half: number): MatchingKernel {
  const side = 2 * half + 1;
  const kernel = new Float64Array(side * side);
  kernel[half * side + half] = 1;
  return { half, kernel, background: 0, isFitted: false };
}

/** Cholesky; the lower triangle is overwritten. */
function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
  for (let i = 0; i < n; i++) matrix[i * n + i]! += (RIDGE * trace) / n;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(sum) : sum / matrix[j * n + j]!;
    }
  }
  const solution = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= matrix[i * n + k]! * solution[k]!;
    solution[i]! /= matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i]! -= matrix[k * n + i]! * solution[k]!;
    solution[i]! /= matrix[i * n + i]!;
  }
  return solution;
}
