// What a blind reader may not see: columns that say, or come from, what the truth, a classifier or another reader says. Pure.
import type { CandidateHistogram, CandidateScatter } from "@/lib/queries/difference-rows";

const TELLING = /truth|^(label|injected|match_id|mark|said|verdict|score|rb|drb|reliability|candidate_flags)$/;
/** In a filter; names in quotes are values. */
const NAMES_OF_FILTER = /"[^"]*"|'[^']*'|[A-Za-z_]\w*/g;

/** Whether a column tells what the truth, a classifier or a reader says. */
export function isTelling(column: string): boolean {
  return TELLING.test(column);
}

/** Columns of a filter that tell, each once: what passes such a filter is no longer judged blind. */
export function tellingNames(filter: string): string[] {
  const words = filter.match(NAMES_OF_FILTER) ?? [];
  return [...new Set(words)].filter((word) => /^\w/.test(word) && isTelling(word));
}

/** The points without their kinds. */
export function blindScatter(scatter: CandidateScatter, undecided: number): CandidateScatter {
  return { ...scatter, kinds: scatter.kinds.map(() => undecided) };
}

/** The bars without their kinds. */
export function blindHistogram(histogram: CandidateHistogram): CandidateHistogram {
  const { bogus, real, injected, undecided } = histogram.bars;
  const none = undecided.map(() => 0);
  const all = undecided.map((count, i) => count + (bogus[i] ?? 0) + (real[i] ?? 0) + (injected[i] ?? 0));
  return { ...histogram, bars: { bogus: none, real: none, injected: none, undecided: all } };
}
