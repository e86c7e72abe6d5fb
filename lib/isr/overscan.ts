/**
 * Median of each row of an overscan region: the bias level of the row.
 *
 * Non-finite pixels are left out; a row without any finite pixel gives NaN. An even count gives the mean of the middle two.
 * Insertion sort of one row at a time: 60 columns cost about a microsecond a row.
 *
 * @param pixels raw image, row after row, adu
 * @param width columns of the raw image
 * @param columns half-open range of overscan columns
 * @param rows half-open range of rows
 * @returns one median a row, adu
 */
export function rowMedians(
  pixels: Float32Array,
  width: number,
  columns: { start: number; end: number },
  rows: { start: number; end: number },
): Float32Array {
  const medians = new Float32Array(rows.end - rows.start);
  const sorted = new Float32Array(columns.end - columns.start);
  for (let y = rows.start; y < rows.end; y++) {
    let count = 0;
    for (let x = columns.start; x < columns.end; x++) {
      const value = pixels[y * width + x]!;
      if (!Number.isFinite(value)) continue;
      let at = count++;
      while (at > 0 && sorted[at - 1]! > value) {
        sorted[at] = sorted[at - 1]!;
        at--;
      }
      sorted[at] = value;
    }
    const middle = count >> 1;
    medians[y - rows.start] =
      count === 0 ? NaN : count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  }
  return medians;
}
