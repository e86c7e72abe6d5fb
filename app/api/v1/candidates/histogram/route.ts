// GET ?column&bars&from&to: how the values of a feature lie, by class.
import { z } from "zod";
import { histogramCandidates } from "@/lib/queries/difference-plots";
import { answer, parametersOf } from "../../error-response";
import { absent, selectionOf } from "../candidate-parameters";

const schema = z.object({
  column: z.string(),
  bars: absent(z.coerce.number().int()),
  from: absent(z.coerce.number()),
  to: absent(z.coerce.number()),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { column, bars = 60, from, to } = schema.parse(parameters);
    const range = from === undefined || to === undefined ? null : { from, to };
    return Response.json(await histogramCandidates(selectionOf(parameters), { column, bars, range }));
  }, request);
}
