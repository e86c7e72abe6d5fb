// The words of triage as they are set now.
import "server-only";
import {
  DEFAULT_VOCABULARY,
  parseVocabulary,
  type VerdictWord,
  VOCABULARY_SETTING,
} from "@/lib/dark-rings/verdict-vocabulary";
import { database } from "@/lib/database/client";

/** The vocabulary of the settings, else the default. */
export async function readVocabulary(): Promise<VerdictWord[]> {
  const setting = await database().setting.findUnique({ where: { name: VOCABULARY_SETTING } });
  return parseVocabulary(typeof setting?.value === "string" ? setting.value : DEFAULT_VOCABULARY);
}
