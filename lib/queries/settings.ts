// What people change: the vocabulary of verdicts.
import "server-only";
import { DEFAULT_VOCABULARY, VOCABULARY_SETTING } from "@/lib/dark-rings/verdict-vocabulary";
import { database } from "@/lib/database/client";

/** The words of verdicts with their keys, as "1 ring 2 blob"; the default ones until somebody has changed them. */
export async function findVocabularyText(): Promise<string> {
  const setting = await database().setting.findUnique({ where: { name: VOCABULARY_SETTING } });
  return typeof setting?.value === "string" ? setting.value : DEFAULT_VOCABULARY;
}

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
