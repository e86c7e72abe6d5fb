// Candidates of one job in either mode, and what became of its truth.

import {
  annulusCandidates,
  DEFAULT_MATCH_RADIUS_PX,
  DEFAULT_MERGE_RADIUS_PX,
  type MatchRadii,
  mergeDetections,
} from "./annulus-mode";
import type { Candidate, CandidateMode } from "./candidate";
import { joinDetections } from "./detections";
import type { TruthOrigin } from "./origin";
import type { DifferenceJob } from "./read-job";
import { referenceCandidates } from "./reference-mode";
import { attachSextractor } from "./sextractor";
import type { TruthSource } from "./truth";

/** Candidates of a job; truth as it was matched (0-based in annulus mode, as in the files in reference mode). */
export interface JobCandidates {
  mode: CandidateMode;
  candidates: Candidate[];
  truth: TruthSource[];
  /** of both kinds of truth; null: none of it, or reference mode, which does not look */
  origins: { inj: TruthOrigin | null; ou: TruthOrigin | null };
}

/** Mode and radii; reference mode has radii of its own. */
export interface CandidateOptions extends Partial<MatchRadii> {
  mode?: CandidateMode;
}

/**
 * Merges and matches a job.
 *
 * @param job as readJob gives it
 * @param options mode (annulus when left out) and radii
 * @returns candidates; in annulus mode negative detections, when they were read, stand last and are matched to no truth
 */
export function jobCandidates(job: DifferenceJob, options: CandidateOptions = {}): JobCandidates {
  const { mode = "annulus" } = options;
  if (mode === "reference") {
    const truth = job.truth.sources;
    const { zogy, sfft, facts } = job;
    const candidates = referenceCandidates({ zogy, sfft, truth, zeropointMag: facts.publishedZeropointMag });
    return { mode, candidates, truth, origins: { inj: null, ou: null } };
  }
  const mergeRadiusPx = options.mergeRadiusPx ?? DEFAULT_MERGE_RADIUS_PX;
  const matchRadiusPx = options.matchRadiusPx ?? DEFAULT_MATCH_RADIUS_PX;
  const result = annulusCandidates(
    {
      zogy: joinDetections(job.zogy),
      sfft: joinDetections(job.sfft),
      truth: job.truth.sources,
      hasTruth: job.truth.hasInjected || job.truth.hasSimulation,
      imageSize: job.imageSize,
    },
    { mergeRadiusPx, matchRadiusPx },
  );
  for (const algorithm of ["zogy", "sfft"] as const) {
    attachSextractor(result.candidates, algorithm, job.sextractor[algorithm] ?? [], mergeRadiusPx);
  }
  if (job.negative !== null) {
    const { zogy, sfft } = job.negative;
    const negative = mergeDetections(joinDetections(zogy), joinDetections(sfft), mergeRadiusPx);
    for (const candidate of negative) result.candidates.push({ ...candidate, isPositive: false });
  }
  return { mode, ...result };
}
