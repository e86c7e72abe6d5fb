// The order of an exposure's rings. Reference mode ranks by likeness to a Gaussian alone, as published; a true ring
// scores about 0.2 there and is never selected, so annulus mode takes the better of the blob and the ring score.

import { selectRoundest } from "@/lib/dark-rings";
import type { RingOnDetector } from "../artifacts/tables";

/** What a ring is ranked by. */
export type RankKey = "best_score" | "gaussian_like_score" | "ring_score";

/**
 * @param ring with both scores
 * @param key what to rank by
 * @returns the score, or null when it was not measured
 */
export function rankScore(ring: RingOnDetector, key: RankKey): number | null {
  const { gaussianLikeScore, ringScore } = ring;
  if (key === "gaussian_like_score") return gaussianLikeScore;
  if (key === "ring_score") return ringScore;
  if (gaussianLikeScore === null) return ringScore;
  return ringScore === null ? gaussianLikeScore : Math.max(gaussianLikeScore, ringScore);
}

/**
 * Select and order the rings of an exposure.
 *
 * @param rings of all detectors
 * @param key what to rank by
 * @param limits smallest score and diameter
 * @returns score descending, then detector and footprint ascending
 */
export function rankRings(
  rings: readonly RingOnDetector[],
  key: RankKey,
  limits: { minGaussianLike: number; minGaussianDiameterPixels: number | null },
): RingOnDetector[] {
  const scored = rings.map((ring) => ({
    ring,
    detector: ring.detector,
    footprintId: ring.footprintId,
    gaussianLikeScore: rankScore(ring, key),
    gaussianDiameterPixels: ring.gaussianDiameterPixels,
  }));
  return selectRoundest(scored, limits).map(({ ring }) => ring);
}
