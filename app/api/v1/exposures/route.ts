// GET: one page of the navigator's table; ?after= takes the cursor that the page before gave as `next`.
import { z } from "zod";
import { parseExposureFilter } from "@/lib/queries/exposure-filter";
import { listExposures } from "@/lib/queries/exposures";
import { answer, parametersOf } from "../error-response";

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z.string().max(500).optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { limit, after } = pageSchema.parse(parameters);
    return Response.json(await listExposures(parseExposureFilter(parameters), after ?? null, limit));
  });
}
