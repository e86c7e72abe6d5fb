// Views of the candidate table that people keep under a name: an address each, one setting a view, so that two people can save at once.
import "server-only";
import { database } from "@/lib/database/client";

export interface CandidateView {
  name: string;
  /** query string of the page, without ? */
  query: string;
}

const PREFIX = "candidate-view ";

/** Name of the setting of a view. */
export function candidateViewSetting(name: string): string {
  return `${PREFIX}${name}`;
}

/** Saved views by name. */
export async function listCandidateViews(): Promise<CandidateView[]> {
  const rows = await database().setting.findMany({ where: { name: { startsWith: PREFIX } }, orderBy: { name: "asc" } });
  return rows.flatMap(({ name, value }) =>
    typeof value === "string" ? [{ name: name.slice(PREFIX.length), query: value }] : [],
  );
}
