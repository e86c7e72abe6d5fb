// GET: the words of triage. PUT { verdictVocabulary }: "1 ring 2 blob", parsed before it is kept.
import { z } from "zod";
import { parseVocabulary, VOCABULARY_SETTING } from "@/lib/dark-rings/verdict-vocabulary";
import { saveSetting } from "@/lib/database/save-settings";
import { readVocabulary } from "@/lib/queries/vocabulary";
import { answer } from "../error-response";
import { readBody } from "../request-body";

const settingsSchema = z.object({ verdictVocabulary: z.string().max(1000) });

export function GET(): Promise<Response> {
  return answer(async () => Response.json({ words: await readVocabulary() }));
}

export function PUT(request: Request): Promise<Response> {
  return answer(async () => {
    const { verdictVocabulary } = await readBody(request, settingsSchema);
    const words = parseVocabulary(verdictVocabulary);
    await saveSetting(VOCABULARY_SETTING, words.map(({ key, label }) => `${key} ${label}`).join(" "));
    return Response.json({ words });
  });
}
