// GET ?ids=1,2,3: every channel of some candidates in one answer (lib/difference/stamp-answer.ts reads it).
import { z } from "zod";
import { encodedCandidateStamps } from "@/lib/queries/difference-stamps";
import { answer, parametersOf } from "../../error-response";
import { absent } from "../candidate-parameters";

const numbers = /^\d{1,18}(,\d{1,18})*$/;
const schema = z.object({
  /** rows of the database */
  ids: z.string().regex(numbers),
  size: absent(z.coerce.number().int()),
  /** of them only these, apart by commas */
  channels: absent(z.string().regex(numbers)),
  /** none: without the limits of the full images */
  limits: absent(z.enum(["image", "none"])),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { ids, size = 64, channels, limits } = schema.parse(parametersOf(request));
    const bytes = await encodedCandidateStamps({
      rowIds: ids.split(","),
      size,
      channels: channels?.split(",").map(Number) ?? null,
      withLimits: limits !== "none",
    });
    return new Response(bytes, {
      // a row is never another candidate's: a job that is read again gets new ones
      headers: { "content-type": "application/octet-stream", "cache-control": "private, max-age=300" },
    });
  }, request);
}
