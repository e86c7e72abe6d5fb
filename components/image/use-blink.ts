"use client";
// Blinking: panels one after the other in one place, at a pace; begins when all that it shows is on the graphics card.
import { useCallback, useEffect, useRef, useState } from "react";

export interface Blink {
  /** which of the frames is shown; null: no blinking */
  frame: number | null;
  isPreparing: boolean;
  /** 1 forward, -1 backward: the same again ends it */
  toggle: (direction: 1 | -1) => void;
  /** one frame on, standing */
  stop: () => void;
  hold: () => void;
}

export interface BlinkOptions {
  count: number;
  paceSeconds: number;
  /** resolves when every frame can be drawn at once */
  prepare: () => Promise<void>;
}

interface BlinkState {
  direction: 1 | -1;
  isHeld: boolean;
}

export function useBlink({ count, paceSeconds, prepare }: BlinkOptions): Blink {
  const [state, setState] = useState<BlinkState | null>(null);
  const [frame, setFrame] = useState(0);
  const [isReady, setReady] = useState(false);
  const latest = useRef(prepare);
  useEffect(() => {
    latest.current = prepare;
  });
  const isOn = state !== null && count > 1;
  const direction = state?.direction ?? 1;
  useEffect(() => {
    if (!isOn) return;
    let isWanted = true;
    setReady(false);
    // a frame that cannot be had says so when its turn comes
    latest
      .current()
      .catch(() => {})
      .then(() => isWanted && setReady(true));
    return () => {
      isWanted = false;
    };
  }, [isOn]);
  useEffect(() => {
    if (!isOn || !isReady) return;
    const timer = setInterval(() => setFrame((at) => at + direction), paceSeconds * 1000);
    return () => clearInterval(timer);
  }, [isOn, isReady, direction, paceSeconds]);
  const isHeld = state?.isHeld ?? false;
  useEffect(() => {
    if (!isHeld) return;
    const release = (event: KeyboardEvent) => event.key === " " && setState(null);
    const leave = () => setState(null);
    window.addEventListener("keyup", release);
    window.addEventListener("blur", leave);
    return () => {
      window.removeEventListener("keyup", release);
      window.removeEventListener("blur", leave);
    };
  }, [isHeld]);
  const toggle = useCallback((wanted: 1 | -1) => {
    setState((before) => (before?.direction === wanted ? null : { direction: wanted, isHeld: false }));
  }, []);
  const hold = useCallback(() => setState((before) => before ?? { direction: 1, isHeld: true }), []);
  const stop = useCallback(() => setState(null), []);
  const shown = ((frame % Math.max(1, count)) + count) % Math.max(1, count);
  return { frame: isOn ? shown : null, isPreparing: isOn && !isReady, toggle, stop, hold };
}
