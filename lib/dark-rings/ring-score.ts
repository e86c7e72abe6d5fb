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

/** Widths, and from which width each is had by repeated squaring: M of w / 2^(t/2) is M of w to the power 2^t. */
const WIDTHS = [
  { width: 0.7, base: 2.8, squarings: 4 },
  { width: 1, base: 2, squarings: 2 },
  { width: 1.4, base: 2.8, squarings: 2 },
  { width: 2, base: 2, squarings: 0 },
  { width: 2.8, base: 2.8, squarings: 0 },
] as const;
const BASES = [2, 2.8] as const;

const FIRST_RADIUS = 1.5;
const RADIUS_STEP = 0.5;
const OFFSETS = [-1, -0.5, 0, 0.5, 1] as const;
/** A template replaces the best one only when it is better by more than rounding. */
const TIE = 1e-12;
/** The geometric recursion over radii restarts after so many steps, before a far pixel's zero could matter. */
const RADII_PER_START = 32;
/** Stamps larger than this are not rings of a kind the scan knows, and would take seconds. */
export const LARGEST_RING_STAMP_PIXELS = 20_000;
/**
 * Ring score: the largest correlation of s = S - mean(S), S = -pixels - median(-pixels), with
 * M = exp(-(r - r0)² / (2 w²)) over centres (start + {-1, -0.5, 0, 0.5, 1})², r0 = 1.5, 2, … (min(h, w) - 1) / 2,
 * w in 0.7, 1, 1.4, 2, 2.8 with r0 ≥ 2 w. Start: centroid of max(S, 0). When the best centre lies on the border of
 * the grid, the scan is repeated once about the centre that is known otherwise, or about that best one: the centroid
 * of a faint ring is off by more than a pixel. The better of the two counts.
 *
 * Border: the stamp as given. NaN pixels are left out.
 * Cost: 25 × 5 × radii × pixels; scratch in the arena, given back.
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
  if (good.values.length < 4 || largest < FIRST_RADIUS || good.values.length > LARGEST_RING_STAMP_PIXELS) return null;
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
  largest: number;
  start: { x: number; y: number };
  /** byte offsets of float64 lists */
  x: number;
  y: number;
  s: number;
  r: number;
  template: number;
  growth: number;
  bases: { template: number; growth: number }[];
  out: number;
}

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
  const list = () => kernels.allocate(8 * count);
  const [x, y, s, r, template, growth] = [list(), list(), list(), list(), list(), list()];
  const bases = BASES.map(() => ({ template: list(), growth: list() }));
  const out = kernels.allocate(8 * RADII_PER_START);
  kernels.float64(x, count).set(good.x);
  kernels.float64(y, count).set(good.y);
  kernels.float64(s, count).set(centred);
  const norm = Math.sqrt(squares);
  return { kernels, count, norm, largest, start: centroid, x, y, s, r, template, growth, bases, out };
}

function scanTwice(scan: Scan, knownCentre: { x: number; y: number } | null): RingScore | null {
  const { start } = scan;
  const best = scanCentres(scan, start, null);
  if (best === null || Math.max(Math.abs(best.x - start.x), Math.abs(best.y - start.y)) < 1) return best;
  return scanCentres(scan, knownCentre ?? best, best);
}

function scanCentres(scan: Scan, centre: { x: number; y: number }, before: RingScore | null): RingScore | null {
  let best = before;
  for (const dy of OFFSETS) {
    for (const dx of OFFSETS) best = scanTemplates(scan, centre.x + dx, centre.y + dy, best);
  }
  return best;
}

/** All radii and widths at one centre. Radii are scanned per width, and compared in the order r0, then w. */
function scanTemplates(scan: Scan, x: number, y: number, bestSoFar: RingScore | null): RingScore | null {
  const { kernels, count } = scan;
  kernels.exports.distances(scan.x, scan.y, count, x, y, scan.r);
  const radii = Math.floor((scan.largest - FIRST_RADIUS) / RADIUS_STEP) + 1;
  let best = bestSoFar;
  for (let first = 0; first < radii; first += RADII_PER_START) {
    const block = Math.min(RADII_PER_START, radii - first);
    const correlations = correlationsOf(scan, first, block);
    for (let k = 0; k < block; k++) {
      const radiusPixels = FIRST_RADIUS + (first + k) * RADIUS_STEP;
      WIDTHS.forEach(({ width }, i) => {
        const score = correlations[i]?.[k] ?? -2;
        if (radiusPixels < 2 * width || score === -2) return;
        if (best === null || score > best.score + TIE) best = { score, radiusPixels, widthPixels: width, x, y };
      });
    }
  }
  return best;
}

/** Correlations of one block of radii for each width; widths that are too wide for every radius are left out. */
function correlationsOf(scan: Scan, first: number, block: number): (Float64Array | null)[] {
  const { kernels, count, bases } = scan;
  const radius = FIRST_RADIUS + first * RADIUS_STEP;
  const lastRadius = radius + (block - 1) * RADIUS_STEP;
  BASES.forEach((base, i) => {
    kernels.exports.startTemplate(scan.r, count, radius, RADIUS_STEP, base, bases[i]!.template, bases[i]!.growth);
  });
  return WIDTHS.map(({ width, base, squarings }) => {
    if (lastRadius < 2 * width) return null;
    const from = bases[BASES.indexOf(base)]!;
    kernels.exports.squareRepeatedly(from.template, scan.template, count, squarings);
    kernels.exports.squareRepeatedly(from.growth, scan.growth, count, squarings);
    const { s, template, growth, norm, out } = scan;
    kernels.exports.scanRadii(s, template, growth, count, norm, radius, RADIUS_STEP, width, block, out);
    return kernels.float64(out, block).slice();
  });
}
