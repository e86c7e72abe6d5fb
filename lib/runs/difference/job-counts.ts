// Numbers of a job in one mode. What was not there to be counted is null, not 0.

import type { JobCountsToSave } from "@/lib/database/save-difference";
import { type Candidate, type DifferenceJob, detectedBy, type TruthFate } from "@/lib/difference";
import type { StoredMode } from "@/lib/difference/candidate";
import { hasCatalogue } from "@/lib/difference/catalogues";

/** A job in one mode. */
export interface MeasuredJob {
  job: DifferenceJob;
  mode: StoredMode;
  candidates: readonly Candidate[];
  ids: readonly string[];
  fates: readonly TruthFate[];
}

/**
 * Counts candidates and truth.
 *
 * @param measured the job in one mode
 * @returns null: of the algorithms together where one has no catalogue, of truth where no list of it could be read, of injected sources
 * where theirs could not
 */
export function countJob({ job, mode, candidates, fates }: MeasuredJob): JobCountsToSave {
  // reference minus science is matched to no truth
  const hasInjected = job.truth.hasInjected && mode !== "negative";
  const hasTruth = hasInjected || (job.truth.hasSimulation && mode !== "negative");
  const [hasZogy, hasSfft] = [hasCatalogue(job.zogy), hasCatalogue(job.sfft)];
  // the published rules call everything bogus where there is no truth
  const hasLabels = hasTruth || mode === "reference";
  const injected = fates.filter(({ source }) => source.kind === "inj");
  const injectedFound = injected.filter(isFound).length;
  const given = (isGiven: boolean, count: number) => (isGiven ? count : null);
  const count = (isWanted: (candidate: Candidate) => boolean) => candidates.filter(isWanted).length;
  const ofBoth = (set: "zogy" | "sfft" | "both") =>
    given(
      hasZogy && hasSfft,
      count((candidate) => detectedBy(candidate) === set),
    );
  return {
    mode,
    candidates: candidates.length,
    zogyOnly: ofBoth("zogy"),
    sfftOnly: ofBoth("sfft"),
    both: ofBoth("both"),
    real: given(
      hasLabels,
      count(({ label }) => label === 1),
    ),
    bogus: given(
      hasLabels,
      count(({ label }) => label === 0),
    ),
    undecided: count(({ label }) => label === null),
    injected: given(
      hasInjected,
      count(({ isInjected }) => isInjected),
    ),
    truth: fates.length,
    injectedFound: given(hasInjected, injectedFound),
    injectedMissed: given(hasInjected, injected.length - injectedFound),
    foundByZogy: given(hasTruth && hasZogy, fates.filter(({ isFoundByZogy }) => isFoundByZogy === true).length),
    foundBySfft: given(
      hasTruth && hasSfft && mode !== "reference",
      fates.filter(({ isFoundBySfft }) => isFoundBySfft === true).length,
    ),
    foundByEither: given(hasTruth, fates.filter(isFound).length),
  };
}

function isFound({ isFoundByZogy, isFoundBySfft }: TruthFate): boolean {
  return isFoundByZogy === true || isFoundBySfft === true;
}
