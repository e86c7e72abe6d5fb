"use client";
// Sends files one after the other, with progress (fetch cannot tell how much was sent; XMLHttpRequest can).
import { useRouter } from "next/navigation";
import { useCallback, useRef, useState } from "react";
import { z } from "zod";
import type { UploadItem } from "@/components/mounts/drop-zone";
import { formatBytes } from "@/components/ui/format";

const keptSchema = z.object({ name: z.string() });
const refusedSchema = z.object({ message: z.string() });

type Patch = (patch: Partial<UploadItem>) => void;

function answerOf(request: XMLHttpRequest): Pick<UploadItem, "state" | "note"> {
  const answer: unknown = request.responseText.startsWith("{") ? JSON.parse(request.responseText) : null;
  const kept = keptSchema.safeParse(answer);
  if (request.status === 201 && kept.success) return { state: "kept", note: `kept as ${kept.data.name}` };
  const refused = refusedSchema.safeParse(answer);
  return { state: "refused", note: refused.success ? refused.data.message : `the server answered ${request.status}` };
}

/** A file chosen with its job folder belongs into it. */
const IN_JOB = /(?:^|\/)(?<job>jid\d{1,12})\/[^/]+$/;

function addressOf(file: File): string {
  const job = IN_JOB.exec(file.webkitRelativePath)?.groups?.job;
  return `/api/v1/uploads?${new URLSearchParams({ name: file.name, ...(job === undefined ? {} : { job }) })}`;
}

function sendOne(file: File, patch: Patch): Promise<void> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const end = (result: Pick<UploadItem, "state" | "note">) => {
      patch(result);
      resolve();
    };
    request.upload.onprogress = (event) => patch({ state: "sending", sentBytes: event.loaded });
    request.onload = () => end(answerOf(request));
    request.onerror = () => end({ state: "refused", note: "the server does not answer" });
    request.open("POST", addressOf(file));
    request.setRequestHeader("content-type", "application/octet-stream");
    patch({ state: "sending" });
    request.send(file);
  });
}

export function useUploads(limitBytes: number) {
  const router = useRouter();
  const [items, setItems] = useState<UploadItem[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const send = useCallback(
    (files: File[]) => {
      // the marker that a job has ended comes last, so that no scan takes half a folder for a whole one
      const isMarker = (file: File) => Number(file.name.endsWith(".done"));
      for (const file of files.toSorted((a, b) => isMarker(a) - isMarker(b))) {
        const key = crypto.randomUUID();
        const patch: Patch = (change) =>
          setItems((all) => all.map((item) => (item.key === key ? { ...item, ...change } : item)));
        const isTooLarge = file.size > limitBytes;
        const item: UploadItem = {
          key,
          name: file.name,
          bytes: file.size,
          sentBytes: 0,
          state: isTooLarge ? "refused" : "waiting",
          note: isTooLarge ? `${formatBytes(file.size)}, expected at most ${formatBytes(limitBytes)}` : null,
        };
        setItems((all) => [item, ...all]);
        if (!isTooLarge) queue.current = queue.current.then(() => sendOne(file, patch)).then(() => router.refresh());
      }
    },
    [limitBytes, router],
  );
  return { items, send };
}
