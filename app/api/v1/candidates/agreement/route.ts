// GET: how far two people agree on the candidates of a filter that both judged, and where not.
import { z } from "zod";
import { findAgreement } from "@/lib/queries/difference-agreement";
import { answer, parametersOf } from "../../error-response";
import { selectionOf } from "../candidate-parameters";

const person = z.string().min(1).max(60);
const schema = z.object({ first: person, second: person });

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { first, second } = schema.parse(parameters);
    return Response.json(await findAgreement(selectionOf(parameters), [first, second]));
  }, request);
}
