// Selection and order of the rings of one exposure.

import type { DarkRing } from "./dark-ring";

interface Scored {
  detector: number;
  footprintId: number;
  gaussianLikeScore: number | null;
}

/** Score descending, then detector, then footprint id ascending; rows without a score last. */
export function compareByScore(a: Scored, b: Scored): number {
  const [first, second] = [a.gaussianLikeScore, b.gaussianLikeScore];
  if (first !== second) {
    if (first === null) return 1;
    if (second === null) return -1;
    return second - first;
  }
  return a.detector - b.detector || a.footprintId - b.footprintId;
}

/**
 * The rows of an exposure that its ranking shows: score at least minGaussianLike and, when a minimum is set, a
 * diameter of at least minGaussianDiameterPixels; in the order of compareByScore. Upstream's name: roundest.
 *
 * @param rows of all detectors of one exposure
 * @param limits of the exposure stage
 */
export function selectRoundest<Row extends Scored & Pick<DarkRing, "gaussianDiameterPixels">>(
  rows: readonly Row[],
  limits: { minGaussianLike: number; minGaussianDiameterPixels: number | null },
): Row[] {
  const { minGaussianLike, minGaussianDiameterPixels } = limits;
  return rows
    .filter((row) => row.gaussianLikeScore !== null && row.gaussianLikeScore >= minGaussianLike)
    .filter(
      (row) =>
        minGaussianDiameterPixels === null ||
        (row.gaussianDiameterPixels !== null && row.gaussianDiameterPixels >= minGaussianDiameterPixels),
    )
    .sort(compareByScore);
}
