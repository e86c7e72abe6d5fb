import type { CandidateRow } from "@/lib/queries/difference-rows";

/** Address of a candidate's page, which steps on through the list of the same filter and order. */
export function candidateHref(
  row: Pick<CandidateRow, "candidateId">,
  { mode, filter, sort, blind = "" }: { mode: string; filter: string; sort: string; blind?: string },
): string {
  const query = new URLSearchParams();
  if (mode !== "annulus") query.set("mode", mode);
  if (filter) query.set("filter", filter);
  if (sort) query.set("sort", sort);
  if (blind) query.set("blind", blind);
  return `/candidates/${encodeURIComponent(row.candidateId)}${query.size > 0 ? `?${query}` : ""}`;
}

/** Address of the table of candidates under a filter. */
export function candidatesHref(filter: string, mode: string): string {
  return `/candidates?${new URLSearchParams({ ...(mode === "annulus" ? {} : { mode }), filter })}`;
}
