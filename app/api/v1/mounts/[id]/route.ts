// DELETE: takes a data root away. Its files are not touched, what was measured stays.
import { removeMount } from "@/lib/runs/requests";
import { answer } from "../../error-response";
import { readId } from "../../request-body";

export function DELETE(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    await removeMount(await readId(context));
    return new Response(null, { status: 204 });
  });
}
