// Conditions of chips, plots and curves put into a filter that a person may have written.
import { parseCandidateFilter } from "@/lib/difference/filter-language";
import { isAboutJobs } from "@/lib/difference/job-filter";

/** How many candidates of a filter are in each set; isAbout: scaled up from a sample. */
export interface VennNumbers {
  zogyOnly: number;
  both: number;
  sfftOnly: number;
  real: number;
  bogus: number;
  injected: number;
  undecided: number;
  /** sources that neither algorithm found, in the jobs that the filter names; null: none of them has truth */
  injectedMissed: number | null;
  isAbout: boolean;
}

/** Where the conditions that are joined by & at the top of a filter begin and end. */
function partsOf(filter: string): string[] {
  const parts: string[] = [];
  let [depth, start, quote] = [0, 0, ""];
  for (let i = 0; i < filter.length; i++) {
    const sign = filter.charAt(i);
    if (quote !== "") quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "(") depth++;
    else if (sign === ")") depth--;
    else if (sign === "&" && depth === 0) {
      parts.push(filter.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, filter.slice(start).trim()].filter((part) => part !== "");
}

/** A filter with "or" at its top is one part. */
function topParts(filter: string): string[] {
  const parts = partsOf(filter);
  return hasOr(filter) ? [`(${filter.trim()})`] : parts;
}

function hasOr(filter: string): boolean {
  const bare = filter.replaceAll(/"[^"]*"|'[^']*'/g, "");
  let depth = 0;
  for (let i = 0; i < bare.length; i++) {
    const sign = bare.charAt(i);
    if (sign === "(") depth++;
    if (sign === ")") depth--;
    if (depth === 0 && (sign === "|" || (/^\bor\b/i.test(bare.slice(i)) && !/\w/.test(bare.charAt(i - 1)))))
      return true;
  }
  return false;
}

const SAME_SUBJECT = /^(detected_by|label|injected) =/;

/** Whether all parts of the condition stand in the filter as they are. */
export function isCondition(filter: string, condition: string): boolean {
  const parts = topParts(filter);
  const wanted = partsOf(condition);
  if (!wanted.every((part) => parts.includes(part))) return false;
  // "label = 1" alone is not pressed while "injected = true & label = 1" is
  return wanted.length > 1 || wanted[0] !== "label = 1" || !parts.includes("injected = true");
}

/**
 * The filter narrowed by a condition of a chip; taken out again when it is there. Chips of one kind replace each other.
 *
 * @param filter as a person wrote it
 * @param condition of conditions joined by &
 */
export function withCondition(filter: string, condition: string): string {
  const wanted = partsOf(condition);
  const parts = topParts(filter);
  if (isCondition(filter, condition)) return parts.filter((part) => !wanted.includes(part)).join(" & ");
  const subjects = new Set(wanted.map((part) => SAME_SUBJECT.exec(part)?.[1] ?? part));
  if (subjects.has("label")) subjects.add("injected");
  const kept = parts.filter((part) => !subjects.has(SAME_SUBJECT.exec(part)?.[1] ?? ""));
  return [...kept, ...wanted].join(" & ");
}

/** The filter and another condition, in brackets where they need them. */
export function narrowed(filter: string, condition: string): string {
  return [...topParts(filter), condition].join(" & ");
}

/**
 * What a filter says of jobs alone, for pages whose sources may have no candidate.
 *
 * @param filter one that can be read
 * @returns conditions joined by &; "" when there are none
 */
export function jobConditionsOf(filter: string): string {
  return topParts(filter)
    .filter((part) => {
      const parsed = parseCandidateFilter(part);
      return parsed !== null && isAboutJobs(parsed);
    })
    .join(" & ");
}
