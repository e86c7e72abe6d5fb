// How the stamps of candidates are looked at: limits of the full image as in the published dataset, or a stretch of each stamp.
import type { StampChannel } from "@/lib/difference/stamp-answer";
import { COLOR_MAPS, type ColorMap } from "../gallery/color-maps";
import type { PixelImage } from "../gallery/paint";
import { CURVES, type Curve, LIMIT_RULES, type Limits, stretchLimits } from "../gallery/stretch";

/** image: zscale of the full image. */
export const STAMP_RULES = ["image", ...LIMIT_RULES] as const;
export type StampRule = (typeof STAMP_RULES)[number];

export interface CandidateLook {
  rule: StampRule;
  curve: Curve;
  map: ColorMap;
  isInverted: boolean;
}

/** Address parameters and their defaults. */
export const CANDIDATE_LOOK_DEFAULTS = { stretch: "image", curve: "linear", map: "grey", invert: "no" };

function oneOf<T extends string>(values: readonly T[], text: string, otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

/** Reads a look of an address; a word that is none of the choices counts as the default. */
export function parseCandidateLook(parameters: typeof CANDIDATE_LOOK_DEFAULTS): CandidateLook {
  return {
    rule: oneOf(STAMP_RULES, parameters.stretch, "image"),
    curve: oneOf(CURVES, parameters.curve, "linear"),
    map: oneOf(COLOR_MAPS, parameters.map, "grey"),
    isInverted: parameters.invert === "yes",
  };
}

/**
 * Limits of a stamp under a look. Stamps of alerts have no full image: they get the zscale of themselves.
 *
 * @returns null when no pixel is finite
 */
export function stampLimits(image: PixelImage, channel: StampChannel, rule: StampRule): Limits | null {
  if (rule === "image" && channel.limits) return channel.limits;
  return stretchLimits(image.pixels, rule === "image" ? "zscale" : rule);
}
