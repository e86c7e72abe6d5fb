// Selection among float32 or float64 values, for a median or another rank.

// @ts-ignore: decorator
@inline
function at<T>(values: usize, index: i32): T {
  return load<T>(values + <usize>index * sizeof<T>());
}

/**
 * Brings the values of left ... right that are below the pivot to the front, or with `orEqual` those up to it; returns
 * the first index after them. No branch depends on a value.
 */
// @ts-ignore: decorator
@inline
function partition<T>(values: usize, left: i32, right: i32, pivot: T, orEqual: bool): i32 {
  let end: usize = values + <usize>left * sizeof<T>();
  const last: usize = values + <usize>right * sizeof<T>();
  for (let i = end; i <= last; i += sizeof<T>()) {
    const value = load<T>(i);
    store<T>(i, load<T>(end));
    store<T>(end, value);
    end += <usize>(orEqual ? value <= pivot : value < pivot) * sizeof<T>();
  }
  return <i32>((end - values) / sizeof<T>());
}

/** So many values are worth a sample that gives the pivot. */
const SAMPLED: i32 = 600;

/**
 * The k-th smallest (from 0) of n finite values, which are reordered: none before it is larger, none after it is
 * smaller. Quickselect; the pivot is the median of three or, of many values, the rank expected in a sample (Floyd & Rivest
 * 1975, Communications of the ACM 18, 165, doi:10.1145/360680.360691).
 */
export function select<T>(values: usize, n: i32, k: i32): T {
  selectBetween<T>(values, 0, n - 1, k);
  return at<T>(values, k);
}

/** The k-th smallest of n finite float32: see select. */
export function selectRank(values: usize, n: i32, k: i32): f32 {
  return select<f32>(values, n, k);
}

function selectBetween<T>(values: usize, first: i32, last: i32, k: i32): void {
  let left = first;
  let right = last;
  while (right > left) {
    if (right - left > SAMPLED) narrowTo<T>(values, left, right, k);
    const pivot = right - left > SAMPLED ? at<T>(values, k) : middleOf<T>(values, left, right);
    const end = partition<T>(values, left, right, pivot, false);
    if (k < end) {
      right = end - 1;
      continue;
    }
    if (end > left) {
      left = end;
      continue;
    }
    // the pivot is the smallest: so that ties cannot hold this up
    left = partition<T>(values, left, right, pivot, true);
    if (k < left) return;
  }
}

function middleOf<T>(values: usize, left: i32, right: i32): T {
  const a = at<T>(values, left);
  const b = at<T>(values, (left + right) >> 1);
  const c = at<T>(values, right);
  return max<T>(min<T>(a, b), min<T>(max<T>(a, b), c));
}

/** Selects rank k among the values near it only, so that what stands at k is about the k-th of all. */
function narrowTo<T>(values: usize, left: i32, right: i32, k: i32): void {
  const n = <f64>(right - left + 1);
  const i = <f64>(k - left + 1);
  const size = 0.5 * Math.exp((2 * Math.log(n)) / 3);
  const spread = 0.5 * sqrt<f64>((Math.log(n) * size * (n - size)) / n) * (2 * i < n ? -1 : 1);
  const start = max(left, <i32>(<f64>k - (i * size) / n + spread));
  const end = min(right, <i32>(<f64>k + ((n - i) * size) / n + spread));
  selectBetween<T>(values, min(start, k), max(end, k), k);
}

/** The smallest of n finite float32, n at least 1. */
export function smallest(values: usize, n: i32): f32 {
  let least = load<f32>(values);
  for (let i: usize = 4; i < <usize>n << 2; i += 4) least = min<f32>(least, load<f32>(values + i));
  return least;
}
