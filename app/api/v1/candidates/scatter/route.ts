// GET ?x&y: a feature against another, at most 20,000 points.
import { z } from "zod";
import { MOST_POINTS, scatterCandidates } from "@/lib/queries/difference-plots";
import { answer, parametersOf } from "../../error-response";
import { absent, selectionOf } from "../candidate-parameters";

const schema = z.object({
  x: z.string(),
  y: z.string(),
  limit: absent(z.coerce.number().int().min(1).max(MOST_POINTS)),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { x, y, limit } = schema.parse(parameters);
    return Response.json(await scatterCandidates(selectionOf(parameters), { x, y }, limit));
  }, request);
}
