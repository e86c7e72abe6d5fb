// How stamps and images are looked at: one choice for a whole gallery or panel, kept in the address.
import { COLOR_MAPS, type ColorMap } from "./color-maps";
import type { PixelImage } from "./paint";
import {
  CURVES,
  type Curve,
  LIMIT_RULES,
  type LimitRule,
  type Limits,
  type PixelRule,
  stretchLimits,
  widened,
} from "./stretch";

export interface Look {
  rule: PixelRule;
  curve: Curve;
  map: ColorMap;
  /** low values bright, as upstream draws its stamps */
  isInverted: boolean;
  /** one width of limits for all stamps, about each stamp's own median; false: each stamp its own limits */
  isShared: boolean;
}

/** Address parameters of a look and their defaults: upstream's inverted grey, symmetric, one stretch for all. */
export const LOOK_DEFAULTS = { stretch: "symmetric", curve: "linear", map: "grey", invert: "yes", scope: "all" };
export type LookParameters = typeof LOOK_DEFAULTS;

function oneOf<T extends string>(values: readonly T[], text: string, otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

/** Reads a look from its address parameters; a word that is none of the choices counts as the default. */
export function parseLook(parameters: LookParameters): Look {
  return {
    rule: oneOf(LIMIT_RULES, parameters.stretch, "symmetric"),
    curve: oneOf(CURVES, parameters.curve, "linear"),
    map: oneOf(COLOR_MAPS, parameters.map, "grey"),
    isInverted: parameters.invert === "yes",
    isShared: parameters.scope === "all",
  };
}

/** The choice after this one, round and round: what a key does. */
export function nextOf<T>(values: readonly T[], current: T): T {
  return values[(values.indexOf(current) + 1) % values.length] ?? current;
}

/** Median of an image's finite pixels; null when there is none. */
function medianLevel(image: PixelImage): number | null {
  const finite = image.pixels.filter(Number.isFinite).sort();
  return finite.length ? (finite[finite.length >> 1] ?? null) : null;
}

/** Pixels of each stamp that take part in the shared limits: enough for their quantiles. */
const SHARED_PIXELS = 64 * 64 * 64;

/**
 * Limits about zero of all stamps together, each less its own median: one unit of contrast in the whole gallery, whatever
 * the background of each detector. At most 64 stamps, evenly taken, are looked at.
 */
export function sharedLimits(images: readonly PixelImage[], rule: PixelRule): Limits | null {
  const stride = Math.max(1, Math.ceil(images.length / 64));
  const pooled = new Float32Array(SHARED_PIXELS).fill(Number.NaN);
  let length = 0;
  for (let i = 0; i < images.length; i += stride) {
    const image = images[i];
    const level = image && medianLevel(image);
    if (!image || level === null) continue;
    for (const value of image.pixels.subarray(0, SHARED_PIXELS - length)) pooled[length++] = value - (level ?? 0);
  }
  return stretchLimits(pooled.subarray(0, length), rule);
}

/** Limits of one stamp under a look; null when no pixel is finite. */
export function limitsOf(image: PixelImage, look: Look, shared: Limits | null): Limits | null {
  if (!look.isShared || !shared) return stretchLimits(image.pixels, look.rule);
  const level = medianLevel(image);
  return level === null ? null : { low: level + shared.low, high: level + shared.high };
}

/** How a whole image is looked at: what stamps have, a figure or limits of one's own, and contrast and bias by drag. */
export interface ImageLook extends Omit<Look, "rule" | "isShared"> {
  rule: LimitRule;
  /** per cent of the pixels within the limits, for the rule percentile */
  percent: number;
  /** for the rule manual; null: as zscale */
  manual: Limits | null;
  /** slope and middle of the colours after the curve, as in DS9: 1 and 0.5 leave them as they are */
  contrast: number;
  bias: number;
}

/** The look of an image that nobody has touched: zscale, linear, grey; residuals and differences in the diverging map. */
export function defaultImageLook(isSigned: boolean): ImageLook {
  return {
    rule: "zscale",
    curve: "linear",
    map: isSigned ? "diverging" : "grey",
    isInverted: false,
    percent: 99,
    manual: null,
    contrast: 1,
    bias: 0.5,
  };
}

/**
 * Limits of an image under a look, from the sample in its description. The diverging map gets limits as far below zero as
 * above, so that white is zero, for signed images and wherever zero lies between the limits; limits set by hand stay as set.
 * @returns null when no pixel is finite and none are set by hand
 */
export function imageLimits(sample: ArrayLike<number>, look: ImageLook, isSigned = false): Limits | null {
  if (look.rule === "manual" && look.manual) return widened(look.manual);
  const limits = stretchLimits(sample, look.rule === "manual" ? "zscale" : look.rule, look.percent);
  if (!limits || look.map !== "diverging") return limits;
  if (!isSigned && (limits.low >= 0 || limits.high <= 0)) return limits;
  const reach = Math.max(Math.abs(limits.low), Math.abs(limits.high));
  return { low: -reach, high: reach };
}
