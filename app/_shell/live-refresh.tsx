"use client";
import type { ProgressEvent } from "./live-state";
import { useLiveRefresh } from "./use-live-refresh";

/** On a page of the server: keeps it fresh while runs or scans go on. */
export function LiveRefresh({ kinds }: { kinds: readonly ProgressEvent["kind"][] }) {
  useLiveRefresh((event) => kinds.includes(event.kind));
  return null;
}
