// A filter on jobs as SQL, and which of a request are allowed.
import "server-only";
import { type CandidateFilter, parseCandidateFilter } from "@/lib/difference/filter-language";
import { filterSql } from "./difference-filter";

/**
 * Condition on `j`, a row of difference_job.
 *
 * @param filter about jobs alone (lib/difference/job-filter.ts); null: all
 * @param values parameters so far; gets those of the condition
 */
export function jobsSql(filter: CandidateFilter | null, values: unknown[]): string {
  if (filter === null) return "true";
  return `j.id IN (SELECT c.id FROM (SELECT id, jid, filter, sca, mjd, field, source FROM difference_job) c
    WHERE ${filterSql(filter, values, null)})`;
}

/** The same of a text that parseCompareRequest has let through. */
export function jobsTextSql(text: string, values: unknown[]): string {
  return jobsSql(parseCandidateFilter(text), values);
}
