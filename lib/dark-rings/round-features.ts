// Round dark features by matched filtering on the pixels themselves, about the places where a wavelet plane dips.

import type { Kernels } from "../kernels";
import {
  createRoundMatcher,
  FARTHEST_PIXELS,
  profile,
  type RoundMatch,
  type RoundMatcher,
  type RoundTemplate,
  windowPixels,
} from "../kernels/round-match";
import { type LevelledPixels, noiseAt, writeLevelled } from "./levelled-pixels";
import type { Seed } from "./seeds";

/** A blob (radius 0) or ring that the pixels show. */
export interface RoundFeature extends RoundTemplate {
  x: number;
  y: number;
  /** matched signal to noise of the best template */
  significance: number;
  /** of the best blob and the best ring at that centre; 0: none fits */
  blobSignificance: number;
  ringSignificance: number;
}

const BLOB_WIDTHS = [0.8, 1.1, 1.5, 2, 2.7, 3.6, 4.8, 6.4];
const RING_WIDTHS = [0.7, 1, 1.4, 2, 2.8];
/** Radii up to 8 by half pixels, beyond by whole ones. */
const RING_RADII = [1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10, 11, 12, 13, 14, 15, 16];
/** A "ring" narrower than that is a blob with a dent: the rule of the ring score. */
const RADIUS_PER_WIDTH = 2;

/** A seed whose own place shows less is not pursued; one of 6 sigma has at least this within the seed's error. */
const PURSUED_SIGNIFICANCE = 4.2;
/** Seeds beyond this many, deepest first, are not looked at; the note says so. */
export const MOST_SEEDS = 6000;

/** Pixels from the centre within which most of the feature lies. */
export function reachOf({ radiusPixels, widthPixels }: RoundTemplate): number {
  return radiusPixels + 2 * widthPixels;
}

/**
 * Features with a matched signal to noise of at least `least`, best first, none inside another.
 *
 * Each seed's neighbourhood is matched with 8 blobs and 93 rings, the centre found by a descent in steps of 2, 1 and
 * 0.5 px. Of features that touch, the better stays and is subtracted before the other is judged again.
 * Border and masked pixels: a template with less than 60 % of its window's pixels is not tried.
 */
export function findRoundFeatures(
  kernels: Kernels,
  source: LevelledPixels,
  seeds: readonly Seed[],
  least: number,
): RoundFeature[] {
  const mark = kernels.mark();
  const blobs = BLOB_WIDTHS.map((widthPixels) => ({ radiusPixels: 0, widthPixels }));
  const rings = RING_RADII.flatMap((radiusPixels) =>
    RING_WIDTHS.filter((width) => radiusPixels >= RADIUS_PER_WIDTH * width).map((widthPixels) => ({
      radiusPixels,
      widthPixels,
    })),
  );
  const matcher = createRoundMatcher(kernels, blobs, rings);
  const candidates: RoundFeature[] = [];
  for (const seed of seeds) {
    const feature = matchSeed(matcher, source, seed, []);
    if (feature !== null && feature.significance >= least) candidates.push(feature);
  }
  const kept = resolveOverlaps(matcher, source, candidates, least);
  kernels.release(mark);
  return kept;
}

function matchSeed(
  matcher: RoundMatcher,
  source: LevelledPixels,
  seed: { x: number; y: number; reachPixels: number },
  neighbours: readonly RoundFeature[],
): RoundFeature | null {
  const noise = noiseAt(source, seed.x, seed.y);
  if (noise === null || noise === 0) return null;
  const half = (matcher.size - 1) / 2;
  const [cornerX, cornerY] = [Math.round(seed.x) - half, Math.round(seed.y) - half];
  const box = { x0: cornerX, x1: cornerX + matcher.size - 1, y0: cornerY, y1: cornerY + matcher.size - 1 };
  const margin = Math.max(0, half - Math.ceil(seed.reachPixels) - FARTHEST_PIXELS - 1);
  writeLevelled(source, box, matcher.stampOffset, margin);
  for (const feature of neighbours) removeFeature(matcher.stamp(), matcher.size, feature, cornerX, cornerY, noise);
  const least = PURSUED_SIGNIFICANCE * noise;
  const match = matcher.search(seed.x - cornerX, seed.y - cornerY, seed.reachPixels, least);
  return match === null ? null : featureOf(match, noise, cornerX, cornerY);
}

