"use client";
// How long decisions take: from the moment at which the stamps of a candidate are there to the key.
import { useEffect, useRef, useState } from "react";
import { medianSeconds } from "@/components/difference/queue-order";

/**
 * @param rowId the candidate on the screen: the clock starts anew with each
 * @param isShown its stamps are there
 */
export function useDecisionClock(rowId: string, isShown: boolean) {
  const [took, setTook] = useState<number[]>([]);
  const shownAt = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts anew with each candidate
  useEffect(() => {
    shownAt.current = isShown ? performance.now() : null;
  }, [rowId, isShown]);
  return {
    /** Seconds of a decision; null: it was made before there was anything to see. */
    stop: (): number | null => {
      const seconds = shownAt.current === null ? null : (performance.now() - shownAt.current) / 1000;
      shownAt.current = null;
      if (seconds !== null) setTook((before) => [...before, seconds]);
      return seconds;
    },
    takeBack: () => setTook((before) => before.slice(0, -1)),
    lastSeconds: took.at(-1) ?? null,
    medianSeconds: medianSeconds(took),
  };
}
