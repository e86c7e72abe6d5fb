"use client";
// Pixels about a place on a detector, straight from the mounted file; the last ones and those asked for ahead are kept.
import { useSyncExternalStore } from "react";
import { loadSection, type SectionImage } from "./load-pixels";

export interface SectionRequest {
  instrument: string;
  exposureId: string;
  detector: number;
  part: { x: number; y: number; size: number };
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
      arrived();
    });
  arriving.set(key, arrival);
  return arrival;
}

/** Asks for sections that will be wanted next. */
export function preloadSections(requests: readonly SectionRequest[]): void {
  for (const request of requests) if (!kept.has(keyOf(request))) void load(request);
}

/** What is here now of a section: undefined until it was asked for and has come. */
export function sectionOf(request: SectionRequest): Section {
  return kept.get(keyOf(request));
}

const watchers = new Set<() => void>();
let arrivals = 0;

function arrived() {
  arrivals++;
  for (const watcher of watchers) watcher();
}

/** Draws the component again whenever a section arrives. */
export function useSectionArrivals(): void {
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => arrivals,
    () => 0,
  );
}
