// Correlation of the dark part of a stamp with Gaussians about its centroid, which are products of a row and a column.

import { copyFinite64, median64 } from "./select64";

const LEAST_SIGMA: f64 = 0.5;

/** Scale of the k-th Gaussian in moment sigmas: 0.6, 0.8, 1, 1.25, 1.6. */
// @ts-ignore: decorator
@inline
function factor(k: i32): f64 {
  return k == 0 ? 0.6 : k == 1 ? 0.8 : k == 2 ? 1 : k == 3 ? 1.25 : 1.6;
}

/**
 * S = max(0, median - pixel) over the finite pixels of a stamp of float64 [height][width]; centre and sigma0 from its
 * moments, sigma0 = sqrt(max(0.5, (varianceX + varianceY) / 2)); then the best correlation of S with
 * Gaussians of 0.6, 0.8, 1, 1.25 and 1.6 sigma0 at that centre.
 * `out` gets float64: the correlation within [-1, 1], sigma, the number of finite pixels. Returns 0 when S is constant or
 * nothing is finite. `scratch` needs 3 * width * height + 2 * (width + height) + 2 float64.
 */
export function blobScore(stamp: usize, width: i32, height: i32, scratch: usize, out: usize): i32 {
  const n = width * height;
  const dark = scratch;
  const good = dark + (<usize>n << 3);
  const along = good + (<usize>n << 3);
  const down = along + (<usize>width << 3);
  const count = copyFinite64(stamp, n, dark);
  store<f64>(out, 0, 16);
  if (count == 0) return 0;
  store<f64>(out, <f64>count, 16);
  const level = median64(dark, count);
  const total = darkness(stamp, n, level, dark, good);
  if (!(total > 0)) return 0;
  let cx: f64 = 0;
  let cy: f64 = 0;
  for (let y: i32 = 0, i: usize = 0; y < height; y++) {
    for (let x: i32 = 0; x < width; x++, i += 8) {
      const s = load<f64>(dark + i);
      cx += s * <f64>x;
      cy += s * <f64>y;
    }
  }
  cx /= total;
  cy /= total;
  const mean = total / <f64>count;
  let varianceX: f64 = 0;
  let varianceY: f64 = 0;
  let squares: f64 = 0;
  for (let y: i32 = 0, i: usize = 0; y < height; y++) {
    const dy = <f64>y - cy;
    for (let x: i32 = 0; x < width; x++, i += 8) {
      const s = load<f64>(dark + i);
      const dx = <f64>x - cx;
      varianceX += s * dx * dx;
      varianceY += s * dy * dy;
      squares += load<f64>(good + i) * (s - mean) * (s - mean);
    }
  }
  const norm = sqrt<f64>(squares);
  if (!(norm > 0)) return 0;
  const sigma0 = sqrt<f64>(max<f64>(0.5, 0.5 * (varianceX / total + varianceY / total)));
  let best: f64 = -1;
  let bestSigma = sigma0;
  for (let k: i32 = 0; k < 5; k++) {
    const sigma = max<f64>(LEAST_SIGMA, sigma0 * factor(k));
    gaussian(along, width, cx, sigma);
    gaussian(down, height, cy, sigma);
    const r = correlateSeparable(dark, good, count, mean, norm, along, width, down, height);
    if (r > best) {
      best = r;
      bestSigma = sigma;
    }
  }
  store<f64>(out, min<f64>(1, best));
  store<f64>(out, bestSigma, 8);
  return 1;
}

/** max(0, level - pixel), and 1 for a finite pixel; both 0 for the others. Returns the sum. */
function darkness(stamp: usize, n: i32, level: f64, dark: usize, good: usize): f64 {
  let total: f64 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const value = load<f64>(stamp + i);
    const isGood = value - value == 0;
    const s = isGood ? max<f64>(0, level - value) : 0;
    store<f64>(dark + i, s);
    store<f64>(good + i, isGood ? 1 : 0);
    total += s;
  }
  return total;
}

function gaussian(values: usize, n: i32, centre: f64, sigma: f64): void {
  for (let k: i32 = 0; k < n; k++) {
    const z = (<f64>k - centre) / sigma;
    store<f64>(values + (<usize>k << 3), Math.exp(-0.5 * z * z));
  }
}

/** -1 when the template is constant on the good pixels. */
function correlateSeparable(
  dark: usize,
  good: usize,
  count: i32,
  mean: f64,
  norm: f64,
  along: usize,
  width: i32,
  down: usize,
  height: i32,
): f64 {
  const isWhole = count == width * height;
  let rowSum: f64 = 0;
  let rowSquares: f64 = 0;
  if (isWhole) {
    for (let x: usize = 0; x < <usize>width << 3; x += 8) {
      const g = load<f64>(along + x);
      rowSum += g;
      rowSquares += g * g;
    }
  }
  let sum: f64 = 0;
  let squares: f64 = 0;
  let product: f64 = 0;
  let i: usize = 0;
  for (let y: i32 = 0; y < height; y++) {
    const h = load<f64>(down + (<usize>y << 3));
    let rowProduct: f64 = 0;
    if (!isWhole) {
      rowSum = 0;
      rowSquares = 0;
      for (let x: usize = 0; x < <usize>width << 3; x += 8) {
        const g = load<f64>(along + x) * load<f64>(good + i + x);
        rowSum += g;
        rowSquares += g * g;
      }
    }
    for (let x: usize = 0; x < <usize>width << 3; x += 8, i += 8) rowProduct += load<f64>(along + x) * load<f64>(dark + i);
    sum += h * rowSum;
    squares += h * h * rowSquares;
    product += h * rowProduct;
  }
  const variance = squares - (sum * sum) / <f64>count;
  return variance > 0 ? (product - mean * sum) / (norm * sqrt<f64>(variance)) : -1;
}
