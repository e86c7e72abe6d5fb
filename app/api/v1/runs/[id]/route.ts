// GET: one run with progress and provenance.
import { NotFoundError } from "@/lib/errors";
import { findRun } from "@/lib/queries/runs";
import { answer } from "../../error-response";
import { readId } from "../../request-body";

export function GET(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const id = await readId(context);
    const run = await findRun(id);
    if (run === null) throw new NotFoundError({ place: `run ${id}`, found: "none", expected: "an existing run" });
    return Response.json(run);
  });
}
