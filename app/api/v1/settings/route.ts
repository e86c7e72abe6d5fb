// GET: the words of verdicts. PUT { verdictVocabulary: "1 ring 2 blob" } or { imageVocabulary: "0 OK, 11 Guiding" }, or both:
// all are parsed before any is kept.
import { z } from "zod";
import { saveSetting } from "@/lib/database/save-settings";
import { readImageVocabulary, readVocabulary } from "@/lib/queries/vocabulary";
import { IMAGE_VOCABULARY_SETTING, imageVocabularyText, parseImageVocabulary } from "@/lib/verdicts/image-vocabulary";
import { parseVocabulary, VOCABULARY_SETTING } from "@/lib/verdicts/ring-vocabulary";
import { answer } from "../error-response";
import { readBody } from "../request-body";

const settingsSchema = z
  .object({ verdictVocabulary: z.string().max(1000).optional(), imageVocabulary: z.string().max(5000).optional() })
  .refine(({ verdictVocabulary, imageVocabulary }) => (verdictVocabulary ?? imageVocabulary) !== undefined, {
    message: "verdictVocabulary, imageVocabulary or both",
  });

async function currentWords() {
  const [words, imageWords] = await Promise.all([readVocabulary(), readImageVocabulary()]);
  return Response.json({ words, imageWords });
}

export function GET(): Promise<Response> {
  return answer(currentWords);
}

export function PUT(request: Request): Promise<Response> {
  return answer(async () => {
    const { verdictVocabulary, imageVocabulary } = await readBody(request, settingsSchema);
    const ringWords = verdictVocabulary === undefined ? null : parseVocabulary(verdictVocabulary);
    const imageWords = imageVocabulary === undefined ? null : parseImageVocabulary(imageVocabulary);
    if (ringWords)
      await saveSetting(VOCABULARY_SETTING, ringWords.map(({ key, label }) => `${key} ${label}`).join(" "));
    if (imageWords) await saveSetting(IMAGE_VOCABULARY_SETTING, imageVocabularyText(imageWords));
    return currentWords();
  });
}
