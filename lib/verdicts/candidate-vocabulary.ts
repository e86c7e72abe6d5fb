// The words of vetting candidates: real, or bogus and why. One digit key a word.
import type { VerdictWord } from "./ring-vocabulary";

/** A word, and whether it says that the candidate is real; null: it says neither (a variable star is on the sky, but no transient). */
export interface CandidateWord extends VerdictWord {
  isReal: boolean | null;
  description: string;
}

/** In the order of their keys. */
export const CANDIDATE_VOCABULARY: readonly CandidateWord[] = [
  { key: "1", label: "real", isReal: true, description: "a new point source on the sky" },
  { key: "2", label: "dipole", isReal: false, description: "misregistration: bright beside dark" },
  { key: "3", label: "cosmic-ray", isReal: false, description: "sharper than the PSF, in the science image alone" },
  { key: "4", label: "edge", isReal: false, description: "at the edge of the image or of its coverage" },
  {
    key: "5",
    label: "ringing",
    isReal: false,
    description: "rings or ripples of the subtraction about a bright source",
  },
  { key: "6", label: "variable", isReal: null, description: "a source of both images that changed" },
  { key: "7", label: "other", isReal: false, description: "bogus for another reason" },
];
