// GET: the stamps of a candidate as a npy array: y, x, channel; by row.
import { z } from "zod";
import { candidateNpy } from "@/lib/queries/difference-stamp-files";
import { answer, parametersOf } from "../../../error-response";
import { absent } from "../../candidate-parameters";

const schema = z.object({ id: z.string().regex(/^\d{1,18}$/), size: absent(z.coerce.number().int()) });

export function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answer(async () => {
    const { id, size = 64 } = schema.parse({ ...parametersOf(request), ...(await params) });
    const { name, bytes } = await candidateNpy(id, size);
    return new Response(bytes, {
      headers: { "content-type": "application/octet-stream", "content-disposition": `attachment; filename="${name}"` },
    });
  }, request);
}
