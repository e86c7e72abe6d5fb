// The four kinds of candidates by the truth of their job: sign, word and class, the same in table, plots and chips.
import type { CandidateRow, PointKind } from "@/lib/queries/difference-rows";

/** Signs differ in shape as well as in colour; symbols are plotly's names of the same shapes. */
export const CANDIDATE_MARKS: Record<
  PointKind,
  { sign: string; word: string; symbol: "x" | "circle" | "diamond" | "square-open" }
> = {
  bogus: { sign: "✕", word: "bogus", symbol: "x" },
  real: { sign: "●", word: "real", symbol: "circle" },
  injected: { sign: "◆", word: "injected", symbol: "diamond" },
  undecided: { sign: "□", word: "undecided", symbol: "square-open" },
};

/** An injected one is real too; undecided: its truth was taken by a nearer candidate, or the job has no truth. */
export function candidateMark({ label, injected }: Pick<CandidateRow, "label" | "injected">): PointKind {
  if (injected && label === 1) return "injected";
  if (label === null) return "undecided";
  return label === 1 ? "real" : "bogus";
}
