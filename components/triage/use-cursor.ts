"use client";
// The place in the ranked list. It moves in the frame of the key; the address follows when the hand rests.
import { useEffect, useRef, useState } from "react";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";

const ADDRESS_FOLLOWS_MS = 300;

/** The asked ring, else the first that nobody has judged, else the first. */
export function startIndex(rings: readonly Pick<DarkRingRow, "id" | "verdict">[], id: string): number {
  const asked = rings.findIndex((ring) => ring.id === id);
  if (asked >= 0) return asked;
  const open = rings.findIndex((ring) => ring.verdict === null);
  return Math.max(0, open);
}

export interface Cursor {
  /** as drawn */
  index: number;
  /** as moved: several keys may come before the next drawing */
  at: () => number;
  go: (index: number) => void;
}

/** @param onMoved writes the address */
export function useCursor(rings: readonly DarkRingRow[], askedId: string, onMoved: (id: string) => void): Cursor {
  const [movedTo, setMovedTo] = useState<string | null>(null);
  const index = startIndex(rings, movedTo ?? askedId);
  const live = useRef(index);
  const write = useRef(onMoved);
  useEffect(() => {
    live.current = index;
    write.current = onMoved;
  });
  useEffect(() => {
    if (movedTo === null) return;
    const timer = setTimeout(() => write.current(movedTo), ADDRESS_FOLLOWS_MS);
    return () => clearTimeout(timer);
  }, [movedTo]);
  const go = (to: number) => {
    const held = Math.max(0, Math.min(rings.length - 1, to));
    const target = rings[held];
    if (!target) return;
    live.current = held;
    setMovedTo(target.id);
  };
  return { index, at: () => live.current, go };
}
