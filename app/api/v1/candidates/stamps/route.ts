// GET ?ids=1,2,3: every channel of some candidates in one answer (lib/difference/stamp-answer.ts reads it).
import { z } from "zod";
import { streamCandidateStamps } from "@/lib/queries/difference-stamps";
import { answer, parametersOf } from "../../error-response";
import { absent } from "../candidate-parameters";

const numbers = /^\d{1,18}(,\d{1,18})*$/;
const schema = z.object({
  /** rows of the database */
  ids: z.string().regex(numbers),
  size: absent(z.coerce.number().int()),
  /** of them only these, apart by commas */
  channels: absent(z.string().regex(numbers)),
  /** none: without the limits of the full images */
  limits: absent(z.enum(["image", "none"])),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { ids, size = 64, channels, limits } = schema.parse(parametersOf(request));
    const pieces = await streamCandidateStamps({
      rowIds: ids.split(","),
      size,
      channels: channels?.split(",").map(Number) ?? null,
      withLimits: limits !== "none",
    });
    return new Response(streamOf(pieces), {
      // a row is never another candidate's: a job that is read again gets new ones
      headers: { "content-type": "application/octet-stream", "cache-control": "private, max-age=300" },
    });
  }, request);
}

/** A piece is made when the one before is on its way. */
function streamOf(pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
