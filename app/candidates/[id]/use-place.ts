"use client";
// The place in the queue: keys go on from where they led last, also before the screen has followed and before the queue is here.
import { useEffect, useRef, useState } from "react";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import type { QueuedRow } from "./read-queue";
import { type QueueWish, useQueue } from "./use-queue";

/**
 * @param first the candidate of the page
 * @param wish which queue
 * @param onMoved is told where a step led
 */
export function usePlace(
  first: CandidateDetail,
  wish: Omit<QueueWish, "currentId">,
  onMoved: (candidateId: string) => void,
) {
  const [movedTo, setMovedTo] = useState(first.candidateId);
  const queue = useQueue(first, { ...wish, currentId: movedTo });
  const { rows, isLoading, isComing } = queue;
  const index = Math.max(
    0,
    rows.findIndex(({ candidateId }) => candidateId === movedTo),
  );
  const live = useRef(index);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, another place of the same candidate
  useEffect(() => {
    live.current = index;
  }, [rows, index]);
  // a key that leads on while the queue is on its way is obeyed once it is here
  const waiting = useRef(0);
  const isThere = (to: number) => !isLoading && (to < rows.length || !isComing);
  const go = (to: number) => {
    waiting.current = 0;
    const target = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!target || rows.indexOf(target) === live.current) return;
    live.current = rows.indexOf(target);
    setMovedTo(target.candidateId);
    onMoved(target.candidateId);
  };
  useEffect(() => {
    if (waiting.current === 0 || !isThere(index + waiting.current)) return;
    go(index + waiting.current);
  });
  return {
    queue,
    index,
    row: rows[index] ?? first,
    /** The candidate that a key means. */
    meant: (): QueuedRow | undefined => rows[live.current],
    step: (by: number) => {
      if (isThere(live.current + by)) go(live.current + by);
      else waiting.current = by;
    },
    /** False: the queue does not hold it. */
    goTo: (candidateId: string): boolean => {
      const at = rows.findIndex((row) => row.candidateId === candidateId);
      if (at >= 0) go(at);
      return at >= 0;
    },
    /** To the next one that is so; where there is none nothing changes. */
    goToNext: (isWanted: (row: QueuedRow) => boolean) => {
      if (isLoading) return;
      const at = rows.findIndex((row, i) => i > live.current && isWanted(row));
      if (at >= 0) go(at);
    },
  };
}
