// POST { verdicts: [...] }: saves verdicts; the same key again is the same verdict, so a page may retry without end.
import { saveVerdicts, verdictsToSaveSchema } from "@/lib/database/save-verdicts";
import { answer } from "../error-response";
import { readBody } from "../request-body";

export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { verdicts } = await readBody(request, verdictsToSaveSchema);
    return Response.json({ saved: await saveVerdicts(verdicts) });
  });
}
