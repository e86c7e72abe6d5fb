// Does the darkness of a footprint go on beyond it? One arm: a stamp of lines, compared with those beside them.

import { median64 } from "./select64";

/** Standard error of a median over that of a mean, Gaussian noise. */
const MEDIAN_ERROR: f64 = 1.25;

/** Copies the finite pixels of lines first ... last to `out`; a line is a column (`isColumn` 1) or a row. */
function copyLines(
  stamp: usize,
  width: i32,
  height: i32,
  isColumn: i32,
  first: i32,
  last: i32,
  out: usize,
): i32 {
  const length = isColumn ? height : width;
  const step: usize = (isColumn ? <usize>width : 1) << 3;
  const between: usize = (isColumn ? 1 : <usize>width) << 3;
  let count: i32 = 0;
  for (let line = first; line <= last; line++) {
    let at = stamp + <usize>line * between;
    for (let k: i32 = 0; k < length; k++, at += step) {
      const value = load<f64>(at);
      store<f64>(out + (<usize>count << 3), value);
      count += value - value == 0 ? 1 : 0;
    }
  }
  return count;
}

/** Is the median of n values so far below the level? First by counting, which settles nearly all. */
function isBelow(values: usize, n: i32, level: f64, leastDip: f64): bool {
  const limit = level - leastDip + 1e-9 * (abs(level) + leastDip);
  let below: i32 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) below += load<f64>(values + i) < limit ? 1 : 0;
  if (2 * below < n) return false;
  return level - median64(values, n) > leastDip;
}

/**
 * Is the arm dark: the median of its inner lines, or of one of them, below that of the outer ones by more than
 * `leastDip` and by more than so many standard errors (`armSigma`, `lineSigma`)? The lines of the stamp of float64
 * [height][width] are columns (`isColumn` 1) or rows: `side` lines on each side, of which the inner `gap` are left out,
 * and between them the inner ones. Fewer than `fewest` finite pixels decide nothing. `scratch`: width * height float64.
 */
export function isArmDark(
  stamp: usize,
  width: i32,
  height: i32,
  isColumn: i32,
  side: i32,
  gap: i32,
  fewest: i32,
  leastDip: f64,
  noise: f64,
  armSigma: f64,
  lineSigma: f64,
  scratch: usize,
): i32 {
  const lines = isColumn ? width : height;
  let count = copyLines(stamp, width, height, isColumn, 0, side - gap, scratch);
  const sides = count + copyLines(stamp, width, height, isColumn, lines - 1 - side + gap, lines - 1, scratch + (<usize>count << 3));
  if (sides < fewest) return 0;
  const level = median64(scratch, sides);
  count = copyLines(stamp, width, height, isColumn, side, lines - 1 - side, scratch);
  if (count >= fewest && isBelow(scratch, count, level, dipOf(count, sides, leastDip, noise, armSigma))) return 1;
  for (let line = side; line < lines - side; line++) {
    count = copyLines(stamp, width, height, isColumn, line, line, scratch);
    if (count >= fewest && isBelow(scratch, count, level, dipOf(count, sides, leastDip, noise, lineSigma))) return 1;
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function dipOf(inside: i32, sides: i32, leastDip: f64, noise: f64, sigma: f64): f64 {
  const error = MEDIAN_ERROR * noise * sqrt<f64>(1 / <f64>inside + 1 / <f64>sides);
  return max<f64>(leastDip, sigma * error);
}