function featureOf(match: RoundMatch, noise: number, cornerX: number, cornerY: number): RoundFeature | null {
  const { blob, ring } = match;
  const best = (ring?.depth ?? 0) > (blob?.depth ?? 0) ? ring : blob;
  if (best === null) return null;
  return {
    x: cornerX + match.x,
    y: cornerY + match.y,
    radiusPixels: best.radiusPixels,
    widthPixels: best.widthPixels,
    significance: best.depth / noise,
    blobSignificance: (blob?.depth ?? 0) / noise,
    ringSignificance: (ring?.depth ?? 0) / noise,
  };
}

/** Of candidates that share pixels the best stays; the others are matched again without it. */
function resolveOverlaps(
  matcher: RoundMatcher,
  source: LevelledPixels,
  candidates: RoundFeature[],
  least: number,
): RoundFeature[] {
  const kept: RoundFeature[] = [];
  const ordered = [...candidates].sort((a, b) => b.significance - a.significance || a.y - b.y || a.x - b.x);
  for (const candidate of ordered) {
    const near = kept.filter((other) => {
      const reach = reachOf(other) + reachOf(candidate) + WINDOW_PIXELS;
      return Math.abs(other.y - candidate.y) < reach && distance(other, candidate) < reach;
    });
    if (near.some((other) => isInside(candidate, other))) continue;
    const again =
      near.length === 0
        ? candidate
        : matchSeed(matcher, source, { ...candidate, reachPixels: windowPixels(candidate) + 2 }, near);
    if (again === null || again.significance < least) continue;
    if (near.some((other) => isInside(again, other) || again.significance < LEAST_SHARE * other.significance)) continue;
    kept.push(again);
  }
  return kept;
}

const WINDOW_PIXELS = 4;
/** A model explains a bright feature to about 10 %: what is left beside it must be more than that. */
const LEAST_SHARE = 0.15;

function isInside(candidate: RoundFeature, other: RoundFeature): boolean {
  return distance(candidate, other) < Math.max(reachOf(other), candidate.radiusPixels) + 1;
}

function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Adds a feature's depth back to a stamp (image minus noise × significance × template over the template's norm). */
function removeFeature(
  stamp: Float32Array,
  size: number,
  feature: RoundFeature,
  cornerX: number,
  cornerY: number,
  noise: number,
): void {
  const reach = feature.radiusPixels + 4 * feature.widthPixels;
  const depth = (noise * feature.significance) / Math.sqrt(squaredNorm(feature, reach));
  for (let y = Math.ceil(feature.y - reach); y <= feature.y + reach; y++) {
    for (let x = Math.ceil(feature.x - reach); x <= feature.x + reach; x++) {
      const [u, v] = [x - cornerX, y - cornerY];
      if (u < 0 || v < 0 || u >= size || v >= size) continue;
      stamp[v * size + u]! += depth * profile(feature, Math.hypot(x - feature.x, y - feature.y));
    }
  }
}

/** Σ (m - mean m)² over the template's window. */
function squaredNorm(feature: RoundFeature, reach: number): number {
  let [n, sum, squares] = [0, 0, 0];
  for (let y = Math.ceil(feature.y - reach); y <= feature.y + reach; y++) {
    for (let x = Math.ceil(feature.x - reach); x <= feature.x + reach; x++) {
      const r = Math.hypot(x - feature.x, y - feature.y);
      if (r > reach) continue;
      const value = profile(feature, r);
      n++;
      sum += value;
      squares += value * value;
    }
  }
  return squares - sum ** 2 / n;
}
