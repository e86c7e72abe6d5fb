// Reasons to doubt that a row is a dark feature of the detector.

import type { FootprintDepth } from "./depth";
import type { Footprint } from "./footprints";
import { cutLevelled, type LevelledPixels, writeLevelledWide } from "./levelled-pixels";
import type { InclusiveBox } from "./stamp";

/** Words in `flags`; what each means and where its limit comes from: docs/dark-rings.md. */
export const FLAGS = ["negative_lobe", "shallow", "column", "row", "edge", "masked", "not_round", "large"] as const;
export type Flag = (typeof FLAGS)[number];

const EDGE_PIXELS = 2;
const MASKED_FRACTION = 0.1;
/** A dark feature of p sigma in the plane has at least about 0.9 p on the pixels; a lobe has none. */
const LEAST_DEPTH_SHARE = 0.5;
const LEAST_DEPTH_SIGMA = 3.5;
/** How far a lobe of plane 2 reaches from what makes it. */
const LOBE_REACH_PIXELS = 16;
/** Marks of lib/kernels/cleaning: bright or next to a bright pixel. */
const BRIGHT = 2;
const BRIGHT_NSIGMA = 6;

/**
 * Flags of one footprint.
 *
 * @param depth of the footprint; null: not measured, which is no reason to trust it
 * @param peakSignificance of the plane, sigma
 */
export function flagFootprint(
  source: LevelledPixels,
  footprint: Footprint,
  depth: FootprintDepth | null,
  context: { peakSignificance: number; maskedFraction: number; noise: number; isScored: boolean; isRound: boolean },
): Flag[] {
  const { peakSignificance, maskedFraction, noise } = context;
  const flags: Flag[] = [];
  const least = Math.max(LEAST_DEPTH_SIGMA, LEAST_DEPTH_SHARE * peakSignificance);
  if (depth === null || depth.integratedDepthSigma < least) {
    flags.push(hasBrightNeighbour(source, footprint, noise) ? "negative_lobe" : "shallow");
  }
  const depthPerPixel = depth === null ? null : depth.meanDepthSigma * noise;
  const [width, height] = [footprint.x1 - footprint.x0 + 1, footprint.y1 - footprint.y0 + 1];
  if (isLong(height, width) || goesOn(source, footprint, depthPerPixel, noise, "y")) flags.push("column");
  if (isLong(width, height) || goesOn(source, footprint, depthPerPixel, noise, "x")) flags.push("row");
  const isAtEdge =
    footprint.x0 < EDGE_PIXELS ||
    footprint.y0 < EDGE_PIXELS ||
    footprint.x1 >= source.width - EDGE_PIXELS ||
    footprint.y1 >= source.height - EDGE_PIXELS;
  if (isAtEdge) flags.push("edge");
  if (maskedFraction > MASKED_FRACTION) flags.push("masked");
  if (!context.isRound) flags.push("not_round");
  if (!context.isScored) flags.push("large");
  return flags;
}

function hasBrightNeighbour(source: LevelledPixels, footprint: Footprint, noise: number): boolean {
  const bad = source.kernels.uint8(source.bad, source.width * source.height);
  const x0 = Math.max(0, footprint.x0 - LOBE_REACH_PIXELS);
  const x1 = Math.min(source.width - 1, footprint.x1 + LOBE_REACH_PIXELS);
  const y1 = Math.min(source.height - 1, footprint.y1 + LOBE_REACH_PIXELS);
  for (let y = Math.max(0, footprint.y0 - LOBE_REACH_PIXELS); y <= y1; y++) {
    for (let x = x0; x <= x1; x++) if (bad[y * source.width + x] === BRIGHT) return true;
  }
  const stamp = cutLevelled(source, { x0, x1, y0: Math.max(0, footprint.y0 - LOBE_REACH_PIXELS), y1 });
  return stamp.pixels.some((value) => value > BRIGHT_NSIGMA * noise);
}

const LONG_PIXELS = 20;
const LONG_RATIO = 4;

function isLong(length: number, across: number): boolean {
  return length >= LONG_PIXELS && length >= LONG_RATIO * across;
}

const GAP_PIXELS = 6;
const ARM_PIXELS = 30;
const SIDE_PIXELS = 8;
const SIDE_GAP_PIXELS = 3;
const LEAST_ARM_SHARE = 0.4;
const LEAST_ARM_SIGMA = 4;
/** Some eighty lines a footprint are looked at: a higher bar. */
const LEAST_LINE_SIGMA = 5;
const FEWEST_ARM_PIXELS = 20;

/**
 * Does the darkness go on beyond the footprint along an axis? The arms are 24 px long and 6 px off both ends; all of an
 * arm, and each of its lines one pixel wide, is compared with what lies 3 to 8 px beside it.
 */
function goesOn(
  source: LevelledPixels,
  footprint: Footprint,
  depth: number | null,
  noise: number,
  axis: "x" | "y",
): boolean {
  if (depth === null) return false;
  const [first, last] = axis === "y" ? [footprint.y0, footprint.y1] : [footprint.x0, footprint.x1];
  const [left, right] = axis === "y" ? [footprint.x0, footprint.x1] : [footprint.y0, footprint.y1];
  const arms = [
    [first - ARM_PIXELS, first - GAP_PIXELS],
    [last + GAP_PIXELS, last + ARM_PIXELS],
  ] as const;
  return arms.some((arm) => {
    const around = [left - SIDE_PIXELS, right + SIDE_PIXELS] as const;
    const [x, y] = axis === "y" ? [around, arm] : [arm, around];
    return isArmDark(source, { x0: x[0], x1: x[1], y0: y[0], y1: y[1] }, axis, LEAST_ARM_SHARE * depth, noise);
  });
}

function isArmDark(
  source: LevelledPixels,
  box: InclusiveBox,
  axis: "x" | "y",
  leastDip: number,
  noise: number,
): boolean {
  const { kernels } = source;
  const [width, height] = [box.x1 - box.x0 + 1, box.y1 - box.y0 + 1];
  const mark = kernels.mark();
  const [stamp, scratch] = [kernels.allocate(8 * width * height), kernels.allocate(8 * width * height + 8)];
  writeLevelledWide(source, box, stamp);
  const isDark = kernels.exports.isArmDark(
    stamp,
    width,
    height,
    axis === "y" ? 1 : 0,
    SIDE_PIXELS,
    SIDE_GAP_PIXELS,
    FEWEST_ARM_PIXELS,
    leastDip,
    noise,
    LEAST_ARM_SIGMA,
    LEAST_LINE_SIGMA,
    scratch,
  );
  kernels.release(mark);
  return isDark === 1;
}
