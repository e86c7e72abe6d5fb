// What a candidate is, in both modes.

import type { Detection } from "./detections";
import type { SextractorMatch } from "./sextractor";
import type { TruthSource } from "./truth";

export type CandidateMode = "annulus" | "reference";

/**
 * What the database keeps apart: rows of both modes, and those of reference minus science (annulus mode's, isdiffpos false), so that
 * they stand in no count, curve or list of the others.
 */
export const STORED_MODES = ["annulus", "reference", "negative"] as const;
export type StoredMode = (typeof STORED_MODES)[number];

/** Words of the column candidate_flags, and what each means. */
const CANDIDATE_FLAGS = {
  duplicate: "another detection of the same algorithm lies within the merge radius",
  ambiguous_merge: "more than one detection of the other algorithm lies within the merge radius",
  ambiguous_truth: "more than one truth within the match radius, or its truth has more than one candidate there",
  truth_conflict: "ZOGY and SFFT, matched each by itself, have different truths",
  truth_taken: "an algorithm's detection is matched, but a nearer candidate has that truth",
  outside_image: "the position is not on the image",
} as const;

export type CandidateFlag = keyof typeof CANDIDATE_FLAGS;

/** A truth and how far it is away, in pixels. */
export interface TruthMatch {
  truth: TruthSource;
  /** row of the job's truth */
  index: number;
  separationPx: number;
}

/** One row of the table: a detection of either algorithm, or of both. */
export interface Candidate {
  /** running number of the ZOGY catalogue, else of SFFT's */
  id: number;
  /** pixels, 0-based: ZOGY's position, else SFFT's */
  x: number;
  y: number;
  zogy: Detection | null;
  sfft: Detection | null;
  /** false: found on reference minus science */
  isPositive: boolean;
  /** between the positions of both algorithms */
  separationPx: number | null;
  match: TruthMatch | null;
  isInjected: boolean;
  /** 1 real, 0 bogus; null: not decided, because a nearer candidate has its truth or because there is no truth */
  label: 0 | 1 | null;
  /** each algorithm matched by itself; annulus mode only */
  zogyMatch: TruthMatch | null;
  sfftMatch: TruthMatch | null;
  flags: CandidateFlag[];
  /** SExtractor's source at each algorithm's detection; annulus mode only, and only where the job has its catalogue */
  sextractor: { zogy: SextractorMatch | null; sfft: SextractorMatch | null };
}

/** Which algorithms found a candidate. */
export type DetectedBy = "zogy" | "sfft" | "both";

/**
 * Which algorithms found it.
 *
 * @param candidate any
 * @returns both, or the one
 */
export function detectedBy({ zogy, sfft }: Candidate): DetectedBy {
  if (zogy !== null && sfft !== null) return "both";
  return zogy !== null ? "zogy" : "sfft";
}
