// POST: does the failed and cancelled tasks of a run again.
import { retryRun } from "@/lib/runs/requests";
import { answer } from "../../../error-response";
import { readId } from "../../../request-body";

export function POST(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => Response.json(await retryRun(await readId(context)), { status: 202 }));
}
