// GET ?file=ID: the HDUs of a mounted file with every card of their headers.
import { z } from "zod";
import { readFileHeaders } from "@/lib/queries/file-headers";
import { answer, parametersOf } from "../error-response";

const schema = z.object({
  file: z
    .string()
    .regex(/^\d{1,19}$/)
    .transform(BigInt),
});

export function GET(request: Request): Promise<Response> {
  return answer(async () => Response.json(await readFileHeaders(schema.parse(parametersOf(request)).file)), request);
}
