// How float pixels become shades: limits (which value is black, which is white) and curve (what lies between).

import { type Limits, zscaleLimits } from "@/lib/kernels/zscale";

export type { Limits } from "@/lib/kernels/zscale";

export const LIMIT_RULES = ["zscale", "percentile", "symmetric", "minmax"] as const;
export const CURVES = ["linear", "asinh"] as const;
export type LimitRule = (typeof LIMIT_RULES)[number];
export type Curve = (typeof CURVES)[number];

/** asinh curve: value of full range that is still linear, 0.1 as in astropy's AsinhStretch */
const ASINH_SOFTENING = 0.1;
/** per cent cut on each side by the percentile rule */
const PERCENTILE_CUT = 0.5;

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
  const sorted = sortedFinite(pixels);
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
