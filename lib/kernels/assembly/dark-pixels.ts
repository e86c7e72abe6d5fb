// A stamp as lists over its good pixels: x, y and the darkness s with its mean subtracted.

import { copyFinite64, median64 } from "./select64";

/**
 * Lists of the finite pixels of a stamp of float64 [height][width]: S = median - pixel, s = S - mean(S).
 * `lists`: float64 x [n], y [n], s [n], then float32 x [n], y [n], s [n], n = width * height. `out` gets float64: |s|, x and
 * y of the centroid of max(S, 0). Returns the number of pixels; 0 when nothing is dark or s is 0.
 */
export function listPixels(stamp: usize, width: i32, height: i32, lists: usize, out: usize): i32 {
  const n = width * height;
  const step: usize = <usize>n << 3;
  const count = copyFinite64(stamp, n, lists);
  if (count == 0) return 0;
  const level = median64(lists, count);
  let total: f64 = 0;
  let sum: f64 = 0;
  let sumX: f64 = 0;
  let sumY: f64 = 0;
  let at = lists;
  for (let y: i32 = 0, i: usize = stamp; y < height; y++) {
    for (let x: i32 = 0; x < width; x++, i += 8) {
      const value = load<f64>(i);
      if (value - value != 0) continue;
      const s = level - value;
      const positive = max<f64>(0, s);
      store<f64>(at, <f64>x);
      store<f64>(at + step, <f64>y);
      store<f64>(at + 2 * step, s);
      at += 8;
      total += s;
      sum += positive;
      sumX += positive * <f64>x;
      sumY += positive * <f64>y;
    }
  }
  if (!(sum > 0)) return 0;
  const mean = total / <f64>count;
  const narrow = lists + 3 * step;
  let squares: f64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const s = load<f64>(lists + 2 * step + (i << 3)) - mean;
    store<f64>(lists + 2 * step + (i << 3), s);
    store<f32>(narrow + (i << 2), <f32>load<f64>(lists + (i << 3)));
    store<f32>(narrow + (step >> 1) + (i << 2), <f32>load<f64>(lists + step + (i << 3)));
    store<f32>(narrow + step + (i << 2), <f32>s);
    squares += s * s;
  }
  store<f64>(out, sqrt<f64>(squares));
  store<f64>(out, sumX / sum, 8);
  store<f64>(out, sumY / sum, 16);
  return squares > 0 ? count : 0;
}
