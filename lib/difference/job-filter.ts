// The part of a filter that chooses jobs: what it says of jobs also holds for sources that were missed and have no candidate. Pure.

import type { CandidateFilter, NumberTerm } from "./filter-language";

/** Columns that are one for all candidates of a job, and stand in the job's own row. */
const JOB_COLUMNS = new Set(["jid", "filter", "sca", "mjd", "field", "source"]);

/**
 * Whether a filter asks for nothing but columns of jobs.
 *
 * @param filter parsed
 */
export function isAboutJobs(filter: CandidateFilter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.parts.every(isAboutJobs);
    case "not":
      return isAboutJobs(filter.part);
    case "numbers":
      return isTermOfJobs(filter.left) && isTermOfJobs(filter.right);
    case "same":
      return JOB_COLUMNS.has(filter.column) && JOB_COLUMNS.has(filter.other);
    case "verdict":
      return false;
    default:
      return JOB_COLUMNS.has(filter.column);
  }
}

function isTermOfJobs(term: NumberTerm): boolean {
  switch (term.kind) {
    case "number":
      return true;
    case "column":
      return JOB_COLUMNS.has(term.column);
    case "abs":
      return isTermOfJobs(term.of);
    case "binary":
      return isTermOfJobs(term.left) && isTermOfJobs(term.right);
  }
}

/**
 * The conditions on jobs among those that are joined by & at the top of a filter.
 *
 * @param filter parsed; null: none
 * @returns null when none of them is about jobs alone
 */
export function jobPart(filter: CandidateFilter | null): CandidateFilter | null {
  if (filter === null || isAboutJobs(filter)) return filter;
  if (filter.kind !== "and") return null;
  const parts = filter.parts.filter(isAboutJobs);
  return parts.length > 0 ? { kind: "and", parts } : null;
}
