// GET: one page of the ranked list across exposures, as the triage page filters it; ?after=KEY,ID is the next page.
import { z } from "zod";
import { listTriage } from "@/lib/queries/triage";
import { parseTriageFilter } from "@/lib/queries/triage-filter";
import { answer, parametersOf } from "../error-response";

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z
    .string()
    .regex(/^-?[\d.e+-]+,\d+$/)
    .transform((text) => {
      const [key = "", id = ""] = text.split(",");
      return { key: Number(key), id };
    })
    .optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { limit, after } = pageSchema.parse(parameters);
    return Response.json(await listTriage(parseTriageFilter(parameters), after ?? null, limit));
  });
}
