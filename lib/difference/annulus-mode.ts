// Candidates by position: both algorithms merged by mutual nearest neighbours, truth matched one-to-one, nothing that is known left out.

import type { Candidate, TruthMatch } from "./candidate";
import type { Detection } from "./detections";
import { keepOneToOne, listPairs, matchMutualNearest, type Pair } from "./match";
import { estimateOrigin, type TruthOrigin } from "./origin";
import { PointGrid, pointsOf } from "./point-grid";
import type { TruthSource } from "./truth";

export const DEFAULT_MERGE_RADIUS_PX = 1;
export const DEFAULT_MATCH_RADIUS_PX = 4;

/** Radii in pixels, included. */
export interface MatchRadii {
  /** between the algorithms */
  mergeRadiusPx: number;
  /** between detection and truth */
  matchRadiusPx: number;
}

/** What a job gives to annulus mode. */
export interface AnnulusInput {
  zogy: readonly Detection[];
  sfft: readonly Detection[];
  truth: readonly TruthSource[];
  /** false: no list of truth could be read, so that nothing is known to be bogus; an empty list is one */
  hasTruth: boolean;
  /** of the science grid; null: not known, so that nothing is outside */
  imageSize: { width: number; height: number } | null;
}

/** Candidates, and truth where it was put. */
export interface AnnulusResult {
  candidates: Candidate[];
  /** 0-based */
  truth: TruthSource[];
  origins: { inj: TruthOrigin | null; ou: TruthOrigin | null };
}

/**
 * Merges and matches.
 *
 * Merge: a ZOGY and an SFFT detection are one candidate when each is the nearest to the other and at most the merge radius away.
 * Truth: matched to candidates one-to-one, the nearest pair of all first, then the nearest of what is left; so for each algorithm by itself
 * too, which is what completeness counts. Truth that counts pixels from 1 is shifted first (origin.ts).
 *
 * @param input detections of both algorithms, truth as in its files
 * @param radii in pixels
 * @returns candidates in the order of ZOGY's catalogue, then SFFT's of its own; all truth
 */
export function annulusCandidates(input: AnnulusInput, radii: MatchRadii): AnnulusResult {
  const candidates = mergeDetections(input.zogy, input.sfft, radii.mergeRadiusPx);
  const { truth, origins } = shiftTruth(input.truth, candidates);
  const truthPoints = pointsOf(truth);
  const pairs = listPairs(pointsOf(candidates), truthPoints, radii.matchRadiusPx);
  for (const { a, b, separation } of keepOneToOne(pairs)) {
    const candidate = candidates[a]!;
    candidate.match = { truth: truth[b]!, index: b, separationPx: separation };
    candidate.isInjected = truth[b]!.kind === "inj";
  }
  for (const algorithm of ["zogy", "sfft"] as const) matchAlgorithm(candidates, truth, algorithm, radii.matchRadiusPx);
  flagAmbiguousTruth(candidates, pairs);
  for (const candidate of candidates) {
    label(candidate, input.hasTruth);
    if (isOutside(candidate, input.imageSize)) candidate.flags.push("outside_image");
  }
  return { candidates, truth, origins };
}

/**
 * Merges the detections of two algorithms, without truth.
 *
 * @param zogy detections of one
 * @param sfft detections of the other
 * @param radius largest separation, px
 * @returns candidates without match or label
 */
export function mergeDetections(zogy: readonly Detection[], sfft: readonly Detection[], radius: number): Candidate[] {
  const [zogyPoints, sfftPoints] = [pointsOf(zogy), pointsOf(sfft)];
  const pairs = matchMutualNearest(zogyPoints, sfftPoints, radius);
  const partners = new Map(pairs.map((pair) => [pair.a, pair]));
  const paired = new Set(pairs.map(({ b }) => b));
  const grids = { zogy: new PointGrid(zogyPoints, radius), sfft: new PointGrid(sfftPoints, radius) };
  const candidates: Candidate[] = [];
  for (const [index, detection] of zogy.entries()) {
    const pair = partners.get(index);
    const partner = pair === undefined ? null : (sfft[pair.b] ?? null);
    candidates.push(candidateOf(detection, partner, pair?.separation ?? null));
  }
  for (const [index, detection] of sfft.entries()) {
    if (!paired.has(index)) candidates.push(candidateOf(null, detection, null));
  }
  for (const candidate of candidates) flagCrowding(candidate, grids);
  return candidates;
}

