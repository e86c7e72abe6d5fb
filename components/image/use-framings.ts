"use client";
// Where the panels look: kept here while it is dragged or zoomed, in the address once the hand rests.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Framing, formatFramings, parseFramings, type ViewerState } from "./viewer-parameters";

/** After the last move of a gesture. */
const REST_MILLISECONDS = 250;

type Framings = readonly (Framing | null)[];

interface Held {
  framings: Framings;
  at: string;
  z: string;
  /** false: not in the address yet */
  isWritten: boolean;
}

export interface FramingState {
  framings: Framings;
  change: (framings: Framings) => void;
}

export function useFramings(state: ViewerState): FramingState {
  const { at, z } = state.parameters;
  const fromAddress = useMemo(() => parseFramings({ at, z }), [at, z]);
  const [held, setHeld] = useState<Held | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = useCallback((framings: Framings) => {
    clearTimeout(timer.current);
    const written = formatFramings(framings);
    setHeld({ framings, ...written, isWritten: false });
    timer.current = setTimeout(() => {
      latest.current.set(written);
      setHeld((before) => before && { ...before, isWritten: true });
    }, REST_MILLISECONDS);
  }, []);
  // what the address says in fewer digits is what is held; anything else there is newer (Back, a link)
  const isHeld = held !== null && (!held.isWritten || (held.at === at && held.z === z));
  return { framings: isHeld ? held.framings : fromAddress, change };
}
