// GET: a page of difference jobs with totals over the selection.
import { jobListSchema, listDifferenceJobs } from "@/lib/queries/difference-jobs";
import { answer, parametersOf } from "../error-response";

export function GET(request: Request): Promise<Response> {
  return answer(
    async () => Response.json(await listDifferenceJobs(jobListSchema.parse(parametersOf(request)))),
    request,
  );
}
