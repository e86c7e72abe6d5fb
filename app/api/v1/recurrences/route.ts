// GET ?instrument&exposure&detector&x&y&radius: rings at this place of the detector in other exposures.
import { z } from "zod";
import { listRecurrences } from "@/lib/queries/exposure-dark-rings";
import { answer, parametersOf } from "../error-response";

const schema = z.object({
  instrument: z.string().min(1),
  exposure: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  detector: z.coerce.number().int(),
  x: z.coerce.number(),
  y: z.coerce.number(),
  radius: z.coerce.number().positive().max(50).default(2),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { exposure, radius, ...place } = schema.parse(parametersOf(request));
    return Response.json({ recurrences: await listRecurrences({ ...place, exposureId: exposure }, radius) });
  });
}
