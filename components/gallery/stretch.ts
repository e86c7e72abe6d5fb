// How float pixels become shades: limits (which value is black, which is white) and curve (what lies between).

export const LIMIT_RULES = ["zscale", "percentile", "symmetric", "minmax"] as const;
export const CURVES = ["linear", "asinh"] as const;
export type LimitRule = (typeof LIMIT_RULES)[number];
export type Curve = (typeof CURVES)[number];

/** Values drawn as the first and the last colour, in the unit of the pixels. */
export interface Limits {
  low: number;
  high: number;
}

const ZSCALE_SAMPLES = 1000;
const ZSCALE_CONTRAST = 0.25;
const ZSCALE_MAX_REJECT = 0.5;
const ZSCALE_MIN_PIXELS = 5;
const ZSCALE_REJECT_SIGMA = 2.5;
const ZSCALE_ITERATIONS = 5;
/** asinh curve: value of full range that is still linear, 0.1 as in astropy's AsinhStretch */
const ASINH_SOFTENING = 0.1;
/** per cent cut on each side by the percentile rule */
const PERCENTILE_CUT = 0.5;

/** Sorted finite pixels, at most `limit` of them taken at an even stride. */
function sortedSample(pixels: ArrayLike<number>, limit: number): Float64Array {
  const finite = Array.prototype.filter.call(pixels, Number.isFinite) as number[];
  const stride = Math.max(1, Math.floor(finite.length / limit));
  const sample: number[] = [];
  for (let i = 0; i < finite.length && sample.length < limit; i += stride) sample.push(finite[i] ?? 0);
  return Float64Array.from(sample).sort();
}

function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/** Straight line through the samples that are not rejected, by least squares. */
function fitLine(samples: Float64Array, rejected: Uint8Array): { slope: number; intercept: number } {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < samples.length; i++) {
    if (rejected[i]) continue;
    count++;
    sumX += i;
    sumY += samples[i] ?? 0;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < samples.length; i++) {
    if (rejected[i]) continue;
    covariance += (i - meanX) * ((samples[i] ?? 0) - meanY);
    variance += (i - meanX) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  return { slope, intercept: meanY - slope * meanX };
}

/** Marks samples more than 2.5 sigma off the line, and their neighbours; returns how many stay. */
function rejectOutliers(
  samples: Float64Array,
  rejected: Uint8Array,
  line: { slope: number; intercept: number },
): number {
  const residual = samples.map((value, i) => value - (line.slope * i + line.intercept));
  const kept = residual.filter((_, i) => !rejected[i]);
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const sigma = Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length);
  const marked = rejected.map((was, i) => (was || Math.abs(residual[i] ?? 0) > ZSCALE_REJECT_SIGMA * sigma ? 1 : 0));
  const grow = Math.max(1, Math.floor(samples.length * 0.01));
  const shift = (grow - 1) >> 1;
  let good = 0;
  for (let i = 0; i < samples.length; i++) {
    let bad = 0;
    for (let j = Math.max(0, i + shift - grow + 1); j <= Math.min(samples.length - 1, i + shift); j++)
      bad |= marked[j] ?? 0;
    rejected[i] = bad;
    if (!bad) good++;
  }
  return good;
}

/**
 * Limits of the zscale algorithm: a straight line fitted to the sorted sample, outliers rejected, slope over contrast 0.25.
 * Non-finite pixels are left out. Source: IRAF's `display` task (Tody 1986, SPIE 627, 733), as in astropy's ZScaleInterval.
 * @returns null when no pixel is finite
 */
export function zscaleLimits(pixels: ArrayLike<number>): Limits | null {
  const samples = sortedSample(pixels, ZSCALE_SAMPLES);
  const count = samples.length;
  if (count === 0) return null;
  const [low, high] = [samples[0] ?? 0, samples[count - 1] ?? 0];
  const minimum = Math.max(ZSCALE_MIN_PIXELS, Math.floor(count * ZSCALE_MAX_REJECT));
  const rejected = new Uint8Array(count);
  let good = count;
  let before = count + 1;
  let slope = 0;
  for (let round = 0; round < ZSCALE_ITERATIONS && good < before && good >= minimum; round++) {
    const line = fitLine(samples, rejected);
    slope = line.slope;
    before = good;
    good = rejectOutliers(samples, rejected, line);
  }
  if (good < minimum) return { low, high };
  const centre = (count - 1) >> 1;
  const median = quantile(samples, 0.5);
  const steep = slope / ZSCALE_CONTRAST;
  return { low: Math.max(low, median - (centre - 1) * steep), high: Math.min(high, median + (count - centre) * steep) };
}

/**
 * Limits by one of four rules. Symmetric is the median ± the depth that only 0.5 % of the pixels exceed (upstream takes
 * the largest departure of either sign: a cosmic ray then hides the ring); percentile cuts 0.5 % on each side.
 * Non-finite pixels are left out.
 * @returns null when no pixel is finite; else low < high, widened by 1 when all pixels are equal
 */
export function stretchLimits(pixels: ArrayLike<number>, rule: LimitRule): Limits | null {
  const limits = rule === "zscale" ? zscaleLimits(pixels) : sortedLimits(pixels, rule);
  if (!limits) return null;
  return limits.high > limits.low ? limits : { low: limits.low - 0.5, high: limits.low + 0.5 };
}

function sortedLimits(pixels: ArrayLike<number>, rule: Exclude<LimitRule, "zscale">): Limits | null {
  const sorted = sortedSample(pixels, Number.MAX_SAFE_INTEGER);
  if (sorted.length === 0) return null;
  if (rule === "percentile") {
    return { low: quantile(sorted, PERCENTILE_CUT / 100), high: quantile(sorted, 1 - PERCENTILE_CUT / 100) };
  }
  const [low, high] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
  if (rule === "minmax") return { low, high };
  const median = quantile(sorted, 0.5);
  const reach = median - quantile(sorted, PERCENTILE_CUT / 100);
  return { low: median - reach, high: median + reach };
}

/** Place of a value between the limits, 0 to 1 after the curve, clipped; asinh has astropy's softening of 0.1. */
export function stretchValue(value: number, limits: Limits, curve: Curve): number {
  const fraction = Math.min(1, Math.max(0, (value - limits.low) / (limits.high - limits.low)));
  return curve === "linear" ? fraction : Math.asinh(fraction / ASINH_SOFTENING) / Math.asinh(1 / ASINH_SOFTENING);
}
