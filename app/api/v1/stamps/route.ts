// GET ?run&instrument&exposure&indexes=0,1,2: float32 little-endian stamps one after the other, in the order asked.
import { z } from "zod";
import { readStamps } from "@/lib/queries/stamps";
import { answer, parametersOf } from "../error-response";

const MOST_STAMPS = 256;

const schema = z.object({
  run: z.coerce.number().int(),
  instrument: z.string().min(1),
  exposure: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
  indexes: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .transform((text) => text.split(",").map(Number))
    .refine((indexes) => indexes.length <= MOST_STAMPS, `at most ${MOST_STAMPS} indexes`),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { run, instrument, exposure, indexes } = schema.parse(parametersOf(request));
    const stamps = await readStamps({ runId: run, instrument, exposureId: exposure }, indexes);
    return new Response(new Uint8Array(stamps.bytes), {
      headers: {
        "content-type": "application/octet-stream",
        "x-annulus-size": String(stamps.size),
        // a run's stamps change only when its task is done again, with the same result
        "cache-control": "private, max-age=3600",
      },
    });
  }, request);
}
