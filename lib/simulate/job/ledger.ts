// What each algorithm found and missed, from the simulation's own knowledge: independent of every reader and matcher.

import type { FinderResult } from "./finder";
import type { FittedSource } from "./photometry";
import type { Subtraction } from "./products";
import type { SceneSource } from "./scene";
import type { CosmicRay } from "./science";
import { pixelToSky, type World } from "./world";

/** Why a detection is there. */
export type DetectionKind =
  | "injected"
  | "transient"
  | "saturated_star"
  | "variable_star"
  | "cosmic_ray"
  | "star_residual"
  | "galaxy_residual"
  | "coverage_edge"
  | "noise";

/** Why a truth was not detected. */
export type MissReason =
  | "off_image"
  | "no_coverage"
  | "sharpness"
  | "roundness1"
  | "roundness2"
  | "not_measured"
  | "no_peak";

/** A truth's detection by one algorithm. */
export type LedgerMatch = { id: number; separationPixels: number } | { missed: MissReason };

/** One transient or injection. */
export interface LedgerTruth {
  /** `<row>_inj`, `<object_id>_ou` */
  truthId: string;
  kind: "injected" | "transient";
  /** 0-based, science grid */
  x: number;
  y: number;
  raDeg: number;
  decDeg: number;
  magnitudeAb: number;
  counts: number;
  fluxDnPerSecond: number;
  isOnImage: boolean;
  isCovered: boolean;
  zogy: LedgerMatch;
  sfft: LedgerMatch;
}

/** One row of a catalogue. */
export interface LedgerDetection {
  id: number;
  x: number;
  y: number;
  kind: DetectionKind;
  truthId: string | null;
}

/** What a detection may stem from. */
export interface LedgerContext {
  size: number;
  world: World;
  exposureTimeSeconds: number;
  sources: readonly SceneSource[];
  cosmicRays: readonly CosmicRay[];
  coverage: Uint8Array;
  saturationCounts: number;
}

/** One algorithm's catalogue. */
export interface LedgerCatalog {
  fitted: readonly FittedSource[];
  finder: FinderResult;
}

/** A truth counts as detected within this distance of x_fit, y_fit, one detection for one truth, nearest pairs first. */
const LEDGER_MATCH_PIXELS = 1;
const STAR_REACH = 4;
const SATURATED_REACH = 25;
const GALAXY_REACH = 3;
const EDGE_REACH = 3;
/** Sources with fewer counts leave no residual worth a name. */
const LEAST_RESIDUAL_COUNTS = 300;

/** Detections of both algorithms, truths, and how many of each. */
export interface JobLedger {
  matchRadiusPixels: number;
  truths: LedgerTruth[];
  detections: Record<"zogy" | "sfft", LedgerDetection[]>;
  /** detections of the two algorithms within the radius of each other, mutual nearest */
  sets: { both: number; zogyOnly: number; sfftOnly: number };
  /** detections of each kind */
  kinds: Record<"zogy" | "sfft", Partial<Record<DetectionKind, number>>>;
}

/**
 * Writes down what was found.
 *
 * @param context of the scene
 * @param catalogs of ZOGY and SFFT
 * @returns the ledger
 */
export function makeLedger(context: LedgerContext, catalogs: Record<"zogy" | "sfft", LedgerCatalog>): JobLedger {
  const truths = context.sources.filter((source) => source.kind === "injected" || source.kind === "transient");
  const matched = {
    zogy: matchNearest(truths, catalogs.zogy.fitted, LEDGER_MATCH_PIXELS),
    sfft: matchNearest(truths, catalogs.sfft.fitted, LEDGER_MATCH_PIXELS),
  };
  const rows = truths.map((truth, i) => ({
    ...truthRow(truth, context),
    zogy: matchOf(truth, matched.zogy.get(i), catalogs.zogy, context),
    sfft: matchOf(truth, matched.sfft.get(i), catalogs.sfft, context),
  }));
  const detections = {
    zogy: detectionRows(catalogs.zogy, matched.zogy, rows, context),
    sfft: detectionRows(catalogs.sfft, matched.sfft, rows, context),
  };
  const both = matchNearest(catalogs.zogy.fitted, catalogs.sfft.fitted, LEDGER_MATCH_PIXELS).size;
  return {
    matchRadiusPixels: LEDGER_MATCH_PIXELS,
    truths: rows,
    detections,
    sets: { both, zogyOnly: detections.zogy.length - both, sfftOnly: detections.sfft.length - both },
    kinds: { zogy: countKinds(detections.zogy), sfft: countKinds(detections.sfft) },
  };
}

interface Place {
  x: number;
  y: number;
}

/** One-to-one, nearest pairs first; index of the first list to index and distance of the second. */
function matchNearest(first: readonly Place[], second: readonly Place[], radius: number) {
  const pairs: { a: number; b: number; distance: number }[] = [];
  const order = second.map((_, i) => i).sort((i, j) => second[i]!.y - second[j]!.y);
  first.forEach(({ x, y }, a) => {
    for (let k = lowerBound(order, second, y - radius); k < order.length; k++) {
      const b = order[k]!;
      if (second[b]!.y > y + radius) break;
      const distance = Math.hypot(second[b]!.x - x, second[b]!.y - y);
      if (distance <= radius) pairs.push({ a, b, distance });
    }
  });
  pairs.sort((p, q) => p.distance - q.distance || p.a - q.a || p.b - q.b);
  const result = new Map<number, { index: number; distance: number }>();
  const taken = new Set<number>();
  for (const { a, b, distance } of pairs) {
    if (result.has(a) || taken.has(b)) continue;
    result.set(a, { index: b, distance });
    taken.add(b);
  }
  return result;
}

