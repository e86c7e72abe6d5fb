// Histograms of a feature, one per class over shared edges, and the frame of a plot of one algorithm's feature against the other's.

import { InvalidParameterError } from "../../errors";

/** Bins [edges[i], edges[i + 1]), the last one closed. */
export interface Histogram {
  edges: Float64Array;
  /** counts[class][bin] */
  counts: Uint32Array[];
  /** per class: finite values outside the edges, and values that are NaN or infinite */
  outside: Uint32Array;
  notFinite: Uint32Array;
}

export interface HistogramOptions {
  /** equal bins */
  bins?: number;
  /** in the unit of the feature; default: of all finite values of all classes */
  range?: readonly [number, number];
}

const DEFAULT_BINS = 50;
const MOST_BINS = 10_000;

/**
 * Counts values per class in equal bins over one range, edges shared. A bin's rows are those that a filter
 * edges[i] <= value < edges[i + 1] finds (<= in the last).
 *
 * NaN and infinite values are counted apart; so are rows of a class that is not asked for (nowhere). Of equal values the range is
 * 0.5 to each side, as numpy. Cost: two passes.
 *
 * @param values of the feature
 * @param classes 0 <= class < classCount, e.g. 0 bogus, 1 real, 2 unknown; others are skipped
 * @param classCount histograms
 * @param options bins (50) and range
 * @returns null when no value is finite and no range is given
 * @throws InvalidParameterError for lengths that differ, or bins and range that cannot be
 */
export function histogramByClass(
  values: Float64Array | Float32Array,
  classes: Uint8Array,
  classCount: number,
  { bins = DEFAULT_BINS, range }: HistogramOptions = {},
): Histogram | null {
  if (values.length !== classes.length)
    throw refused(`${values.length} values, ${classes.length} classes`, "one class per value");
  const limits = range ?? finiteRange(values, values);
  if (limits === null) return null;
  const edges = equalEdges(limits, bins);
  const counts = Array.from({ length: classCount }, () => new Uint32Array(bins));
  const [outside, notFinite] = [new Uint32Array(classCount), new Uint32Array(classCount)];
  for (let i = 0; i < values.length; i++) {
    const kind = classes[i]!;
    if (kind >= classCount) continue;
    const bin = binIn(edges, values[i]!);
    if (bin >= 0) counts[kind]![bin]! += 1;
    else if (Number.isFinite(values[i])) outside[kind]! += 1;
    else notFinite[kind]! += 1;
  }
  return { edges, counts, outside, notFinite };
}

function refused(found: string, expected: string): InvalidParameterError {
  return new InvalidParameterError({ place: "histogram", found, expected });
}

/** Of x and y where both are finite; of one column, pass it twice. */
function finiteRange(x: Float64Array | Float32Array, y: Float64Array | Float32Array): [number, number] | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]!, y[i]!];
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    least = Math.min(least, a, b);
    most = Math.max(most, a, b);
  }
  if (least > most) return null;
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}

function equalEdges([start, end]: readonly [number, number], bins: number): Float64Array {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS))
    throw refused(`${bins} bins`, `a whole number from 1 to ${MOST_BINS}`);
  if (!(start < end && Number.isFinite(end - start)))
    throw refused(`range ${start} to ${end}`, "a finite, rising range");
  const step = (end - start) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => start + i * step);
  edges[bins] = end;
  return edges;
}

function binIn(edges: Float64Array, value: number): number {
  const bins = edges.length - 1;
  const [start, end] = [edges[0]!, edges[bins]!];
  if (!(value >= start && value <= end)) return -1;
  const guess = Math.min(Math.floor(((value - start) / (end - start)) * bins), bins - 1);
  if (value < edges[guess]!) return guess - 1;
  return guess + 1 < bins && value >= edges[guess + 1]! ? guess + 1 : guess;
}

/** Frame of a 1:1 plot: one range for both axes, a histogram along each. */
export interface ScatterMargins {
  edges: Float64Array;
  xCounts: Uint32Array;
  yCounts: Uint32Array;
  /** pairs within the range on both axes; these are drawn, and counted above */
  drawn: number;
  /** pairs of finite values outside the range */
  outside: number;
  /** rows without a finite x, y, either */
  withoutX: number;
  withoutY: number;
  withoutBoth: number;
  /** drawn pairs with y > x, y = x, y < x */
  aboveLine: number;
  onLine: number;
  belowLine: number;
}

/**
 * Frame and margins of a plot of y against x whose 1:1 line is the diagonal: both axes span the finite pairs of both.
 *
 * A row without a finite x or y is not drawn, and counted by what it lacks. Cost: two passes.
 *
 * @param x feature of one algorithm
 * @param y the same feature of the other, same rows
 * @param options bins (50) and range of both axes, unit of the feature
 * @returns null when no row has both and no range is given
 * @throws InvalidParameterError for lengths that differ, or bins and range that cannot be
 */
export function scatterMargins(
  x: Float64Array,
  y: Float64Array,
  { bins = DEFAULT_BINS, range }: HistogramOptions = {},
): ScatterMargins | null {
  if (x.length !== y.length) throw refused(`${x.length} x, ${y.length} y`, "pairs");
  const isPair = (i: number) => Number.isFinite(x[i]) && Number.isFinite(y[i]);
  const limits = range ?? finiteRange(x, y);
  if (limits === null) return null;
  const edges = equalEdges(limits, bins);
  const margins = { edges, xCounts: new Uint32Array(bins), yCounts: new Uint32Array(bins), drawn: 0, outside: 0 };
  const without = { withoutX: 0, withoutY: 0, withoutBoth: 0 };
  const sides = { aboveLine: 0, onLine: 0, belowLine: 0 };
  for (let i = 0; i < x.length; i++) {
    if (!isPair(i)) {
      const lacks = Number.isFinite(y[i]) ? "withoutX" : Number.isFinite(x[i]) ? "withoutY" : "withoutBoth";
      without[lacks]++;
      continue;
    }
    const [column, row] = [binIn(edges, x[i]!), binIn(edges, y[i]!)];
    if (column < 0 || row < 0) {
      margins.outside++;
      continue;
    }
    margins.drawn++;
    margins.xCounts[column]! += 1;
    margins.yCounts[row]! += 1;
    sides[y[i]! > x[i]! ? "aboveLine" : y[i]! < x[i]! ? "belowLine" : "onLine"]++;
  }
  return { ...margins, ...without, ...sides };
}
