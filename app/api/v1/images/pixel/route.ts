// GET ?source&key&x&y: one pixel of one state of an image, { value, text, mask }.
import { z } from "zod";
import { readImagePixel } from "@/lib/queries/images";
import { answer, parametersOf } from "../../error-response";
import { keySchema, sourceSchema } from "../image-parameters";

const index = z.coerce.number().int().min(0);
const schema = z.object({ source: sourceSchema, key: keySchema, x: index, y: index });

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { source, key, x, y } = schema.parse(parametersOf(request));
    return Response.json(await readImagePixel(source, key, x, y));
  }, request);
}
