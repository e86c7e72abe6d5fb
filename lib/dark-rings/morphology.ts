// Ring, blob or other.

import type { Stamp } from "./blob-score";
import type { Morphology } from "./dark-ring";
import type { RoundFeature } from "./round-features";

/** Smallest correlation that counts as likeness (docs/dark-rings.md). */
export const LIKENESS = 0.7;

/**
 * Which of the two a detection is.
 *
 * Without a round feature, by the scores: ring when the ring score is at least 0.7 and larger than the blob score,
 * blob when that is at least 0.7, else other. With one, by its matched signal to noise: ring or blob, whichever
 * template fits better; other when the better one explains less than half of the variance that noise does not. A
 * correlation alone cannot decide for faint features: a perfect ring of 12 sigma on 600 noisy pixels has 0.44.
 *
 * @param stamp padded stamp; NaN not used
 * @param noise of one pixel, image units
 */
export function morphologyOf(
  ringScore: number | null,
  blobScore: number,
  feature: RoundFeature | null,
  stamp: Stamp,
  noise: number,
): Morphology {
  if (feature === null) {
    if (ringScore !== null && ringScore >= LIKENESS && ringScore > blobScore) return "ring";
    return blobScore >= LIKENESS ? "blob" : "other";
  }
  if (explainedShare(feature, stamp, noise) < LIKENESS ** 2) return "other";
  return feature.ringSignificance > feature.blobSignificance ? "ring" : "blob";
}

/** Share of the stamp's variance beyond noise (with a margin of 2 standard errors) that the template explains. */
function explainedShare(feature: RoundFeature, stamp: Stamp, noise: number): number {
  let [n, sum, squares] = [0, 0, 0];
  for (const value of stamp.pixels) {
    if (!Number.isFinite(value)) continue;
    n++;
    sum += value;
    squares += value * value;
  }
  const explained = feature.significance ** 2;
  const excess = (squares - sum ** 2 / n) / noise ** 2 - n - 2 * Math.sqrt(2 * n);
  return explained / Math.max(explained, excess);
}
