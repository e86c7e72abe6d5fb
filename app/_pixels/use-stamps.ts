"use client";
// Stamps of rings, asked for in batches when they come into sight and kept while the page is open.
import { useCallback, useReducer, useRef } from "react";
import type { Stamp, StampAddress, StampOf } from "@/components/gallery/stamp";
import { loadStamps } from "./load-pixels";

const PER_REQUEST = 64;
/** 4096 stamps of 16 kB are 64 MB; then the oldest go */
const STAMPS_KEPT = 4096;
const NO_STAMP: Stamp = { reason: "the run kept no stamp of this ring" };

function batches(rings: readonly StampAddress[]): StampAddress[][] {
  const packs = Map.groupBy(rings, (ring) => `${ring.runId} ${ring.instrument} ${ring.exposureId}`);
  return [...packs.values()].flatMap((all) =>
    Array.from({ length: Math.ceil(all.length / PER_REQUEST) }, (_, i) =>
      all.slice(i * PER_REQUEST, (i + 1) * PER_REQUEST),
    ),
  );
}

export function useStamps(): { stampOf: StampOf; onNeed: (rings: readonly StampAddress[]) => void } {
  const stamps = useRef(new Map<string, Stamp>());
  const [, redraw] = useReducer((count: number) => count + 1, 0);

  const loadBatch = useCallback(async (rings: StampAddress[]) => {
    const [first] = rings;
    if (!first) return;
    const indexes = rings.map((ring) => ring.stampIndex ?? 0);
    const images = await loadStamps(first, indexes).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      return rings.map((): Stamp => ({ reason }));
    });
    for (const [i, ring] of rings.entries()) stamps.current.set(ring.id, images[i]);
    while (stamps.current.size > STAMPS_KEPT) stamps.current.delete(stamps.current.keys().next().value ?? "");
    redraw();
  }, []);

  const onNeed = useCallback(
    (rings: readonly StampAddress[]) => {
      const wanted = rings.filter((ring) => ring.stampIndex !== null && !stamps.current.has(ring.id));
      for (const ring of wanted) stamps.current.set(ring.id, undefined);
      for (const batch of batches(wanted)) void loadBatch(batch);
    },
    [loadBatch],
  );
  const stampOf = useCallback<StampOf>(
    (ring) => (ring.stampIndex === null ? NO_STAMP : stamps.current.get(ring.id)),
    [],
  );
  return { stampOf, onNeed };
}
