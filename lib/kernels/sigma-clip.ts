// Sigma-clipped mean, median and standard deviation of a rectangle of float32 in kernel memory.

import { InvalidParameterError } from "../errors";
import type { Kernels } from "./index";
import {
  type Bracket,
  firstBracket,
  float32Of,
  openSelection,
  orderOf,
  type PixelRectangle,
  rankedValue,
  type Selection,
  selectInside,
} from "./statistics";

export interface ClippedStatistics {
  mean: number | null;
  median: number | null;
  /** of the population (divided by n) */
  standardDeviation: number | null;
  /** pixels kept */
  count: number;
  /** kept pixels lie between the two, both included */
  low: number;
  high: number;
}

export interface ClippingOptions {
  sigma?: number;
  maxIterations?: number;
}

const LARGEST = 3.4028234663852886e38;

/**
 * Statistics of what sigma clipping leaves: in each round pixels further than sigma standard deviations from the median are
 * left out, until nothing changes or `maxIterations` rounds are done. Pixels on a limit stay. For an even count the
 * median is the mean of the two middle values.
 *
 * Border: none. Non-finite pixels are skipped.
 * Cost: one pass a round and one at the end, 1.2 reads each; a buffer in the arena, given back; input untouched. The
 * median is exact (bracket method, statistics.ts), sums are in float64 about a first guess of the median.
 * Source: the definition of astropy's sigma_clipped_stats (5.2: sigma 3, 5 rounds, median, std), which sums float32 in
 * float32: means agree to 1e-6 of the standard deviation.
 *
 * @param rectangle any linear unit
 * @returns unit of the pixels; nulls when no pixel is finite
 * @throws InvalidParameterError for a sigma that is not positive
 */
export function sigmaClippedStatistics(
  kernels: Kernels,
  rectangle: PixelRectangle,
  { sigma = 3, maxIterations = 5 }: ClippingOptions = {},
): ClippedStatistics {
  if (!(sigma > 0))
    throw new InvalidParameterError({
      place: "sigma clipping",
      found: `sigma ${sigma}`,
      expected: "a positive number",
    });
  const selection = openSelection(kernels, rectangle);
  const bracket = firstBracket(selection, null);
  const result = bracket === null ? NOTHING : clip(selection, finiteBracket(bracket), sigma, maxIterations);
  kernels.release(selection.mark);
  return result;
}

const NOTHING: ClippedStatistics = {
  mean: null,
  median: null,
  standardDeviation: null,
  count: 0,
  low: -LARGEST,
  high: LARGEST,
};

function finiteBracket({ low, high }: Bracket): Bracket {
  return { low: Math.max(low, -LARGEST), high: Math.min(high, LARGEST) };
}

function clip(selection: Selection, bracket: Bracket, sigma: number, maxIterations: number): ClippedStatistics {
  const out = selection.kernels.allocate(40);
  let limits: Bracket = { low: -LARGEST, high: LARGEST };
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; ; round++) {
    const found = measure(selection, limits, bracket, out);
    if (found === null) return NOTHING;
    if (round === maxIterations || found.count === before) return { ...found, ...limits };
    before = found.count;
    limits = narrowed(
      limits,
      found.median - sigma * found.standardDeviation,
      found.median + sigma * found.standardDeviation,
    );
  }
}

/** Mean, median and standard deviation of the values between the limits; null when there are none. */
function measure(selection: Selection, limits: Bracket, bracket: Bracket, out: number) {
  const { kernels, rectangle, buffer, capacity } = selection;
  const centre = (bracket.low + bracket.high) / 2;
  const from = Math.min(Math.max(bracket.low, limits.low), limits.high);
  const to = Math.max(Math.min(bracket.high, limits.high), from);
  const { offset, strideBytes, width, height } = rectangle;
  kernels.exports.clipPass(
    offset,
    strideBytes,
    width,
    height,
    limits.low,
    limits.high,
    from,
    to,
    centre,
    buffer,
    capacity,
    out,
  );
  const [count = 0, sum = 0, squares = 0, below = 0, inside = 0] = kernels.float64(out, 5);
  if (count === 0) return null;
  const mean = sum / count;
  const median = medianBetween(selection, limits, count, { below, inside });
  return { mean: centre + mean, median, standardDeviation: Math.sqrt(Math.max(0, squares / count - mean ** 2)), count };
}

/** From the values in the buffer when the middle lies among them, else by a search through all pixels. */
function medianBetween(
  selection: Selection,
  limits: Bracket,
  count: number,
  { below, inside }: { below: number; inside: number },
): number {
  const lower = Math.floor((count - 1) / 2);
  const upper = Math.floor(count / 2);
  if (lower >= below && upper < below + inside && inside <= selection.capacity) {
    const { value, next } = selectInside(selection, inside, lower - below);
    return upper === lower ? value : (value + (next ?? value)) / 2;
  }
  const values = [lower, upper].map((rank) => rankedValue(selection, limits, rank));
  return (values[0]! + values[1]!) / 2;
}

/** Limits drawn in to the float32 within them. */
function narrowed(limits: Bracket, low: number, high: number): Bracket {
  const lowest = Math.fround(low) < low ? float32Of(orderOf(low) + 1) : Math.fround(low);
  const highest = Math.fround(high) > high ? float32Of(orderOf(high) - 1) : Math.fround(high);
  return { low: Math.max(limits.low, lowest), high: Math.min(limits.high, highest) };
}
