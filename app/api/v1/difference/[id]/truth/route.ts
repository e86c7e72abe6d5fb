// GET: truth of one difference job by jid (or #ID), missed sources included.
import { z } from "zod";
import { getDifferenceJobId, listJobTruth } from "@/lib/queries/difference-job";
import { absent } from "../../../candidates/candidate-parameters";
import { answer, parametersOf } from "../../../error-response";

const schema = z.object({ mode: absent(z.enum(["annulus", "reference"])) });

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const { id } = await params;
    const { mode } = schema.parse(parametersOf(request));
    const jobId = await getDifferenceJobId(id);
    return Response.json({ truth: await listJobTruth(jobId, mode) });
  }, request);
}
