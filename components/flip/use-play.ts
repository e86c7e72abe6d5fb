"use client";
// Blinking through a long list: one row on at a pace, round the end, and never to an image that is not here yet.
import { useEffect, useRef, useState } from "react";

export interface Play {
  /** 1 forward, -1 backward; null: standing */
  direction: 1 | -1 | null;
  /** the same direction again ends it */
  toggle: (direction: 1 | -1) => void;
  stop: () => void;
}

export interface PlayOptions {
  count: number;
  paceSeconds: number;
  /** whether the image of a row can be drawn at once */
  isReady: (index: number) => boolean;
  at: () => number;
  go: (index: number) => void;
}

export function usePlay(options: PlayOptions): Play {
  const [direction, setDirection] = useState<1 | -1 | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { paceSeconds } = options;
  useEffect(() => {
    if (direction === null) return;
    const timer = setInterval(() => {
      const { count, isReady, at, go } = latest.current;
      const next = (at() + direction + count) % count;
      if (isReady(next)) go(next);
    }, paceSeconds * 1000);
    return () => clearInterval(timer);
  }, [direction, paceSeconds]);
  const toggle = (wanted: 1 | -1) => setDirection((before) => (before === wanted ? null : wanted));
  return { direction, toggle, stop: () => setDirection(null) };
}
