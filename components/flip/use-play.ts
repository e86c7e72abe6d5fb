"use client";
// Blinking through a long list: one row on at a pace, round the end, and never to an image that is not here yet. It begins when
// the first round, or as much of it as there is room for, is here.
import { useEffect, useRef, useState } from "react";

export interface Play {
  /** 1 forward, -1 backward; null: standing */
  direction: 1 | -1 | null;
  /** the first round is waited for */
  isPreparing: boolean;
  /** the same direction again ends it */
  toggle: (direction: 1 | -1) => void;
  stop: () => void;
}

export interface PlayOptions {
  count: number;
  paceSeconds: number;
  /** whether the image of a row can be drawn at once */
  isReady: (index: number) => boolean;
  /** whether all images of the first round can */
  isRoundReady: () => boolean;
  at: () => number;
  go: (index: number) => void;
}

/** A direction, and whether its first round was here once. */
interface Playing {
  direction: 1 | -1;
  isBegun: boolean;
}

export function usePlay(options: PlayOptions): Play {
  const [playing, setPlaying] = useState<Playing | null>(null);
  const latest = useRef(options);
  const direction = playing?.direction ?? null;
  const isBegun = playing?.isBegun ?? false;
  useEffect(() => {
    latest.current = options;
    if (direction !== null && !isBegun && options.isRoundReady()) setPlaying({ direction, isBegun: true });
  });
  const { paceSeconds } = options;
  useEffect(() => {
    if (direction === null || !isBegun) return;
    const timer = setInterval(() => {
      const { count, isReady, at, go } = latest.current;
      const next = (at() + direction + count) % count;
      if (isReady(next)) go(next);
    }, paceSeconds * 1000);
    return () => clearInterval(timer);
  }, [direction, isBegun, paceSeconds]);
  const toggle = (wanted: 1 | -1) =>
    setPlaying((before) => (before?.direction === wanted ? null : { direction: wanted, isBegun: false }));
  return { direction, isPreparing: direction !== null && !isBegun, toggle, stop: () => setPlaying(null) };
}
