// GET: one page of images to flip through; ?after= takes the cursor that the page before gave as `next`.
import { z } from "zod";
import { parseFlipFilter } from "@/lib/queries/flip-filter";
import { findFlipScope } from "@/lib/queries/flip-scope";
import { listFlipRows } from "@/lib/queries/flip-through";
import { answer, parametersOf } from "../error-response";

const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { limit, after } = pageSchema.parse(parameters);
    const scope = await findFlipScope(parseFlipFilter(parameters));
    return Response.json(scope ? await listFlipRows(scope, after ?? null, limit) : { rows: [], next: null });
  });
}
