// POST ?name=&job=: the body is one FITS file, or one file of a job folder of difference imaging. It is kept under the data home, in a
// mount of its own, and scanned.

import path from "node:path";
import { z } from "zod";
import { nameFile } from "@/lib/difference";
import { environment } from "@/lib/environment";
import { InvalidParameterError } from "@/lib/errors";
import { checkJobFileName, checkUploadName, saveUpload } from "@/lib/files/save-upload";
import { addMount, requestScan } from "@/lib/runs/requests";
import { answer, parametersOf } from "../error-response";

const querySchema = z.object({ name: z.string(), job: z.string().optional() });

/** The markers of a job are empty files: some servers give those no body. */
async function* bytesOf(request: Request, isEmptyAllowed: boolean): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader && isEmptyAllowed) return;
  if (!reader) throw new InvalidParameterError({ place: "upload", found: "no body", expected: "a FITS file" });
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** Only what a job is made of is kept. */
function requireJobFile(job: string, name: string): void {
  checkJobFileName(job, name);
  if (nameFile(name) !== null) return;
  throw new InvalidParameterError({ place: job, found: JSON.stringify(name), expected: "a product of a RAPID job" });
}

export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const { name, job } = querySchema.parse(parametersOf(request));
    if (job === undefined) checkUploadName(name);
    else requireJobFile(job, name);
    const limitBytes = environment().uploadLimitBytes;
    const announced = Number(request.headers.get("content-length") ?? 0);
    if (announced > limitBytes) {
      const expected = `at most ${limitBytes} bytes (ANNULUS_UPLOAD_LIMIT_MIB)`;
      throw new InvalidParameterError({ place: name, found: `${announced} bytes`, expected });
    }
    const folder = path.join(environment().dataHome, "uploads");
    const saved = await saveUpload(folder, {
      name,
      bytes: bytesOf(request, job !== undefined),
      limitBytes,
      ...(job === undefined ? {} : { job }),
    });
    const { mountId } = await addMount({ root: folder, kind: "upload" });
    await requestScan(mountId);
    return Response.json({ ...saved, mountId }, { status: 201 });
  });
}
