"use client";
import { useEffect, useState } from "react";
import { z } from "zod";
import type { FileHeaders } from "@/lib/queries/file-headers";

const hduSchema = z.object({
  index: z.number(),
  name: z.string().nullable(),
  type: z.string(),
  shape: z.array(z.number()),
  bitpix: z.number().nullable(),
  compression: z.string().nullable(),
  dataBytes: z.number(),
  cards: z.array(z.string()),
});
const headersSchema = z.object({ path: z.string(), hdus: z.array(hduSchema), problems: z.array(z.string()) });
const refusalSchema = z.object({ message: z.string() });

async function loadHeaders(fileId: string, signal: AbortSignal): Promise<FileHeaders | string> {
  const response = await fetch(`/api/v1/headers?file=${fileId}`, { signal, headers: { "x-annulus-reason": "yes" } });
  const body: unknown = await response.json();
  const refusal = refusalSchema.safeParse(body).data;
  return refusal ? refusal.message : headersSchema.parse(body);
}

/** Headers of a file: undefined on their way, text when they cannot be read. */
export function useFileHeaders(fileId: string | null): FileHeaders | string | undefined {
  const [loaded, setLoaded] = useState<{ fileId: string; headers: FileHeaders | string } | null>(null);
  useEffect(() => {
    if (fileId === null) return;
    const stop = new AbortController();
    loadHeaders(fileId, stop.signal)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
      .then((headers) => {
        if (!stop.signal.aborted) setLoaded({ fileId, headers });
      });
    return () => stop.abort();
  }, [fileId]);
  return loaded?.fileId === fileId ? loaded?.headers : undefined;
}
