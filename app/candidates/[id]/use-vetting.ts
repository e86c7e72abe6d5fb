"use client";
// Vetting: a queue of candidates, the place in it, verdicts with the time each took.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { type JudgedSubject, useVerdicts } from "@/app/_pixels/use-verdicts";
import { RefusedError } from "@/app/_shell/api";
import { medianSeconds, shuffled } from "@/components/difference/queue-order";
import { saidOf } from "@/components/triage/verdict-queue";
import type { CandidateDetail, CandidateRow } from "@/lib/queries/difference-rows";
import { NOTHING_SAID, type Said } from "@/lib/verdicts/verdict";
import { candidateStore, details, stamps } from "../kept-candidates";
import { type QueueAddress, readQueue } from "./read-queue";

/** Stamps and details asked for before they are wanted. */
const AHEAD = 6;

type QueuedRow = Pick<CandidateRow, "rowId" | "candidateId" | "jid" | "source" | "x" | "y" | "said">;

interface LoadedQueue {
  key: string;
  rows: QueuedRow[];
  hasMore: boolean;
  failure: string | null;
}

/** The queue of an address; the candidate of the page stands first until it is here, and when it is not in it. */
function useQueue(first: CandidateDetail, address: QueueAddress, seed: number | null) {
  const { mode, filter, sort, person } = address;
  const key = [mode, filter, sort, person].join("\n");
  const [loaded, setLoaded] = useState<LoadedQueue>({ key: "", rows: [], hasMore: false, failure: null });
  useEffect(() => {
    let isOld = false;
    const load = async () => {
      try {
        const queue = await readQueue({ mode, filter, sort, person });
        if (!isOld) setLoaded({ key, ...queue, failure: null });
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        if (!isOld) setLoaded({ key, rows: [], hasMore: false, failure: error.message });
      }
    };
    load();
    return () => {
      isOld = true;
    };
  }, [key, mode, filter, sort, person]);
  const rows = useMemo(() => {
    const own = loaded.key === key ? loaded.rows : [];
    const ordered = seed === null ? own : shuffled(own, seed);
    const isIn = ordered.some(({ candidateId }) => candidateId === first.candidateId);
    return isIn ? ordered : [first, ...ordered];
  }, [loaded, key, seed, first]);
  return { rows, hasMore: loaded.hasMore, failure: loaded.failure, isLoading: loaded.key !== key };
}

/** A candidate as a subject of verdicts: its job's number stands for the exposure. */
function subjectOf({ rowId, candidateId, jid, source, x, y }: QueuedRow): JudgedSubject {
  const digits = /\d+/.exec(jid)?.[0] ?? candidateId.match(/\d+/g)?.at(-1) ?? "0";
  const hasPlace = x !== null && y !== null;
  const place = {
    ...{ subject: "candidate" as const, instrument: source, exposureId: digits.slice(0, 19) },
    ...{ detector: null, stage: null, candidateId, x: hasPlace ? x : null, y: hasPlace ? y : null },
  };
  return { id: rowId, place };
}

export interface VettingOptions {
  address: QueueAddress;
  /** null: in the order of the sort */
  seed: number | null;
  isBlind: boolean;
  /** the address follows the candidate */
  onMoved: (candidateId: string) => void;
}

export function useVetting(first: CandidateDetail, options: VettingOptions) {
  const { address, seed, isBlind, onMoved } = options;
  useSyncExternalStore(candidateStore.subscribe, candidateStore.snapshot, candidateStore.snapshot);
  const queue = useQueue(first, address, seed);
  const verdicts = useVerdicts();
  const [movedTo, setMovedTo] = useState(first.candidateId);
  const [took, setTook] = useState<number[]>([]);
  const { rows } = queue;
  const index = Math.max(
    0,
    rows.findIndex(({ candidateId }) => candidateId === movedTo),
  );
  const row = rows[index] ?? first;
  const detail = row.rowId === first.rowId ? (details.get(row.rowId) ?? first) : details.get(row.rowId);
  const stamped = stamps.get(row.rowId);
  const live = useRef(index);
  const shownAt = useRef<number | null>(null);
  useEffect(() => {
    live.current = index;
    const near = rows.slice(index, index + AHEAD).map(({ rowId }) => rowId);
    // its own first, in a request of its own: it is waited for
    stamps.need(near.slice(0, 1));
    stamps.need(near.slice(1));
    details.need(near.filter((rowId) => rowId !== first.rowId));
  }, [rows, index, first.rowId]);
  const isShown = stamped !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts anew with each candidate
  useEffect(() => {
    shownAt.current = isShown ? performance.now() : null;
  }, [row.rowId, isShown]);

  const told = (of: QueuedRow): Said => (isBlind ? NOTHING_SAID : (of.said ?? NOTHING_SAID));
  const said = (of: QueuedRow) => saidOf(verdicts.queue, of.rowId, told(of));
  const go = (to: number) => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!target || rows.indexOf(target) === live.current) return;
    live.current = rows.indexOf(target);
    setMovedTo(target.candidateId);
    onMoved(target.candidateId);
  };
  const decide = (label: string) => {
    const judged = rows[live.current];
    if (!judged) return;
    const seconds = shownAt.current === null ? null : (performance.now() - shownAt.current) / 1000;
    const manner = { seconds, isBlind, ...(address.person ? { person: address.person } : {}) };
    verdicts.judge(subjectOf(judged), { label, comment: null }, said(judged), manner);
    if (seconds !== null) setTook((before) => [...before, seconds]);
    shownAt.current = null;
    go(live.current + 1);
  };
  const undo = () => {
    const id = verdicts.undo();
    const back = rows.findIndex(({ rowId }) => rowId === id);
    if (back >= 0) go(back);
    if (id !== null) setTook((before) => before.slice(0, -1));
  };
  const nextOpen = () => {
    const open = rows.findIndex((candidate, i) => i > live.current && said(candidate).label === null);
    if (open >= 0) go(open);
  };
  const progress = {
    made: verdicts.queue.made.length,
    left: rows.filter((one) => said(one).label === null).length,
    lastSeconds: took.at(-1) ?? null,
    medianSeconds: medianSeconds(took),
    pending: verdicts.queue.pending.length,
    failure: verdicts.queue.failure,
  };
  return {
    ...{ queue, index, row, detail, stamped, label: said(row).label, progress },
    ...{ decide, undo, nextOpen },
    openCandidate: (id: string) => go(rows.findIndex(({ candidateId }) => candidateId === id)),
    ...{ step: (by: number) => go(live.current + by) },
  };
}
