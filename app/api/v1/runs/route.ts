// GET ?before=: runs, newest first. POST { pipeline, query, settings? }: asks for a run; the same request is the same run.
import { z } from "zod";
import { listRuns } from "@/lib/queries/runs";
import { requestRun } from "@/lib/runs/requests";
import { answer, parametersOf } from "../error-response";
import { idSchema, readBody } from "../request-body";

const pageSchema = z.object({
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const runSchema = z.object({
  pipeline: z.string().min(1).max(200),
  query: z.string().max(10_000),
  settings: z.array(z.string().max(1000)).max(100).optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { before, limit } = pageSchema.parse(parametersOf(request));
    return Response.json(await listRuns(before ?? null, limit));
  });
}

export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const result = await requestRun(await readBody(request, runSchema));
    return Response.json(result, { status: result.isNew ? 201 : 200 });
  });
}
