// One row for one thing: footprints of the plane and round features of the pixels, brought together.

import type { Footprint } from "./footprints";
import { type RoundFeature, reachOf } from "./round-features";

export interface Detection {
  footprint: Footprint;
  /** null: nothing round was found there */
  feature: RoundFeature | null;
  /** the footprint is the feature's template: the plane alone has none there, or only pieces */
  isTemplate: boolean;
}

/** Template value that bounds the footprint of a feature: for a blob the cut of the best signal to noise. */
const TEMPLATE_CUT = 0.3;
const CUT_SIGMA = Math.sqrt(-2 * Math.log(TEMPLATE_CUT));
/** A footprint holds a ring when its box is at least this wide and high, in radii. */
const LEAST_BOX_RADII = 1.3;
const MEMBER_PIXELS = 2;

/**
 * Pairs footprints with features, best feature first:
 * - a feature that one footprint holds leaves that footprint as it is;
 * - a feature in pieces (arcs of a ring), or without a footprint, gets one of its own: pixels where its template is at
 *   least 0.3; the pieces are dropped;
 * - footprints without a feature stay.
 * Own footprints are numbered from `firstId` in raster order of their centres.
 *
 * @returns detections in the order of their footprint ids
 */
export function combine(
  footprints: readonly Footprint[],
  features: readonly RoundFeature[],
  firstId: number,
  image: { width: number; height: number },
): Detection[] {
  const free = new Set(footprints);
  const detections: Detection[] = [];
  const alone: RoundFeature[] = [];
  for (const feature of features) {
    const members = [...free].filter((footprint) => isMember(footprint, feature));
    for (const member of members) free.delete(member);
    const holder = members.find((footprint) => holds(footprint, feature));
    if (holder) detections.push({ footprint: holder, feature, isTemplate: false });
    else alone.push(feature);
  }
  for (const footprint of free) detections.push({ footprint, feature: null, isTemplate: false });
  alone.sort((a, b) => a.y - b.y || a.x - b.x);
  alone.forEach((feature, i) => {
    const footprint = templateFootprint(feature, firstId + i, image);
    if (footprint !== null) detections.push({ footprint, feature, isTemplate: true });
  });
  return detections.sort((a, b) => a.footprint.footprintId - b.footprint.footprintId);
}

function centreDistance(footprint: Footprint, feature: RoundFeature): number {
  const [x, y] = [(footprint.x0 + footprint.x1) / 2, (footprint.y0 + footprint.y1) / 2];
  return Math.hypot(x - feature.x, y - feature.y);
}

function isMember(footprint: Footprint, feature: RoundFeature): boolean {
  return centreDistance(footprint, feature) <= reachOf(feature) + MEMBER_PIXELS;
}

function holds(footprint: Footprint, feature: RoundFeature): boolean {
  const shorter = Math.min(footprint.x1 - footprint.x0, footprint.y1 - footprint.y0) + 1;
  if (shorter < LEAST_BOX_RADII * feature.radiusPixels) return false;
  return centreDistance(footprint, feature) <= 0.35 * reachOf(feature) + 1;
}

function templateFootprint(
  feature: RoundFeature,
  footprintId: number,
  image: { width: number; height: number },
): Footprint | null {
  const outer = feature.radiusPixels + CUT_SIGMA * feature.widthPixels;
  const inner = feature.radiusPixels - CUT_SIGMA * feature.widthPixels;
  const runs: number[] = [];
  let [x0, x1, area] = [image.width, -1, 0];
  for (let y = Math.max(0, Math.ceil(feature.y - outer)); y <= Math.min(image.height - 1, feature.y + outer); y++) {
    for (const [start, end] of chords(feature, y, outer, inner)) {
      const [first, last] = [Math.max(0, Math.ceil(start)), Math.min(image.width - 1, Math.floor(end))];
      if (first > last) continue;
      runs.push(y, first, last + 1);
      x0 = Math.min(x0, first);
      x1 = Math.max(x1, last);
      area += last - first + 1;
    }
  }
  if (area === 0) return null;
  const [y0, y1] = [runs[0]!, runs[runs.length - 3]!];
  return { footprintId, area, x0, x1, y0, y1, peakSignificance: 0, runs: Int32Array.from(runs) };
}

/** The parts of row y between the two circles. */
function chords(feature: RoundFeature, y: number, outer: number, inner: number): [number, number][] {
  const dy = y - feature.y;
  const half = Math.sqrt(Math.max(0, outer ** 2 - dy ** 2));
  const hole = inner > 0 && Math.abs(dy) < inner ? Math.sqrt(inner ** 2 - dy ** 2) : 0;
  if (hole === 0) return [[feature.x - half, feature.x + half]];
  return [
    [feature.x - half, feature.x - hole - 1e-9],
    [feature.x + hole + 1e-9, feature.x + half],
  ];
}
