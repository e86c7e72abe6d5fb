"use client";
// Verdicts from the keyboard to the database: shown at once, sent at once, sent again until the server has them, kept in
// the browser in between.
import { useCallback, useEffect, useReducer, useRef } from "react";
import {
  EMPTY_QUEUE,
  type QueuedVerdict,
  reduceVerdicts,
  restoreVerdicts,
  storeVerdicts,
  type VerdictQueue,
} from "@/components/triage/verdict-queue";
import type { DarkRingRow } from "@/lib/queries/dark-ring-row";
import { type Said, type VerdictManner, type VerdictPlace, verdictSchema } from "@/lib/verdicts/verdict";

const STORAGE_PREFIX = "annulus-verdicts/";
/** Of a tab: what its pages of a name have judged, so that undo outlives a reload. */
const MADE_PREFIX = "annulus-made/";
const MOST_MADE = 200;
const RETRY_MS = 2000;
const UNKNOWN_MANNER = { person: "local", seconds: null, isBlind: false };

/** Takes over what this or another page left unsaved: a verdict sent twice is still one. */
function adoptStored() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(STORAGE_PREFIX));
  const stored = keys.flatMap((key) => restoreVerdicts(localStorage.getItem(key)));
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
  /** takes the last verdict back; null when there is none */
  takeBack: () => QueuedVerdict | null;
  /** the same; its subject */
  undo: () => string | null;
}

/** Verdicts made in this tab before the page was loaded anew, newest last; `name`: of the page, null: they are not kept. */
function useEarlier(name: string | null, made: readonly QueuedVerdict[]) {
  const earlier = useRef<QueuedVerdict[] | null>(null);
  useEffect(() => {
    if (name === null) return;
    earlier.current ??= restoreVerdicts(sessionStorage.getItem(MADE_PREFIX + name));
    sessionStorage.setItem(MADE_PREFIX + name, storeVerdicts([...earlier.current, ...made].slice(-MOST_MADE)));
  }, [name, made]);
  return useCallback(() => {
    const last = earlier.current?.pop() ?? null;
    if (last !== null && name !== null)
      sessionStorage.setItem(MADE_PREFIX + name, storeVerdicts(earlier.current ?? []));
    return last;
  }, [name]);
}

/** @param name of the page whose undo outlives a reload; null: it does not */
export function useVerdicts(name: string | null = null): Verdicts {
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
    if (queue.pending.length > 0) localStorage.setItem(storageKey.current, storeVerdicts(queue.pending));
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
  const takeEarlier = useEarlier(name, queue.made);
  const last = queue.made.at(-1) ?? null;
  const takeBack = useCallback(() => {
    const at = new Date().toISOString();
    if (last !== null) {
      dispatch({ type: "undo", at });
      return last;
    }
    const verdict = takeEarlier();
    if (verdict !== null) dispatch({ type: "undo", at, verdict });
    return verdict;
  }, [last, takeEarlier]);
  const undo = useCallback(() => takeBack()?.subjectId ?? null, [takeBack]);
  return { queue, judge, takeBack, undo };
}
