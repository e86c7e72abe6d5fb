// GET ?instrument&exposure&detector: the stages of a detector (by name or id), or without it of the focal plane, in order.
import { z } from "zod";
import { listImageStages } from "@/lib/queries/images";
import { answer, parametersOf } from "../../error-response";

const schema = z.object({
  instrument: z.string().min(1).max(64),
  exposure: z.string().regex(/^\d{1,19}$/),
  detector: z.string().min(1).max(64).optional(),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { instrument, exposure, detector = null } = schema.parse(parametersOf(request));
    return Response.json({ stages: await listImageStages({ instrument, exposureId: exposure, detector }) });
  }, request);
}
