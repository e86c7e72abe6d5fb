// GET: both algorithms against the truth of all jobs: completeness, depths, paired test, threshold curves of a feature.
import { compareAlgorithms } from "@/lib/queries/difference-compare";
import { parseCompareRequest } from "@/lib/queries/difference-compare-request";
import { answer, parametersOf } from "../../error-response";

/** Nobody reads it: who asked has left. */
const CLIENT_CLOSED_REQUEST = 499;

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    try {
      return Response.json(await compareAlgorithms(parseCompareRequest(parametersOf(request)), request.signal));
    } catch (error) {
      if (request.signal.aborted) return new Response(null, { status: CLIENT_CLOSED_REQUEST });
      throw error;
    }
  });
}
