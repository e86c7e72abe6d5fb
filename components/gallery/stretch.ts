// How float pixels become shades: limits (which value is black, which is white) and curve (what lies between).

import { type Limits, zscaleLimits } from "@/lib/kernels/zscale";

export type { Limits } from "@/lib/kernels/zscale";

/** Rules offered for an image; the figures are per cent of the pixels within the limits, percentile is a figure of choice. */
export const IMAGE_LIMIT_RULES = [
  ...(["zscale", "99.5", "99", "98", "95", "percentile", "minmax", "symmetric"] as const),
  "manual",
] as const;
/** Rules offered for stamps: what needs no figure; percentile is 99 there. */
export const LIMIT_RULES = ["zscale", "percentile", "symmetric", "minmax", "99.5", "98", "95"] as const;
export const CURVES = ["linear", "log", "sqrt", "asinh", "histogram"] as const;
export type LimitRule = (typeof IMAGE_LIMIT_RULES)[number];
/** A rule that finds limits in the pixels alone. */
export type PixelRule = Exclude<LimitRule, "manual">;
export type Curve = (typeof CURVES)[number];

/** asinh curve: value of full range that is still linear, 0.1 as in astropy's AsinhStretch */
const ASINH_SOFTENING = 0.1;
/** log curve: how steep at zero, 1000 as in astropy's LogStretch and DS9 */
const LOG_STEEPNESS = 1000;
/** per cent of the pixels within the limits, half of the others beyond each; also what `symmetric` leaves of the depth */
const PERCENT_WITHIN = 99;

/** Sorted finite pixels. */
function sortedFinite(pixels: ArrayLike<number>): Float64Array {
  const finite = Array.prototype.filter.call(pixels, Number.isFinite) as number[];
  return Float64Array.from(finite).sort();
}

function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Limits by a rule. Symmetric is the median ± the depth that only 0.5 % of the pixels exceed (upstream takes
 * the largest departure of either sign: a cosmic ray then hides the ring); a figure keeps that many per cent of the pixels
 * and cuts as many above as below (astropy's PercentileInterval). Non-finite pixels are left out.
 * @param percent of the pixels within the limits of the rule percentile
 * @returns null when no pixel is finite; else low < high, widened by 1 when all pixels are equal
 */
export function stretchLimits(pixels: ArrayLike<number>, rule: PixelRule, percent = PERCENT_WITHIN): Limits | null {
  const limits = rule === "zscale" ? zscaleLimits(pixels) : sortedLimits(sortedFinite(pixels), rule, percent);
  return limits && widened(limits);
}

/** Limits that have a width, so that a constant image is one shade in the middle. */
export function widened({ low, high }: Limits): Limits {
  if (high > low) return { low, high };
  // half a unit is nothing beside a large constant: float32 has to tell the limits apart
  const half = Math.max(0.5, Math.abs(low) * 1e-6);
  return { low: low - half, high: low + half };
}

function sortedLimits(sorted: Float64Array, rule: Exclude<PixelRule, "zscale">, percent: number): Limits | null {
  if (sorted.length === 0) return null;
  if (rule === "minmax") return { low: sorted[0] ?? 0, high: sorted[sorted.length - 1] ?? 0 };
  if (rule === "symmetric") {
    const median = quantile(sorted, 0.5);
    const reach = median - quantile(sorted, (100 - PERCENT_WITHIN) / 200);
    return { low: median - reach, high: median + reach };
  }
  const cut = (100 - (rule === "percentile" ? percent : Number(rule))) / 200;
  return { low: quantile(sorted, cut), high: quantile(sorted, 1 - cut) };
}

/**
 * Shade of a place x between the limits, both 0 to 1: linear x; sqrt √x; log ln(1000 x + 1) / ln 1001; asinh
 * asinh(x / 0.1) / asinh 10 (astropy's SqrtStretch, LogStretch and AsinhStretch with their defaults).
 * @param fraction clipped to 0 to 1
 */
export function curveValue(fraction: number, curve: Exclude<Curve, "histogram">): number {
  const x = Math.min(1, Math.max(0, fraction));
  if (curve === "sqrt") return Math.sqrt(x);
  if (curve === "log") return Math.log(LOG_STEEPNESS * x + 1) / Math.log(LOG_STEEPNESS + 1);
  return curve === "asinh" ? Math.asinh(x / ASINH_SOFTENING) / Math.asinh(1 / ASINH_SOFTENING) : x;
}

/**
 * Histogram equalisation: the share of the sample within the limits that is at or below each of `steps` even places between
 * them, straight between one pixel and the next (astropy's HistEqStretch, which ranks all pixels and not those within limits).
 * Limits far wider than most pixels leave these few steps: the places are even, not the ranks.
 * @param sample finite and other pixels; the others and those beyond the limits are left out
 * @returns 0 to 1, rising; linear when fewer than two pixels are within the limits or all of them are equal
 */
export function equalised(sample: ArrayLike<number>, limits: Limits, steps: number): Float64Array {
  const within = sortedFinite(sample).filter((value) => value >= limits.low && value <= limits.high);
  const last = within.length - 1;
  const isFlat = last < 1 || within[0] === within[last];
  let below = 0;
  return Float64Array.from({ length: steps }, (_, step) => {
    const place = step / (steps - 1);
    if (isFlat) return place;
    const value = limits.low + place * (limits.high - limits.low);
    while (below <= last && (within[below] ?? 0) <= value) below++;
    if (below === 0) return 0;
    if (below > last) return 1;
    const [from, to] = [within[below - 1] ?? 0, within[below] ?? 0];
    return (below - 1 + (value - from) / (to - from)) / last;
  });
}