function lowerBound(order: readonly number[], places: readonly Place[], y: number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[order[middle]!]!.y < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

function truthRow(truth: SceneSource, { size, world, exposureTimeSeconds, coverage }: LedgerContext) {
  const [raDeg, decDeg] = pixelToSky(world, truth.x, truth.y);
  const [column, row] = [Math.round(truth.x), Math.round(truth.y)];
  const isOnImage = column >= 0 && row >= 0 && column < size && row < size;
  const isInjected = truth.kind === "injected";
  return {
    truthId: isInjected ? `${truth.objectId}_inj` : `${truth.objectId}_ou`,
    kind: isInjected ? ("injected" as const) : ("transient" as const),
    x: truth.x,
    y: truth.y,
    raDeg,
    decDeg,
    magnitudeAb: truth.magnitude,
    counts: truth.counts,
    fluxDnPerSecond: truth.counts / exposureTimeSeconds,
    isOnImage,
    isCovered: isOnImage && coverage[row * size + column]! > 0,
  };
}

function matchOf(
  truth: SceneSource,
  match: { index: number; distance: number } | undefined,
  { finder }: LedgerCatalog,
  context: LedgerContext,
): LedgerMatch {
  if (match) return { id: match.index + 1, separationPixels: match.distance };
  const { isOnImage, isCovered } = truthRow(truth, context);
  if (!isOnImage) return { missed: "off_image" };
  if (!isCovered) return { missed: "no_coverage" };
  const near = finder.rejected.find((peak) => Math.hypot(peak.x - truth.x, peak.y - truth.y) <= LEDGER_MATCH_PIXELS);
  return { missed: near?.cut ?? "no_peak" };
}

function detectionRows(
  { fitted }: LedgerCatalog,
  matched: Map<number, { index: number }>,
  truths: readonly LedgerTruth[],
  context: LedgerContext,
): LedgerDetection[] {
  const truthOf = new Map([...matched].map(([truth, { index }]) => [index, truths[truth]!]));
  const causes = causesOf(context);
  return fitted.map(({ x, y }, i) => {
    const truth = truthOf.get(i);
    return { id: i + 1, x, y, kind: truth?.kind ?? kindOf({ x, y }, causes, context), truthId: truth?.truthId ?? null };
  });
}

interface Causes {
  saturated: SceneSource[];
  variable: SceneSource[];
  stars: SceneSource[];
  galaxies: SceneSource[];
}

function causesOf({ sources, saturationCounts }: LedgerContext): Causes {
  const bright = sources.filter(({ counts }) => counts >= LEAST_RESIDUAL_COUNTS);
  const stars = bright.filter(({ kind }) => kind === "star");
  return {
    // a quarter of a star's counts, or less, falls into its central pixel
    saturated: stars.filter(({ counts }) => counts > 4 * saturationCounts),
    variable: stars.filter(({ referenceFactor }) => referenceFactor !== 1),
    stars,
    galaxies: bright.filter(({ kind }) => kind === "galaxy"),
  };
}

function kindOf(place: Place, causes: Causes, context: LedgerContext): DetectionKind {
  const isNear = (source: Place, reach: number) =>
    Math.abs(source.x - place.x) <= reach && Math.hypot(source.x - place.x, source.y - place.y) <= reach;
  if (causes.saturated.some((star) => isNear(star, SATURATED_REACH))) return "saturated_star";
  if (context.cosmicRays.some((ray) => isNear(ray, STAR_REACH))) return "cosmic_ray";
  if (causes.variable.some((star) => isNear(star, STAR_REACH))) return "variable_star";
  if (causes.stars.some((star) => isNear(star, STAR_REACH))) return "star_residual";
  if (isAtEdge(place, context)) return "coverage_edge";
  const reachOf = (galaxy: SceneSource) => GALAXY_REACH + (galaxy.shape?.halfLightPixels ?? 0);
  return causes.galaxies.some((galaxy) => isNear(galaxy, reachOf(galaxy))) ? "galaxy_residual" : "noise";
}

function isAtEdge({ x, y }: Place, { size, coverage }: LedgerContext): boolean {
  const [cx, cy] = [Math.round(x), Math.round(y)];
  for (let j = cy - EDGE_REACH; j <= cy + EDGE_REACH; j++) {
    for (let i = cx - EDGE_REACH; i <= cx + EDGE_REACH; i++) {
      if (i < 0 || j < 0 || i >= size || j >= size || coverage[j * size + i] === 0) return true;
    }
  }
  return false;
}

function countKinds(detections: readonly LedgerDetection[]): Partial<Record<DetectionKind, number>> {
  const counts: Partial<Record<DetectionKind, number>> = {};
  for (const { kind } of detections) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** The two algorithms that a ledger tells of. */
export type LedgerAlgorithm = Exclude<Subtraction, "naive">;
