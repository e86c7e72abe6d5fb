// GET ?state=&after=: one page of a data root's files in path order.
import { z } from "zod";
import { FILE_STATES, listMountedFiles } from "@/lib/queries/mounts";
import { answer, parametersOf } from "../../../error-response";
import { readId } from "../../../request-body";

const pageSchema = z.object({
  state: z.enum([...FILE_STATES, "troubled", "all"]).default("all"),
  after: z.string().max(4096).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

export function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const id = await readId(context);
    const { state, after, limit } = pageSchema.parse(parametersOf(request));
    return Response.json(await listMountedFiles(id, state, after ?? null, limit));
  });
}
