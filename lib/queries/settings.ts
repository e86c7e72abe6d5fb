// What the Settings page tells beside the settings themselves.
import "server-only";
import { database } from "@/lib/database/client";

/** How often each word was used and not undone, most used first: changing a word does not change these. */
export async function countVerdictLabels(): Promise<{ label: string; count: number }[]> {
  const groups = await database().verdict.groupBy({
    by: ["label"],
    where: { undoneAt: null },
    _count: true,
    orderBy: { _count: { label: "desc" } },
  });
  return groups.map(({ label, _count }) => ({ label, count: _count }));
}
