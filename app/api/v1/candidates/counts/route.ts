// GET: how many candidates a filter keeps, by algorithm and label; about where counting would take long.
import { countCandidates } from "@/lib/queries/difference-counts";
import { answer, parametersOf } from "../../error-response";
import { selectionOf } from "../candidate-parameters";

export function GET(request: Request): Promise<Response> {
  return answer(async () => Response.json(await countCandidates(selectionOf(parametersOf(request)))), request);
}
