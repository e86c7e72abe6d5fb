"use client";
// The place in a list that is judged from one end to the other. It moves in the frame of the key; the address follows when the hand rests.
import { useEffect, useRef, useState } from "react";
import { onLeaving } from "../ui/leaving";

const ADDRESS_FOLLOWS_MS = 300;

export interface JudgedRow {
  id: string;
  /** null: nobody has judged it */
  verdict: string | null;
}

/** The asked row, else the first that nobody has judged, else the first. */
export function startIndex(rows: readonly JudgedRow[], id: string): number {
  const asked = rows.findIndex((row) => row.id === id);
  if (asked >= 0) return asked;
  const open = rows.findIndex((row) => row.verdict === null);
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
export function useCursor(rows: readonly JudgedRow[], askedId: string, onMoved: (id: string) => void): Cursor {
  const [movedTo, setMovedTo] = useState<string | null>(null);
  const index = startIndex(rows, movedTo ?? askedId);
  const live = useRef(index);
  const write = useRef(onMoved);
  useEffect(() => {
    live.current = index;
    write.current = onMoved;
  });
  useEffect(() => {
    if (movedTo === null) return;
    const timer = setTimeout(() => write.current(movedTo), ADDRESS_FOLLOWS_MS);
    const stop = onLeaving(() => {
      clearTimeout(timer);
      write.current(movedTo);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [movedTo]);
  const go = (to: number) => {
    const held = Math.max(0, Math.min(rows.length - 1, to));
    const target = rows[held];
    if (!target) return;
    live.current = held;
    setMovedTo(target.id);
  };
  return { index, at: () => live.current, go };
}
