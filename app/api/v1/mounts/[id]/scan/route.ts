// POST: asks a worker to scan a data root again.
import { requestScan } from "@/lib/runs/requests";
import { answer } from "../../../error-response";
import { readId } from "../../../request-body";

export function POST(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    await requestScan(await readId(context));
    return Response.json({}, { status: 202 });
  });
}
