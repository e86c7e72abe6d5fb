// The median of a few numbers; rectangles of an image go through statistics.ts.

/**
 * The middle value, or the mean of the two middle ones.
 * @param values at least one, all finite; left as they are
 * @returns unit of the values
 */
export function medianOf(values: ArrayLike<number>): number {
  return medianOfSorted(Float64Array.from(values).sort());
}

/** As medianOf, of values in ascending order. */
export function medianOfSorted(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
