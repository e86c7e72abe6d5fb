// The median of a few numbers (a stamp); large images go through lib/kernels/statistics.

/**
 * Median of finite values; the mean of the two middle ones for an even count. The input is left untouched.
 *
 * @param values at least one, all finite
 * @returns unit of the values; NaN for no value
 */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
