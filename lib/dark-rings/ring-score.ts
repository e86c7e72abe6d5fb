// Likeness of a stamp to a dark ring, by correlation with ring templates (docs/dark-rings.md).

import type { Kernels } from "../kernels";
import { goodPixels, momentsOf, type PixelList, type Stamp } from "./blob-score";
import { median } from "./median";

export interface RingScore {
  /** Pearson correlation with the best template, -1 to 1 */
  score: number;
  radiusPixels: number;
  /** Gaussian sigma of the annulus */
  widthPixels: number;
  /** centre in the stamp, 0-based */
  x: number;
  y: number;
}

/** Gaussian sigma of the annulus. */
const WIDTHS = [0.7, 1, 1.4, 2, 2.8] as const;
const FIRST_RADIUS = 1.5;
const RADIUS_STEP = 0.5;
/** A "ring" of a smaller radius in widths is a filled blob. */
const RADIUS_PER_WIDTH = 2;
const OFFSETS = [-1, -0.5, 0, 0.5, 1] as const;
/** A template replaces the best one only when it is better by more than rounding. */
const TIE = 1e-12;
/** The quick scan of assembly/rings.ts is good to 1e-3; whatever comes this near its best is correlated exactly. */
const EXACT_WITHIN = 0.003;
/** Rings per pixel of the quick scan, and how far its templates reach. */
const RINGS_PER_PIXEL = 8;
const PROFILE_WIDTHS = 4.5;
/** Stamps larger than this are not rings of a kind the scan knows, and would take seconds. */
const LARGEST_STAMP_PIXELS = 20_000;

/**
 * Ring score: the largest correlation of s = S - mean(S), S = -pixels - median(-pixels), with
 * M = exp(-(r - r0)² / (2 w²)) over centres (start + {-1, -0.5, 0, 0.5, 1})², r0 = 1.5, 2, … (min(h, w) - 1) / 2,
 * w in 0.7, 1, 1.4, 2, 2.8 with r0 ≥ 2 w. Start: centroid of max(S, 0). When the best centre lies on the border of
 * the grid, the scan is repeated once about the centre that is known otherwise, or about that best one: the centroid
 * of a faint ring is off by more than a pixel. The better of the two counts.
 *
 * Border: the stamp as given. NaN pixels are left out.
 * Cost: 25 × (pixels + 5 × radii × 40) for a quick scan, then pixels × the few templates that come near its best,
 * exactly; scratch in the arena, given back.
 * It cannot tell a ring from an arc, nor a ring narrower than a pixel from one of 0.7.
 *
 * @param knownCentre in the stamp, from the matched filter; null: none
 * @returns null when the stamp has no dark pixel, is too small (under 4 pixels) or larger than 20,000 pixels
 */
export function measureRingScore(
  kernels: Kernels,
  stamp: Stamp,
  knownCentre: { x: number; y: number } | null,
): RingScore | null {
  const good = goodPixels(stamp);
  const largest = (Math.min(stamp.width, stamp.height) - 1) / 2;
  if (good.values.length < 4 || largest < FIRST_RADIUS || good.values.length > LARGEST_STAMP_PIXELS) return null;
  const mark = kernels.mark();
  const scan = openScan(kernels, good, largest);
  const result = scan === null ? null : scanTwice(scan, knownCentre);
  kernels.release(mark);
  return result;
}

interface Scan {
  kernels: Kernels;
  count: number;
  norm: number;
  radii: number;
  start: { x: number; y: number };
  /** byte offsets of float64 lists */
  x: number;
  y: number;
  s: number;
  profiles: number;
  rings: number;
  ringCount: number;
  out: number;
}

const PROFILE_SPAN = Math.ceil(PROFILE_WIDTHS * Math.max(...WIDTHS) * RINGS_PER_PIXEL);
const PROFILE_STRIDE = 4 * Math.ceil((4 + 2 * PROFILE_SPAN + 1) / 4) + 4;

