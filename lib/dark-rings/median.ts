// The median of a few numbers (a stamp); large images go through lib/kernels/statistics.

/**
 * Median of finite values; the mean of the two middle ones for an even count. The input is left untouched.
 *
 * Cost: a selection (Hoare), linear on average; allocates a copy.
 *
 * @param values all finite
 * @returns unit of the values; NaN for no value
 */
export function median(values: Float64Array): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  const copy = values.slice();
  const upper = selectRank(copy, n >> 1);
  if (n % 2 === 1) return upper;
  // selection leaves nothing larger on the left
  let lower = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n >> 1; i++) if (copy[i]! > lower) lower = copy[i]!;
  return (lower + upper) / 2;
}

/** k-th smallest, from 0; reorders. */
function selectRank(values: Float64Array, k: number): number {
  let [left, right] = [0, values.length - 1];
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let [i, j] = [left, right];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const swapped = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k]!;
}
