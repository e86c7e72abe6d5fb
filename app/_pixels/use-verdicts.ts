"use client";
// Verdicts from the keyboard to the database: shown at once, sent at once, sent again until the server has them, kept in
// the browser in between.
import { useCallback, useEffect, useReducer, useRef } from "react";
import {
  EMPTY_QUEUE,
  type QueuedVerdict,
  reduceVerdicts,
  restorePending,
  storePending,
  type VerdictQueue,
} from "@/components/triage/verdict-queue";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { type Said, type VerdictManner, type VerdictPlace, verdictSchema } from "@/lib/verdicts/verdict";

const STORAGE_PREFIX = "annulus-verdicts/";
const RETRY_MS = 2000;
const UNKNOWN_MANNER = { person: "local", seconds: null, isBlind: false };

/** Takes over what this or another page left unsaved: a verdict sent twice is still one. */
function adoptStored() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(STORAGE_PREFIX));
  const stored = keys.flatMap((key) => restorePending(localStorage.getItem(key)));
  const forget = () => {
    for (const key of keys) localStorage.removeItem(key);
  };
  return { stored, forget };
}

/** 32 hexadecimal digits. Not randomUUID: that exists on secure origins only, and observatories serve plain HTTP. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** null when the server has them, else why not. */
async function send(entries: readonly QueuedVerdict[]): Promise<string | null> {
  const verdicts = entries.map((entry) => verdictSchema.parse(entry));
  try {
    const response = await fetch("/api/v1/verdicts", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ verdicts }),
    });
    return response.ok ? null : `the server answers ${response.status}`;
  } catch (error) {
    if (error instanceof TypeError) return "the server does not answer";
    throw error;
  }
}

export interface JudgedSubject {
  /** of its row in the page's list */
  id: string;
  place: VerdictPlace;
}

/** A dark ring as a subject of verdicts: its place on the detector. */
export function ringSubject(ring: DarkRingRow): JudgedSubject {
  const { id, instrument, exposureId, detector, centerX, centerY } = ring;
  const place = {
    subject: "dark-ring",
    instrument,
    exposureId,
    detector,
    stage: null,
    x: centerX,
    y: centerY,
  } as const;
  return { id, place };
}

export interface Verdicts {
  queue: VerdictQueue;
  /** `before` is what undo gives back */
  judge: (subject: JudgedSubject, said: Said, before: Said, manner?: VerdictManner) => void;
  /** takes the last verdict back; its subject, or null when there is none */
  undo: () => string | null;
}

export function useVerdicts(): Verdicts {
  const [queue, dispatch] = useReducer(reduceVerdicts, EMPTY_QUEUE);
  const storageKey = useRef("");
  const isBusy = useRef(false);
  const latest = useRef(queue);
  useEffect(() => {
    latest.current = queue;
  });

  useEffect(() => {
    storageKey.current = STORAGE_PREFIX + newKey();
    const { stored, forget } = adoptStored();
    if (stored.length === 0) return;
    localStorage.setItem(storageKey.current, JSON.stringify(stored));
    forget();
    dispatch({ type: "restore", pending: stored });
  }, []);

  useEffect(() => {
    if (!storageKey.current) return;
    if (queue.pending.length > 0) localStorage.setItem(storageKey.current, storePending(queue));
    else localStorage.removeItem(storageKey.current);
  }, [queue]);

  useEffect(() => {
    if (queue.pending.length === 0 || isBusy.current) return;
    isBusy.current = true;
    const wait = queue.failure === null ? 0 : RETRY_MS;
    setTimeout(async () => {
      const entries = latest.current.pending;
      // the render that asked for this may be older than the acknowledgement
      if (entries.length === 0) {
        isBusy.current = false;
        return;
      }
      dispatch({ type: "send", entries });
      const failure = await send(entries);
      isBusy.current = false;
      dispatch(failure === null ? { type: "acknowledge" } : { type: "fail", reason: failure });
    }, wait);
  }, [queue]);

  const judge = useCallback(({ id, place }: JudgedSubject, said: Said, before: Said, manner: VerdictManner = {}) => {
    const at = new Date().toISOString();
    const known = { ...UNKNOWN_MANNER, ...manner };
    const verdict = {
      ...{ clientKey: newKey(), subjectId: id, before, candidateId: null },
      ...{ ...place, ...said, ...known, at, undoneAt: null },
    };
    dispatch({ type: "judge", verdict });
  }, []);
  const last = queue.made.at(-1)?.subjectId ?? null;
  const undo = useCallback(() => {
    dispatch({ type: "undo", at: new Date().toISOString() });
    return last;
  }, [last]);
  return { queue, judge, undo };
}
