// GET: data roots and their files by state. POST { root, name?, rules? }: adds a folder and asks for its scan.
import { z } from "zod";
import { listMounts } from "@/lib/queries/mounts";
import { addMount, requestScan } from "@/lib/runs/requests";
import { answer } from "../error-response";
import { readBody } from "../request-body";

const mountSchema = z.object({
  root: z.string().trim().min(1).max(4096),
  name: z.string().trim().min(1).max(200).optional(),
  rules: z.string().max(100_000).optional(),
});

export function GET(): Promise<Response> {
  return answer(async () => Response.json({ mounts: await listMounts() }));
}

export function POST(request: Request): Promise<Response> {
  return answer(async () => {
    const added = await addMount({ ...(await readBody(request, mountSchema)), kind: "folder" });
    await requestScan(added.mountId);
    return Response.json(added, { status: added.isNew ? 201 : 200 });
  });
}
