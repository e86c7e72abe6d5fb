// Whether truth counts pixels from 0 or from 1: measured, because the files do not say.

import { matchMutualNearest } from "./match";
import type { Points } from "./point-grid";

/** So many pairs speak by their median, whatever their scatter. */
const ENOUGH_PAIRS = 5;
/** Fewer, but at least two, speak when each of them lies this near to the same offset: two chance pairs hardly do. */
const AGREEMENT_PX = 0.3;
/** Wide enough for an offset of 1 px on both axes and the scatter of faint sources. */
const SEARCH_RADIUS_PX = 4;

/** How far truth stands from the detections, and what was made of it. */
export interface TruthOrigin {
  /** pairs behind the medians */
  pairs: number;
  /** median of truth minus detection, pixels; null without pairs */
  medianDx: number | null;
  medianDy: number | null;
  /** subtracted from x and y of truth: 1 where it counts from 1 */
  offsetPx: 0 | 1;
  /** false: too few pairs, or medians that are no offset of 0 or 1 on both axes; truth is taken as 0-based then */
  isMeasured: boolean;
}

/**
 * Estimates the origin of a list of truth from the sources that have a detection nearby (mutual nearest within 4 px).
 *
 * @param truth places as in the file
 * @param detections places, 0-based
 * @returns medians and offset; the offset is 1 where both medians lie nearer to 1 than to 0
 */
export function estimateOrigin(truth: Points, detections: Points): TruthOrigin {
  const pairs = matchMutualNearest(truth, detections, SEARCH_RADIUS_PX);
  const dx = pairs.map(({ a, b }) => truth.x[a]! - detections.x[b]!);
  const dy = pairs.map(({ a, b }) => truth.y[a]! - detections.y[b]!);
  const [medianDx, medianDy] = [median(dx), median(dy)];
  const common = { pairs: pairs.length, medianDx, medianDy };
  const offsetPx = Math.round(medianDx ?? Number.NaN);
  const isOffset = offsetPx === Math.round(medianDy ?? Number.NaN) && (offsetPx === 0 || offsetPx === 1);
  const agrees = [...dx, ...dy].every((value) => Math.abs(value - offsetPx) <= AGREEMENT_PX);
  const isMeasured = isOffset && (pairs.length >= ENOUGH_PAIRS || (pairs.length >= 2 && agrees));
  return { ...common, offsetPx: isMeasured && offsetPx === 1 ? 1 : 0, isMeasured };
}

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (upper + sorted[middle - 1]!) / 2;
}
