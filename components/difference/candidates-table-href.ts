import type { CandidateRow } from "@/lib/queries/difference-rows";

/** Address of a candidate's page, which steps on through the list of the same filter and order. */
export function candidateHref(
  row: Pick<CandidateRow, "candidateId">,
  { mode, filter, sort }: { mode: string; filter: string; sort: string },
): string {
  const query = new URLSearchParams();
  if (mode !== "annulus") query.set("mode", mode);
  if (filter) query.set("filter", filter);
  if (sort) query.set("sort", sort);
  return `/candidates/${encodeURIComponent(row.candidateId)}${query.size > 0 ? `?${query}` : ""}`;
}
