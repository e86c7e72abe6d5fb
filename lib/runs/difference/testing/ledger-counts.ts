// The numbers that a simulation's ledger implies for annulus mode: by plain lists and loops, without any matcher of lib/difference.

import type { JobCountsToSave } from "@/lib/database/save-difference";
import type { JobSummary } from "@/lib/simulate/job";

/** Radius within which truth is found, px: the default of the scan. */
const MATCH_RADIUS_PX = 4;

interface Place {
  x: number;
  y: number;
}

/** What the row of a job's counts must say: nothing is missing from a simulated job. */
export type ImpliedCounts = { [Name in keyof JobCountsToSave]: NonNullable<JobCountsToSave[Name]> };

/**
 * Counts of a job from what the simulation knows of it.
 *
 * @param summary of the job
 * @returns counts of annulus mode with its default radii
 */
export function impliedCounts({ ledger }: Pick<JobSummary, "ledger">): ImpliedCounts {
  const { truths, sets } = ledger;
  const { zogy, sfft } = ledger.detections;
  const paired = nearestFirst(zogy, sfft, ledger.matchRadiusPixels);
  const partners = new Set(paired.values());
  const alone = sfft.map((_, i) => i).filter((i) => !partners.has(i));
  const candidates = [...zogy, ...alone.map((i) => sfft[i]!)];
  const byZogy = nearestFirst(truths, zogy, MATCH_RADIUS_PX);
  const bySfft = nearestFirst(truths, sfft, MATCH_RADIUS_PX);
  const byCandidate = nearestFirst(truths, candidates, MATCH_RADIUS_PX);
  const matched = new Set(byCandidate.values());
  const [zogyTaken, sfftTaken] = [new Set(byZogy.values()), new Set(bySfft.values())];
  const sfftOf = (candidate: number) =>
    candidate < zogy.length ? paired.get(candidate) : alone[candidate - zogy.length];
  const undecided = candidates.filter((_, i) => {
    const isDetected = (i < zogy.length && zogyTaken.has(i)) || sfftTaken.has(sfftOf(i) ?? -1);
    return isDetected && !matched.has(i);
  }).length;
  const isFound = (truth: number) => byZogy.has(truth) || bySfft.has(truth);
  const injected = truths.flatMap(({ kind }, i) => (kind === "injected" ? [i] : []));
  const injectedFound = injected.filter(isFound).length;
  return {
    mode: "annulus",
    candidates: candidates.length,
    ...sets,
    real: matched.size,
    bogus: candidates.length - matched.size - undecided,
    undecided,
    injected: injected.filter((i) => byCandidate.has(i)).length,
    truth: truths.length,
    injectedFound,
    injectedMissed: injected.length - injectedFound,
    foundByZogy: byZogy.size,
    foundBySfft: bySfft.size,
    foundByEither: truths.filter((_, i) => isFound(i)).length,
  };
}

/** One-to-one, the nearest pair of all first: place in the second list for each of the first that has one. */
function nearestFirst(first: readonly Place[], second: readonly Place[], radius: number): Map<number, number> {
  const pairs = first.flatMap((a, i) =>
    second.flatMap((b, j) => {
      const distance = Math.hypot(a.x - b.x, a.y - b.y);
      return distance <= radius ? [{ i, j, distance }] : [];
    }),
  );
  pairs.sort((a, b) => a.distance - b.distance);
  const found = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of pairs) {
    if (found.has(i) || taken.has(j)) continue;
    found.set(i, j);
    taken.add(j);
  }
  return found;
}
