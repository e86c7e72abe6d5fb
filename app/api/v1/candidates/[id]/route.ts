// GET: a candidate with percentiles, nearest truth, neighbours and recurrences; by row or by <jid>:<algorithm>:<id>.
import { z } from "zod";
import { STORED_MODES } from "@/lib/difference/candidate";
import { getCandidate } from "@/lib/queries/difference-candidate";
import { answer, parametersOf } from "../../error-response";
import { absent } from "../candidate-parameters";

const schema = z.object({
  mode: absent(z.enum(STORED_MODES)),
  person: absent(z.string().max(60)),
});

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    return Response.json(await getCandidate({ name: id, ...schema.parse(parametersOf(request)) }));
  }, request);
}
