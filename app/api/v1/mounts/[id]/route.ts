// DELETE: takes a data root away. Its files are not touched, what was measured stays.
import { removeMount } from "@/lib/runs/requests";
import { answer } from "../../error-response";
import { idSchema } from "../../request-body";

export function DELETE(_request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    await removeMount(idSchema.parse((await context.params).id));
    return new Response(null, { status: 204 });
  });
}
