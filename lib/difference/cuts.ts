// RAPID's published cuts (stages 1 and 3 of its detection study) on a candidate: which of them each algorithm's detection fails.

import type { Candidate } from "./candidate";
import type { Detection } from "./detections";
import type { Algorithm } from "./roles";
import type { SextractorSource } from "./sextractor";

/** What a cut looks at; source: SExtractor's at the detection, null where there is none. */
interface Measured {
  detection: Detection;
  source: SextractorSource | null;
  imageSize: { width: number; height: number } | null;
}

interface Cut {
  /** in words, for pages and documentation */
  rule: string;
  /** NaN: not measured, which is no failure */
  valueOf(measured: Measured): number;
  passes(value: number): boolean;
}

/**
 * The cuts, by the words of the column cut_failed. Stage 2 (counts of negative and blank pixels around the place) would need pixels of
 * every detection, and the published sign of its ratio is in doubt; the magnitudes of stage 3 need an aperture correction, which no
 * product of a job has.
 */
export const CUTS = {
  edge: {
    rule: "more than 5 px from the image's border",
    valueOf: ({ detection, imageSize }) => borderDistance(detection, imageSize),
    passes: (px) => px > 5,
  },
  snr_3px: {
    rule: "flux over its error within 3 px diameter at least 5",
    valueOf: ({ source }) => source?.snrAperture3 ?? Number.NaN,
    passes: (snr) => snr >= 5,
  },
  elongation: {
    rule: "elongation at most 2",
    valueOf: ({ source }) => source?.elongation ?? Number.NaN,
    passes: (elongation) => elongation <= 2,
  },
  flux_ratio: {
    rule: "flux within 3 px over flux within 6 px diameter from 0.35 to 1.2",
    valueOf: ({ source }) => source?.fluxRatio ?? Number.NaN,
    passes: (ratio) => ratio >= 0.35 && ratio <= 1.2,
  },
  reduced_chi2: {
    rule: "reduced chi² of the PSF fit above 0 and below 10",
    valueOf: ({ detection }) => detection.reducedChi2,
    passes: (chi2) => chi2 > 0 && chi2 < 10,
  },
} satisfies Record<string, Cut>;

type CutName = keyof typeof CUTS;

/** A word of the column cut_failed: whose detection fails which cut. */
export type FailedCut = `${Algorithm}:${CutName}`;

const NAMES: readonly CutName[] = ["edge", "snr_3px", "elongation", "flux_ratio", "reduced_chi2"];
const ALGORITHMS: readonly Algorithm[] = ["zogy", "sfft"];

/** Every word that cut_failed can have. */
export const FAILED_CUTS: readonly FailedCut[] = ALGORITHMS.flatMap((algorithm) =>
  NAMES.map((name): FailedCut => `${algorithm}:${name}`),
);

/**
 * The cuts that a candidate's detections fail, each algorithm's by its own values.
 *
 * @param candidate any; SExtractor's sources attached where the job has them
 * @param imageSize of the science grid, px; null: not known
 * @returns none: all that could be measured is passed; null: nothing could be measured
 */
export function failedCuts(candidate: Candidate, imageSize: Measured["imageSize"]): FailedCut[] | null {
  const failed: FailedCut[] = [];
  let isMeasured = false;
  for (const algorithm of ALGORITHMS) {
    const detection = candidate[algorithm];
    if (detection === null) continue;
    const measured = { detection, source: candidate.sextractor[algorithm]?.source ?? null, imageSize };
    for (const name of NAMES) {
      const value = CUTS[name].valueOf(measured);
      if (Number.isNaN(value)) continue;
      isMeasured = true;
      if (!CUTS[name].passes(value)) failed.push(`${algorithm}:${name}`);
    }
  }
  return isMeasured ? failed : null;
}

/**
 * Words of cut_failed that a person means.
 *
 * @param text "zogy:elongation", "elongation" for either algorithm's, "zogy" for any of its cuts
 * @returns null for no such cut
 */
export function cutsMeant(text: string): readonly FailedCut[] | null {
  const meant = FAILED_CUTS.filter((word) => word === text || word.split(":").includes(text));
  return meant.length > 0 ? meant : null;
}

/**
 * How far a place is from the image's border, the outer edges of the outer pixels.
 *
 * @param place pixels, 0-based
 * @param imageSize px
 * @returns px; negative outside, NaN where it is not known
 */
export function borderDistance(
  { x, y }: { x: number; y: number },
  imageSize: { width: number; height: number } | null,
): number {
  if (imageSize === null) return Number.NaN;
  return Math.min(x + 0.5, y + 0.5, imageSize.width - 0.5 - x, imageSize.height - 0.5 - y);
}
