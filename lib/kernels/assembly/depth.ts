// Depth of a footprint against the pixels about it.

import { median64 } from "./select64";

const FAR: u8 = 0;
const NEAR: u8 = 1;
const INSIDE: u8 = 2;

/**
 * Sums the finite pixels of a footprint, and takes the median of those that are at least `reach` pixels from it (along
 * the worse axis), on a stamp of float64 [height][width]. Runs: i32 y, xStart, xEnd (exclusive) each, in the stamp; none
 * may come within `reach` of its border. `out` gets float64: sum, how many inside, how many outside, their median.
 * `scratch` needs 9 * width * height + 8 bytes.
 */
export function footprintSums(
  stamp: usize,
  width: i32,
  height: i32,
  runs: usize,
  runCount: i32,
  reach: i32,
  scratch: usize,
  out: usize,
): void {
  const n = width * height;
  const values = scratch;
  const marks = scratch + ((<usize>n + 1) << 3);
  memory.fill(marks, FAR, n);
  for (let r: i32 = 0; r < runCount; r++) {
    const run = runs + <usize>r * 12;
    const start = load<i32>(run, 4) - reach + 1;
    const length = load<i32>(run, 8) + reach - 1 - start;
    for (let y = load<i32>(run) - reach + 1; y < load<i32>(run) + reach; y++) {
      memory.fill(marks + <usize>(y * width + start), NEAR, length);
    }
  }
  for (let r: i32 = 0; r < runCount; r++) {
    const run = runs + <usize>r * 12;
    const start = load<i32>(run, 4);
    memory.fill(marks + <usize>(load<i32>(run) * width + start), INSIDE, load<i32>(run, 8) - start);
  }
  let sum: f64 = 0;
  let inside: i32 = 0;
  let around: i32 = 0;
  for (let i: i32 = 0; i < n; i++) {
    const value = load<f64>(stamp + (<usize>i << 3));
    if (value - value != 0) continue;
    const mark = load<u8>(marks + <usize>i);
    if (mark == INSIDE) {
      sum += value;
      inside++;
    } else if (mark == FAR) {
      store<f64>(values + (<usize>around << 3), value);
      around++;
    }
  }
  store<f64>(out, sum);
  store<f64>(out, <f64>inside, 8);
  store<f64>(out, <f64>around, 16);
  store<f64>(out, around ? median64(values, around) : 0, 24);
}
