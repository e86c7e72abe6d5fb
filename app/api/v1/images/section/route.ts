// GET ?source&key&x0&y0&x1&y1: a box of one state of an image as a FITS file to keep; NaN where it reaches over the edges.
import { z } from "zod";
import { readImageSection } from "@/lib/queries/images";
import { answer, parametersOf } from "../../error-response";
import { keySchema, sourceSchema } from "../image-parameters";

const edge = z.coerce.number().int().min(-1e6).max(1e9);
const schema = z.object({ source: sourceSchema, key: keySchema, x0: edge, y0: edge, x1: edge, y1: edge });

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { source, key, ...box } = schema.parse(parametersOf(request));
    const { name, bytes } = await readImageSection(source, key, box);
    return new Response(bytes, {
      headers: { "content-type": "application/fits", "content-disposition": `attachment; filename="${name}"` },
    });
  }, request);
}
