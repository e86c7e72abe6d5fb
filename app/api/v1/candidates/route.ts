// GET: a page of candidates in the order of a column; ?after= and ?before= take what a page gave as next and previous.
import { z } from "zod";
import { listCandidates, parseCandidateSort } from "@/lib/queries/difference-candidates";
import { answer, parametersOf } from "../error-response";
import { absent, selectionOf } from "./candidate-parameters";

const schema = z.object({
  sort: absent(z.string()),
  after: absent(z.string().max(1000)),
  before: absent(z.string().max(1000)),
  limit: absent(z.coerce.number().int().min(1).max(1000)),
  /** apart by commas */
  columns: absent(z.string().max(8000)),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const parameters = parametersOf(request);
    const { sort, after, before, limit = 200, columns = "" } = schema.parse(parameters);
    const page = await listCandidates({
      ...selectionOf(parameters),
      sort: parseCandidateSort(sort),
      ...(after === undefined ? {} : { after }),
      ...(before === undefined ? {} : { before }),
      limit,
      columns: columns.split(",").filter((name) => name !== ""),
    });
    return Response.json(page);
  }, request);
}
