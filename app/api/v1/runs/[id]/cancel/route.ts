// POST: stops a run; what has not begun never will.
import { cancelRun } from "@/lib/runs/requests";
import { answer } from "../../../error-response";
import { readId } from "../../../request-body";

export function POST(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    await cancelRun(await readId(context));
    return Response.json({}, { status: 202 });
  });
}