function openScan(kernels: Kernels, good: PixelList, largest: number): Scan | null {
  const count = good.values.length;
  const level = median(good.values.map((value) => -value));
  const darkness = good.values.map((value) => -value - level);
  const centroid = momentsOf(
    good.x,
    good.y,
    darkness.map((value) => Math.max(0, value)),
  );
  let total = 0;
  for (const value of darkness) total += value;
  const centred = darkness.map((value) => value - total / count);
  let squares = 0;
  for (const value of centred) squares += value * value;
  if (centroid === null || !(squares > 0)) return null;
  const radii = Math.floor((largest - FIRST_RADIUS) / RADIUS_STEP) + 1;
  const reach = FIRST_RADIUS + radii * RADIUS_STEP + PROFILE_WIDTHS * Math.max(...WIDTHS);
  const ringCount = 4 * Math.ceil((reach * RINGS_PER_PIXEL) / 4) + 4;
  const [x, y, s] = [kernels.allocate(8 * count), kernels.allocate(8 * count), kernels.allocate(8 * count)];
  const profiles = kernels.allocate(4 * PROFILE_STRIDE * WIDTHS.length);
  const rings = kernels.allocate(8 * ringCount);
  const out = kernels.allocate(8 * radii * WIDTHS.length);
  kernels.float64(x, count).set(good.x);
  kernels.float64(y, count).set(good.y);
  kernels.float64(s, count).set(centred);
  writeProfiles(kernels.float32(profiles, PROFILE_STRIDE * WIDTHS.length));
  return { kernels, count, norm: Math.sqrt(squares), radii, start: centroid, x, y, s, profiles, rings, ringCount, out };
}

/** Profiles as assembly/rings.ts reads them: half span in rings, then the values. */
function writeProfiles(table: Float32Array): void {
  table.fill(0);
  WIDTHS.forEach((width, w) => {
    const span = Math.ceil(PROFILE_WIDTHS * width * RINGS_PER_PIXEL);
    const start = w * PROFILE_STRIDE;
    table[start] = span;
    for (let j = -span; j <= span; j++) {
      table[start + 4 + span + j] = Math.exp(-0.5 * (j / RINGS_PER_PIXEL / width) ** 2);
    }
  });
}

function scanTwice(scan: Scan, knownCentre: { x: number; y: number } | null): RingScore | null {
  const { start } = scan;
  const best = scanCentres(scan, start, null);
  if (best === null || Math.max(Math.abs(best.x - start.x), Math.abs(best.y - start.y)) < 1) return best;
  return scanCentres(scan, knownCentre ?? best, best);
}

/** All templates about 25 centres: quickly, then the best of them exactly, in the order dy, dx, r0, w. */
function scanCentres(scan: Scan, middle: { x: number; y: number }, before: RingScore | null): RingScore | null {
  const centres = OFFSETS.flatMap((dy) => OFFSETS.map((dx) => ({ x: middle.x + dx, y: middle.y + dy })));
  const quick = centres.map((centre) => correlationsAt(scan, centre));
  let highest = -2;
  for (const correlations of quick) for (const value of correlations) if (value > highest) highest = value;
  const enough = Math.max(highest, before?.score ?? -2) - EXACT_WITHIN;
  let best = before;
  centres.forEach((centre, c) => {
    quick[c]!.forEach((value, i) => {
      if (value < enough || value === -2) return;
      const score = exactCorrelation(scan, centre, i);
      if (score > (best?.score ?? -2) + TIE) best = { score, ...templateAt(i), ...centre };
    });
  });
  return best;
}

function templateAt(index: number): { radiusPixels: number; widthPixels: number } {
  return {
    radiusPixels: FIRST_RADIUS + Math.floor(index / WIDTHS.length) * RADIUS_STEP,
    widthPixels: WIDTHS[index % WIDTHS.length]!,
  };
}

/** Of every radius and width; -2 for those that are no rings. */
function correlationsAt(scan: Scan, centre: { x: number; y: number }): Float64Array {
  const { kernels, x, y, s, count, norm, radii, profiles, rings, ringCount, out } = scan;
  kernels.exports.scanTemplates(
    x,
    y,
    s,
    count,
    norm,
    centre.x,
    centre.y,
    FIRST_RADIUS,
    radii,
    profiles,
    PROFILE_STRIDE,
    WIDTHS.length,
    rings,
    ringCount,
    out,
  );
  const correlations = kernels.float64(out, radii * WIDTHS.length).slice();
  for (let i = 0; i < correlations.length; i++) {
    const { radiusPixels, widthPixels } = templateAt(i);
    if (radiusPixels < RADIUS_PER_WIDTH * widthPixels) correlations[i] = -2;
  }
  return correlations;
}

function exactCorrelation(scan: Scan, centre: { x: number; y: number }, index: number): number {
  const { kernels, x, y, s, count, norm } = scan;
  const { radiusPixels, widthPixels } = templateAt(index);
  return kernels.exports.correlate(x, y, s, count, norm, centre.x, centre.y, radiusPixels, widthPixels);
}
