// Ring or blob.
import type { Morphology } from "./dark-ring";

/** Smallest correlation that counts as likeness (docs/dark-rings.md, section 6 of the reference). */
export const LIKENESS = 0.7;

/**
 * Ring when the ring score is at least 0.7 and larger than the blob score; blob when the blob score is at least 0.7
 * and it is not a ring; else other.
 */
export function morphologyOf(ringScore: number | null, blobScore: number): Morphology {
  if (ringScore !== null && ringScore >= LIKENESS && ringScore > blobScore) return "ring";
  return blobScore >= LIKENESS ? "blob" : "other";
}
