// GET: the sources of truth behind a bin of completeness; ?after= takes the cursor that the page before gave as `next`.
import { z } from "zod";
import { parseCompareRequest } from "@/lib/queries/difference-compare-request";
import { FOUND_BY, listTruth } from "@/lib/queries/difference-truth-list";
import { answer, parametersOf } from "../../../error-response";

const pageSchema = z.object({
  found: z.enum(FOUND_BY).default("any"),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z.string().max(40).optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { found, limit, after } = pageSchema.parse(parameters);
    return Response.json(await listTruth({ ...parseCompareRequest(parameters), found }, after ?? null, limit));
  });
}