function candidateOf(zogy: Detection | null, sfft: Detection | null, separationPx: number | null): Candidate {
  const first = zogy ?? sfft;
  return {
    id: first?.id ?? Number.NaN,
    x: first?.x ?? Number.NaN,
    y: first?.y ?? Number.NaN,
    zogy,
    sfft,
    isPositive: true,
    separationPx,
    match: null,
    isInjected: false,
    label: null,
    zogyMatch: null,
    sfftMatch: null,
    flags: [],
    sextractor: { zogy: null, sfft: null },
  };
}

function flagCrowding({ zogy, sfft, flags }: Candidate, grids: Record<"zogy" | "sfft", PointGrid>): void {
  if (isCrowded(grids.zogy, zogy) || isCrowded(grids.sfft, sfft)) flags.push("duplicate");
  if (isCrowded(grids.sfft, zogy) || isCrowded(grids.zogy, sfft)) flags.push("ambiguous_merge");
}

/** More than one detection within the radius of the grid. */
function isCrowded(grid: PointGrid, detection: Detection | null): boolean {
  return detection !== null && grid.hasSeveral(detection.x, detection.y);
}

/** Both kinds of truth by themselves: they may count differently. */
function shiftTruth(sources: readonly TruthSource[], candidates: readonly Candidate[]) {
  const places = pointsOf(candidates);
  const estimate = (kind: TruthSource["kind"]) => {
    const ofKind = sources.filter((source) => source.kind === kind);
    return ofKind.length === 0 ? null : estimateOrigin(pointsOf(ofKind), places);
  };
  const origins = { inj: estimate("inj"), ou: estimate("ou") };
  const truth = sources.map((source) => {
    const offset = origins[source.kind]?.offsetPx ?? 0;
    return { ...source, x: source.x - offset, y: source.y - offset };
  });
  return { truth, origins };
}

/** Detections of one algorithm against truth, whatever the other found. */
function matchAlgorithm(
  candidates: readonly Candidate[],
  truth: readonly TruthSource[],
  algorithm: "zogy" | "sfft",
  radius: number,
): void {
  const own = candidates.flatMap((candidate) => {
    const detection = candidate[algorithm];
    return detection === null ? [] : [{ candidate, x: detection.x, y: detection.y }];
  });
  for (const { a, b, separation } of keepOneToOne(listPairs(pointsOf(own), pointsOf(truth), radius))) {
    const match: TruthMatch = { truth: truth[b]!, index: b, separationPx: separation };
    const { candidate } = own[a]!;
    if (algorithm === "zogy") candidate.zogyMatch = match;
    else candidate.sfftMatch = match;
  }
}

function flagAmbiguousTruth(candidates: readonly Candidate[], pairs: readonly Pair[]): void {
  const truthsOf = new Map<number, number>();
  const candidatesOf = new Map<number, number>();
  for (const { a, b } of pairs) {
    truthsOf.set(a, (truthsOf.get(a) ?? 0) + 1);
    candidatesOf.set(b, (candidatesOf.get(b) ?? 0) + 1);
  }
  const flagged = new Set<number>();
  for (const { a, b } of pairs) if ((truthsOf.get(a) ?? 0) > 1 || (candidatesOf.get(b) ?? 0) > 1) flagged.add(a);
  for (const index of flagged) candidates[index]?.flags.push("ambiguous_truth");
}

function label(candidate: Candidate, hasTruth: boolean): void {
  const { match, zogyMatch, sfftMatch, flags } = candidate;
  if (zogyMatch && sfftMatch && zogyMatch.index !== sfftMatch.index) flags.push("truth_conflict");
  const isTaken = match === null && (zogyMatch !== null || sfftMatch !== null);
  if (isTaken) flags.push("truth_taken");
  if (match !== null) candidate.label = 1;
  else candidate.label = isTaken || !hasTruth ? null : 0;
}

/** Pixels reach from -0.5 to size - 0.5. */
function isOutside({ x, y }: Candidate, size: { width: number; height: number } | null): boolean {
  if (size === null || !Number.isFinite(x) || !Number.isFinite(y)) return false;
  return x < -0.5 || y < -0.5 || x > size.width - 0.5 || y > size.height - 0.5;
}
