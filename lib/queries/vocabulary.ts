// The words of verdicts as they are set now.
import "server-only";
import { database } from "@/lib/database/client";
import {
  DEFAULT_IMAGE_VOCABULARY,
  IMAGE_VOCABULARY_SETTING,
  type ImageWord,
  parseImageVocabulary,
} from "@/lib/verdicts/image-vocabulary";
import {
  DEFAULT_VOCABULARY,
  parseVocabulary,
  type VerdictWord,
  VOCABULARY_SETTING,
} from "@/lib/verdicts/ring-vocabulary";

/** The vocabulary of dark rings of the settings, else the default. */
export async function readVocabulary(): Promise<VerdictWord[]> {
  return parseVocabulary((await readSetting(VOCABULARY_SETTING)) ?? DEFAULT_VOCABULARY);
}

/** The vocabulary of image defects of the settings, else the default. */
export async function readImageVocabulary(): Promise<ImageWord[]> {
  return parseImageVocabulary((await readSetting(IMAGE_VOCABULARY_SETTING)) ?? DEFAULT_IMAGE_VOCABULARY);
}

async function readSetting(name: string): Promise<string | null> {
  const setting = await database().setting.findUnique({ where: { name } });
  return typeof setting?.value === "string" ? setting.value : null;
}
