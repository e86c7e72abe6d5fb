// GET: one difference job by jid (or #ID): facts, images, notes, counts.
import { z } from "zod";
import { getDifferenceJob, getDifferenceJobId } from "@/lib/queries/difference-job";
import { absent } from "../../candidates/candidate-parameters";
import { answer, parametersOf } from "../../error-response";

const schema = z.object({ mode: absent(z.enum(["annulus", "reference"])) });

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    const { mode } = schema.parse(parametersOf(request));
    const jobId = await getDifferenceJobId(id);
    return Response.json(await getDifferenceJob(jobId, mode));
  }, request);
}
