// Selection among float32 values; for float64 see select64.ts.

// @ts-ignore: decorator
@inline
function at(values: usize, index: i32): f32 {
  return load<f32>(values + (<usize>index << 2));
}

/**
 * Brings the values of left ... right that are below the pivot to the front, or with `orEqual` those up to it; returns
 * the first index after them. No branch depends on a value.
 */
// @ts-ignore: decorator
@inline
function partition(values: usize, left: i32, right: i32, pivot: f32, orEqual: bool): i32 {
  let end: usize = values + (<usize>left << 2);
  const last: usize = values + (<usize>right << 2);
  for (let i = end; i <= last; i += 4) {
    const value = load<f32>(i);
    store<f32>(i, load<f32>(end));
    store<f32>(end, value);
    end += <usize>(orEqual ? value <= pivot : value < pivot) << 2;
  }
  return <i32>((end - values) >> 2);
}

/** So many values are worth a sample that gives the pivot. */
const SAMPLED: i32 = 600;

/**
 * The k-th smallest (from 0) of n finite float32, which are reordered: none before it is larger, none after it is
 * smaller. Quickselect; the pivot is the median of three or, of many values, the rank expected in a sample (Floyd & Rivest
 * 1975, Communications of the ACM 18, 165, doi:10.1145/360680.360691).
 */
export function selectRank(values: usize, n: i32, k: i32): f32 {
  selectBetween(values, 0, n - 1, k);
  return at(values, k);
}

function selectBetween(values: usize, first: i32, last: i32, k: i32): void {
  let left = first;
  let right = last;
  while (right > left) {
    let pivot: f32;
    if (right - left > SAMPLED) {
      narrowTo(values, left, right, k);
      pivot = at(values, k);
    } else {
      const a = at(values, left);
      const b = at(values, (left + right) >> 1);
      const c = at(values, right);
      pivot = max<f32>(min<f32>(a, b), min<f32>(max<f32>(a, b), c));
    }
    const end = partition(values, left, right, pivot, false);
    if (k < end) {
      right = end - 1;
      continue;
    }
    if (end > left) {
      left = end;
      continue;
    }
    // the pivot is the smallest: so that ties cannot hold this up
    left = partition(values, left, right, pivot, true);
    if (k < left) return;
  }
}

/** Selects rank k among the values near it only, so that what stands at k is about the k-th of all. */
function narrowTo(values: usize, left: i32, right: i32, k: i32): void {
  const n = <f64>(right - left + 1);
  const i = <f64>(k - left + 1);
  const size = 0.5 * Math.exp((2 * Math.log(n)) / 3);
  const spread = 0.5 * sqrt<f64>((Math.log(n) * size * (n - size)) / n) * (2 * i < n ? -1 : 1);
  const start = max(left, <i32>(<f64>k - (i * size) / n + spread));
  const end = min(right, <i32>(<f64>k + ((n - i) * size) / n + spread));
  selectBetween(values, min(start, k), max(end, k), k);
}

/** The smallest of n finite float32, n at least 1. */
export function smallest(values: usize, n: i32): f32 {
  let least = load<f32>(values);
  for (let i: usize = 4; i < <usize>n << 2; i += 4) least = min<f32>(least, load<f32>(values + i));
  return least;
}
