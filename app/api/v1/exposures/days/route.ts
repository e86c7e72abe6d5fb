// GET: days with exposures, how many of them were measured and how many failed; takes the navigator's filter.
import { listDays } from "@/lib/queries/exposure-facets";
import { parseExposureFilter } from "@/lib/queries/exposure-filter";
import { answer, parametersOf } from "../../error-response";

export function GET(request: Request): Promise<Response> {
  return answer(async () => Response.json({ days: await listDays(parseExposureFilter(parametersOf(request))) }));
}
