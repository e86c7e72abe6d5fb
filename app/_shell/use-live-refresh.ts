"use client";
// Shows the page anew while something it shows is changing.
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useProgress } from "./live-events";
import type { ProgressEvent } from "./live-state";

/** At most one refresh in this time; the last event of a burst always gets one. */
const REFRESH_EVERY_MS = 1500;

/** Refreshes the page's server data after events that `concerns` says yes to. */
export function useLiveRefresh(concerns: (event: ProgressEvent) => boolean) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useProgress((event) => {
    if (timer.current !== null || !concerns(event)) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      router.refresh();
    }, REFRESH_EVERY_MS);
  });
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
}
