"use client";
// Asks the server again, at most every two seconds, while a run that this page shows makes progress.
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useProgress } from "@/app/_shell/live-events";

const SOONEST_MS = 2000;

export function RefreshOnProgress({ runIds }: { runIds: readonly number[] }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useProgress((event) => {
    if (event.kind !== "run" || timer.current || !runIds.some((id) => id === event.runId)) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      router.refresh();
    }, SOONEST_MS);
  });
  return null;
}
