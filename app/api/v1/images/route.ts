// GET ?source&side&statistic: what an image is, a sample of its pixels and the tiles of a first drawing (lib/images/image-answer.ts).
import { z } from "zod";
import { STATISTICS } from "@/lib/images/description";
import { readImageAnswer } from "@/lib/queries/images";
import { answer, parametersOf } from "../error-response";
import { sourceSchema } from "./image-parameters";

const LARGEST_SIDE = 4096;

const schema = z.object({
  source: sourceSchema,
  side: z.coerce.number().int().min(16).max(LARGEST_SIDE).default(1024),
  statistic: z.enum(STATISTICS).default("mean"),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { source, ...options } = schema.parse(parametersOf(request));
    const bytes = await readImageAnswer(source, options);
    // another file may stand there at any time: the page asks again
    return new Response(bytes, {
      headers: { "content-type": "application/octet-stream", "cache-control": "no-store" },
    });
  }, request);
}
