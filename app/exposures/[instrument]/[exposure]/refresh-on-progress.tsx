"use client";
// Asks the server again, at most every two seconds, while a run that this page shows makes progress.
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useProgress } from "@/app/_shell/live-events";

const SOONEST_MS = 2000;

export function RefreshOnProgress({ runIds }: { runIds: readonly number[] }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  /** runs that told of progress before this page showed them: a short one may have ended by then */
  const early = useRef(new Set<number>());
  const refreshSoon = () => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      router.refresh();
    }, SOONEST_MS);
  };
  useProgress((event) => {
    if (event.kind !== "run" || typeof event.runId !== "number") return;
    if (runIds.includes(event.runId)) refreshSoon();
    else early.current.add(event.runId);
  });
  useEffect(() => {
    if (runIds.filter((id) => early.current.delete(id)).length > 0) refreshSoon();
  });
  return null;
}
