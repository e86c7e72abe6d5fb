// GET: both algorithms against the truth of all jobs: completeness, depths, paired test, threshold curves of a feature.
import { compareAlgorithms } from "@/lib/queries/difference-compare";
import { parseCompareRequest } from "@/lib/queries/difference-compare-request";
import { answer, parametersOf } from "../../error-response";

export function GET(request: Request): Promise<Response> {
  return answer(async () =>
    Response.json(await compareAlgorithms(parseCompareRequest(parametersOf(request)), request.signal)),
  );
}
