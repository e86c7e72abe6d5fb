// The median of a few float64 (a stamp); large images go through statistics.ts.

import { select } from "./select";

/** Median of n finite values, n at least 1; the mean of the two middle ones for an even count. Reorders. */
export function median64(values: usize, n: i32): f64 {
  const upper = select<f64>(values, n, n >> 1);
  if (n & 1) return upper;
  let lower = load<f64>(values);
  for (let i: i32 = 1; i < n >> 1; i++) lower = max<f64>(lower, load<f64>(values + (<usize>i << 3)));
  return (lower + upper) / 2;
}

/** Copies the finite ones of n values to `out`; returns how many. */
export function copyFinite64(values: usize, n: i32, out: usize): i32 {
  let count: i32 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const value = load<f64>(values + i);
    store<f64>(out + (<usize>count << 3), value);
    count += value - value == 0 ? 1 : 0;
  }
  return count;
}
