// The median of a few float64 (a stamp); large images go through statistics.ts.

/** The k-th smallest (from 0) of n finite values, which are reordered: nothing larger is left before it. */
function selectRank64(values: usize, n: i32, k: i32): f64 {
  let left: i32 = 0;
  let right: i32 = n - 1;
  while (left < right) {
    const pivot = load<f64>(values + (<usize>((left + right) >> 1) << 3));
    let i = left;
    let j = right;
    while (i <= j) {
      while (load<f64>(values + (<usize>i << 3)) < pivot) i++;
      while (load<f64>(values + (<usize>j << 3)) > pivot) j--;
      if (i > j) break;
      const swapped = load<f64>(values + (<usize>i << 3));
      store<f64>(values + (<usize>i << 3), load<f64>(values + (<usize>j << 3)));
      store<f64>(values + (<usize>j << 3), swapped);
      i++;
      j--;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return load<f64>(values + (<usize>k << 3));
}

/** Median of n finite values, n at least 1; the mean of the two middle ones for an even count. Reorders. */
export function median64(values: usize, n: i32): f64 {
  const upper = selectRank64(values, n, n >> 1);
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
