// GET: saved views of the candidate table. PUT { name, query }: keeps one, in place of another of that name. DELETE ?name.
import { z } from "zod";
import { deleteSetting, saveSetting } from "@/lib/database/save-settings";
import { candidateViewSetting, listCandidateViews } from "@/lib/queries/candidate-views";
import { answer, parametersOf } from "../../error-response";
import { readBody } from "../../request-body";

const nameSchema = z.string().trim().min(1).max(60);
const viewSchema = z.object({ name: nameSchema, query: z.string().max(6000) });
const namedSchema = z.object({ name: nameSchema });

export function GET(): Promise<Response> {
  return answer(async () => Response.json({ views: await listCandidateViews() }));
}

export function PUT(request: Request): Promise<Response> {
  return answer(async () => {
    const { name, query } = await readBody(request, viewSchema);
    await saveSetting(candidateViewSetting(name), query);
    return Response.json({ views: await listCandidateViews() });
  });
}

export function DELETE(request: Request): Promise<Response> {
  return answer(async () => {
    await deleteSetting(candidateViewSetting(namedSchema.parse(parametersOf(request)).name));
    return Response.json({ views: await listCandidateViews() });
  });
}
