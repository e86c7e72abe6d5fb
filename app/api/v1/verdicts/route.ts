// POST { verdicts: [...] }: saves verdicts; the same key again is the same verdict, so a page may retry without end.
import { saveVerdicts, verdictsToSaveSchema } from "@/lib/database/save-verdicts";
import { InvalidParameterError } from "@/lib/errors";
import { answer } from "../error-response";

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new InvalidParameterError({ place: "body", found: "no JSON", expected: "{ verdicts: [...] }" }, { cause });
  }
}

export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { verdicts } = verdictsToSaveSchema.parse(await readJson(request));
    return Response.json({ saved: await saveVerdicts(verdicts) });
  });
}
