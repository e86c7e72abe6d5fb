"use client";
// One event stream per page: runs, scans and verdicts as they happen. Reconnects by itself (EventSource does).
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { type LiveState, liveStateSchema, type ProgressEvent, progressEventSchema } from "./live-state";

type Listener = (event: ProgressEvent) => void;

interface Live {
  state: LiveState | null;
  isConnected: boolean;
  subscribe: (listener: Listener) => () => void;
}

const LiveContext = createContext<Live>({ state: null, isConnected: false, subscribe: () => () => {} });

export function LiveEvents({ children }: { children: ReactNode }) {
  const [state, setState] = useState<LiveState | null>(null);
  const [isConnected, setConnected] = useState(false);
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    const source = new EventSource("/api/v1/events");
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.addEventListener("state", (message) => {
      const parsed = liveStateSchema.safeParse(JSON.parse(message.data));
      if (parsed.success) setState(parsed.data);
    });
    source.addEventListener("progress", (message) => {
      const parsed = progressEventSchema.safeParse(JSON.parse(message.data));
      if (parsed.success) for (const listener of listeners.current) listener(parsed.data);
    });
    return () => source.close();
  }, []);

  const live = useMemo<Live>(() => {
    const subscribe = (listener: Listener) => {
      listeners.current.add(listener);
      return () => listeners.current.delete(listener);
    };
    return { state, isConnected, subscribe };
  }, [state, isConnected]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** What is being computed and scanned now; null until the server has told. */
export function useLiveState(): Pick<Live, "state" | "isConnected"> {
  return useContext(LiveContext);
}

/** Calls `listener` for each progress event while the component is mounted. */
export function useProgress(listener: Listener) {
  const { subscribe } = useContext(LiveContext);
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => subscribe((event) => latest.current(event)), [subscribe]);
}
