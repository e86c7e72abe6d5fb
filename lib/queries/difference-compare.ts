// Both algorithms against the truth of all jobs. Read in pieces, measured on a thread, kept while the jobs are as they were.
import "server-only";
import { measureInThread } from "./difference-compare-in-thread";
import type { CompareAnswer } from "./difference-compare-measure";
import type { CompareRequest } from "./difference-compare-request";
import { openComparison } from "./difference-compare-rows";

/** Some 100 kB each. */
const MOST_KEPT = 50;

// pages and routes each have this module once: what is kept is theirs together
const holder: typeof globalThis & { annulusCompareAnswers?: Map<string, CompareAnswer> } = globalThis;

/**
 * Everything that the page of the comparison draws.
 *
 * @param request parsed
 * @param signal of who waits for it; left out: it is measured in any case
 * @throws InvalidParameterError for limits that make no bins
 */
export async function compareAlgorithms(request: CompareRequest, signal?: AbortSignal): Promise<CompareAnswer> {
  const { state, read } = await openComparison(request);
  holder.annulusCompareAnswers ??= new Map();
  const kept = holder.annulusCompareAnswers;
  const key = JSON.stringify([state, request]);
  const known = kept.get(key);
  if (known) return known;
  const answer = await measureInThread({ rows: await read(), request }, signal);
  kept.set(key, answer);
  for (const old of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(old);
  return answer;
}
