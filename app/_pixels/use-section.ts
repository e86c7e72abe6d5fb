"use client";
// Pixels about a place on a detector, straight from the mounted file; the last ones and those asked for ahead are kept.
import { useEffect, useReducer } from "react";
import { loadSection, type SectionImage } from "./load-pixels";

export interface SectionRequest {
  instrument: string;
  exposureId: string;
  detector: number;
  part: { x: number; y: number; size: number } | { side: number };
}

export type Section = SectionImage | { reason: string } | undefined;

const KEPT = 48;
const kept = new Map<string, Section>();
const arriving = new Map<string, Promise<void>>();

function keyOf({ instrument, exposureId, detector, part }: SectionRequest): string {
  return [instrument, exposureId, detector, ...Object.values(part)].join(" ");
}

function load(request: SectionRequest): Promise<void> {
  const key = keyOf(request);
  const known = arriving.get(key);
  if (known) return known;
  const arrival = loadSection(request, request.part)
    .catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }))
    .then((section) => {
      kept.set(key, section);
      arriving.delete(key);
      while (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
    });
  arriving.set(key, arrival);
  return arrival;
}

/** Asks for sections that will be wanted next. */
export function preloadSections(requests: readonly SectionRequest[]): void {
  for (const request of requests) if (!kept.has(keyOf(request))) void load(request);
}

/** undefined while it is on its way; a reason when it cannot be had; null request: nothing. */
export function useSection(request: SectionRequest | null): Section {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = request && keyOf(request);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names the request
  useEffect(() => {
    if (!request || !key || kept.get(key)) return;
    let isOld = false;
    load(request).then(() => {
      if (!isOld) redraw();
    });
    return () => {
      isOld = true;
    };
  }, [key]);
  return key ? kept.get(key) : undefined;
}
