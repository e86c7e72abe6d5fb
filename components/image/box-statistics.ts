// Numbers of the pixels in a box.
import { MAD_TO_SIGMA } from "@/lib/units";

export interface BoxStatistics {
  /** finite pixels, and pixels that are not */
  count: number;
  nanCount: number;
  mean: number;
  median: number;
  /** population standard deviation */
  std: number;
  min: number;
  max: number;
  /** after clipping: pixels that stay, their mean, median and standard deviation */
  clipped: { count: number; mean: number; median: number; std: number };
}

const CLIP_SIGMA = 3;
const MOST_ROUNDS = 10;

/**
 * Statistics of the finite pixels, and of those within 3 standard deviations of the median, clipped anew until nothing
 * more falls out, at most 10 rounds (as astropy's sigma_clip does; the first round takes 1.4826 × MAD for the deviation, so
 * that one cosmic ray does not hide behind its own spread).
 *
 * @returns null when no pixel is finite
 */
export function boxStatistics(pixels: ArrayLike<number>): BoxStatistics | null {
  const finite = Float64Array.from(Array.prototype.filter.call(pixels, Number.isFinite) as number[]).sort();
  if (finite.length === 0) return null;
  const all = momentsOf(finite);
  let kept = finite;
  let sigma = robustSigma(finite) || all.std;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const middle = medianOfSorted(kept);
    const next = kept.filter((value) => Math.abs(value - middle) <= CLIP_SIGMA * sigma);
    if (next.length === 0 || next.length === kept.length) break;
    kept = next;
    sigma = momentsOf(kept).std;
  }
  return {
    count: finite.length,
    nanCount: pixels.length - finite.length,
    ...all,
    median: medianOfSorted(finite),
    min: finite[0] ?? Number.NaN,
    max: finite.at(-1) ?? Number.NaN,
    clipped: { count: kept.length, ...momentsOf(kept), median: medianOfSorted(kept) },
  };
}

function medianOfSorted(sorted: Float64Array): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function robustSigma(sorted: Float64Array): number {
  const middle = medianOfSorted(sorted);
  return MAD_TO_SIGMA * medianOfSorted(sorted.map((value) => Math.abs(value - middle)).sort());
}

/** Two passes: no cancellation on a large bias level. */
function momentsOf(values: Float64Array): { mean: number; std: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, std: Math.sqrt(squares / values.length) };
}

/** Bins of equal width between the smallest and the largest finite value; edges one more than counts. */
export function histogramOf(pixels: ArrayLike<number>, low: number, high: number, bins = 100) {
  const counts = new Uint32Array(bins);
  const scale = high > low ? bins / (high - low) : 0;
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] ?? Number.NaN;
    if (value >= low && value <= high) counts[Math.min(bins - 1, Math.floor((value - low) * scale))]!++;
  }
  const step = (high - low) / bins;
  return { counts, edges: Float64Array.from({ length: bins + 1 }, (_, i) => low + i * step) };
}

/**
 * Values along a line, one a pixel of its length, the nearest pixel each; NaN outside of the box.
 *
 * @param box pixels `pixels[y * width + x]` whose first lies at (x0, y0), `step` image pixels a pixel
 */
export function profileAlong(
  box: { x0: number; y0: number; width: number; height: number; step: number; pixels: ArrayLike<number> },
  line: readonly [number, number, number, number],
): { distance: Float64Array; value: Float64Array; x: Int32Array; y: Int32Array } {
  const [fromX, fromY, toX, toY] = line;
  const length = Math.hypot(toX - fromX, toY - fromY);
  const count = Math.max(1, Math.round(length / box.step)) + 1;
  const profile = {
    distance: new Float64Array(count),
    value: new Float64Array(count),
    x: new Int32Array(count),
    y: new Int32Array(count),
  };
  for (let i = 0; i < count; i++) {
    const part = i / (count - 1);
    const x = Math.round(fromX + (toX - fromX) * part);
    const y = Math.round(fromY + (toY - fromY) * part);
    const column = Math.floor((x - box.x0) / box.step);
    const row = Math.floor((y - box.y0) / box.step);
    const isInside = column >= 0 && row >= 0 && column < box.width && row < box.height;
    profile.distance[i] = length * part;
    profile.value[i] = isInside ? (box.pixels[row * box.width + column] ?? Number.NaN) : Number.NaN;
    profile.x[i] = x;
    profile.y[i] = y;
  }
  return profile;
}
