// Likeness of a stamp to a dark ring, by correlation with ring templates (docs/dark-rings.md).

import type { Kernels } from "../kernels";
import type { Stamp } from "./blob-score";

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
/** A template replaces the best one only when it is better by more than rounding. */
const TIE = 1e-12;
/** The quick scan of assembly/rings.ts is good to 1e-3; whatever comes this near its best is correlated exactly. */
const EXACT_WITHIN = 0.003;
/** Rings per pixel of the quick scan for each width: at least five a width. */
const DENSITIES = [8, 8, 4, 4, 2] as const;
const FINEST_DENSITY = 8;
/** Beyond so many widths a template does not matter to the quick scan. */
const PROFILE_WIDTHS = 4;
/** Stamps larger than this are not rings of a kind the scan knows, and would take seconds. */
const LARGEST_STAMP_PIXELS = 20_000;

/**
 * Ring score: the largest correlation of s = S - mean(S), S = -pixels - median(-pixels), with
 * M = exp(-(r - r0)² / (2 w²)) over centres (start + {-1, -0.5, 0, 0.5, 1})², r0 = 1.5, 2, … (min(h, w) - 1) / 2,
 * w in 0.7, 1, 1.4, 2, 2.8 with r0 ≥ 2 w (a smaller one is a filled blob). Start: centroid of max(S, 0). When the best centre lies on the border of
 * the grid, the scan is repeated once about the centre that is known otherwise, or about that best one: the centroid
 * of a faint ring is off by more than a pixel. The better of the two counts.
 *
 * Border: the stamp as given. NaN pixels are left out.
 * Cost: 25 × (pixels + 5 × radii × 56) for a quick scan, then pixels × the few templates that come near its best,
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
  const { width, height, pixels } = stamp;
  const largest = (Math.min(width, height) - 1) / 2;
  const good = countFinite(pixels);
  if (good < 4 || largest < FIRST_RADIUS || good > LARGEST_STAMP_PIXELS) return null;
  const mark = kernels.mark();
  const scan = openScan(kernels, stamp, largest);
  const result = scan === null ? null : scanTwice(scan, knownCentre);
  kernels.release(mark);
  return result;
}

function countFinite(pixels: Float64Array): number {
  let count = 0;
  for (const value of pixels) if (Number.isFinite(value)) count++;
  return count;
}

interface Scan {
  kernels: Kernels;
  /** byte offset of what listPixels leaves, and of how many pixels it has room */
  lists: number;
  stride: number;
  count: number;
  norm: number;
  radii: number;
  start: { x: number; y: number };
  profiles: number;
  ringCount: number;
  scratch: number;
  /** byte offset of five float64 */
  out: number;
}

const PROFILE_HEADER = 4;
const LARGEST_SPAN = Math.max(...WIDTHS.map((width, w) => Math.ceil(PROFILE_WIDTHS * width * DENSITIES[w]!)));
const PROFILE_STRIDE = 4 * Math.ceil((PROFILE_HEADER + 2 * LARGEST_SPAN + 1) / 4) + 4;

function openScan(kernels: Kernels, { width, height, pixels }: Stamp, largest: number): Scan | null {
  const n = width * height;
  const [stamp, lists, out] = [kernels.allocate(8 * n), kernels.allocate(36 * n + 64), kernels.allocate(40)];
  kernels.float64(stamp, n).set(pixels);
  const count = kernels.exports.listPixels(stamp, width, height, lists, out);
  if (count === 0) return null;
  const [norm = 0, x = 0, y = 0] = kernels.float64(out, 3);
  const radii = Math.floor((largest - FIRST_RADIUS) / RADIUS_STEP) + 1;
  const reach = FIRST_RADIUS + radii * RADIUS_STEP + PROFILE_WIDTHS * Math.max(...WIDTHS);
  const ringCount = 8 * Math.ceil((reach * FINEST_DENSITY) / 8) + 8;
  const profiles = kernels.allocate(4 * PROFILE_STRIDE * WIDTHS.length);
  const scratch = kernels.allocate(4 * (8 * ringCount + 25 * radii * WIDTHS.length + 16));
  kernels.float32(profiles, PROFILES.length).set(PROFILES);
  return { kernels, lists, stride: n, count, norm, radii, start: { x, y }, profiles, ringCount, scratch, out };
}

/** Profiles as assembly/rings.ts reads them: half span in rings, rings per pixel, width in tenths, one unused; values. */
const PROFILES = Float32Array.from({ length: PROFILE_STRIDE * WIDTHS.length }, (_, i) => {
  const w = Math.floor(i / PROFILE_STRIDE);
  const [width, density] = [WIDTHS[w]!, DENSITIES[w]!];
  const span = Math.ceil(PROFILE_WIDTHS * width * density);
  const at = i % PROFILE_STRIDE;
  if (at < PROFILE_HEADER) return [span, density, Math.round(10 * width), 0][at]!;
  const j = at - PROFILE_HEADER - span;
  return j <= span ? Math.exp(-0.5 * (j / density / width) ** 2) : 0;
});

function scanTwice(scan: Scan, knownCentre: { x: number; y: number } | null): RingScore | null {
  const { start } = scan;
  const best = scanCentres(scan, start, null);
  if (best === null || Math.max(Math.abs(best.x - start.x), Math.abs(best.y - start.y)) < 1) return best;
  return scanCentres(scan, knownCentre ?? best, best);
}

/** All templates about 25 centres; the one from before unless one of them is better. */
function scanCentres(scan: Scan, middle: { x: number; y: number }, before: RingScore | null): RingScore | null {
  const { kernels, lists, stride, count, norm, radii, profiles, ringCount, scratch, out } = scan;
  const isBetter = kernels.exports.scanRings(
    lists,
    stride,
    count,
    norm,
    middle.x,
    middle.y,
    FIRST_RADIUS,
    radii,
    profiles,
    PROFILE_STRIDE,
    WIDTHS.length,
    ringCount,
    scratch,
    EXACT_WITHIN,
    TIE,
    before?.score ?? -2,
    out,
  );
  if (isBetter === 0) return before;
  const [score = 0, radiusPixels = 0, widthPixels = 0, x = 0, y = 0] = kernels.float64(out, 5);
  return { score, radiusPixels, widthPixels, x, y };
}
