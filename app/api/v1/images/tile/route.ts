// GET ?source&key&level&column&row&plane: one tile (lib/images/tile-codec.ts) of one state of an image.
import { z } from "zod";
import { STATISTICS } from "@/lib/images/description";
import { readImageTile } from "@/lib/queries/images";
import { answer, parametersOf } from "../../error-response";
import { keySchema, sourceSchema } from "../image-parameters";

const MOST_LEVELS = 20;
const index = z.coerce.number().int().min(0);

const schema = z.object({
  source: sourceSchema,
  key: keySchema,
  level: index.max(MOST_LEVELS),
  column: index,
  row: index,
  plane: z.enum([...STATISTICS, "mask"]).default("mean"),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { source, key, ...address } = schema.parse(parametersOf(request));
    return new Response(await readImageTile(source, key, address), {
      headers: { "content-type": "application/octet-stream", "cache-control": "private, max-age=31536000, immutable" },
    });
  }, request);
}
