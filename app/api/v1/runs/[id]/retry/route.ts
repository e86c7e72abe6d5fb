// POST: does the failed and cancelled tasks of a run again.
import { retryRun } from "@/lib/runs/requests";
import { answer } from "../../../error-response";
import { idSchema } from "../../../request-body";

export function POST(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => Response.json(await retryRun(idSchema.parse((await context.params).id)), { status: 202 }));
}
