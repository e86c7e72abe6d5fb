// What the Settings page tells beside the settings themselves.
import "server-only";
import { database } from "@/lib/database/client";
import type { Subject } from "@/lib/verdicts/verdict";

/** How often each word was given to a kind of subject and not undone, most used first: changing a word does not change these. */
export async function countVerdictLabels(subject: Subject): Promise<{ label: string; count: number }[]> {
  const groups = await database().verdict.groupBy({
    by: ["label"],
    where: { undoneAt: null, label: { not: null }, subject },
    _count: true,
    orderBy: { _count: { label: "desc" } },
  });
  return groups.flatMap(({ label, _count }) => (label === null ? [] : [{ label, count: _count }]));
}
