"use client";
// Vetting: a queue of candidates, the place in it, verdicts with the time each took.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type JudgedSubject, useVerdicts } from "@/app/_pixels/use-verdicts";
import { medianSeconds } from "@/components/difference/queue-order";
import { saidOf } from "@/components/triage/verdict-queue";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { NOTHING_SAID, type Said } from "@/lib/verdicts/verdict";
import { candidateStore, details, stamps } from "../kept-candidates";
import type { QueueAddress, QueuedRow } from "./read-queue";
import { useQueue } from "./use-queue";

/** Stamps and details asked for before they are wanted. */
const AHEAD = 6;

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
  /** a verdict was taken back of a candidate that the queue does not hold */
  onOutside: (candidateId: string) => void;
}

export function useVetting(first: CandidateDetail, options: VettingOptions) {
  const { address, seed, isBlind, onMoved, onOutside } = options;
  useSyncExternalStore(candidateStore.subscribe, candidateStore.snapshot, candidateStore.snapshot);
  const [movedTo, setMovedTo] = useState(first.candidateId);
  const queue = useQueue(first, { address, seed, currentId: movedTo });
  const verdicts = useVerdicts("candidates");
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
  // a key that leads on while the queue is on its way is obeyed once it is here
  const waiting = useRef(0);
  const isThere = (to: number) => !queue.isLoading && (to < rows.length || !queue.isComing);
  const step = (by: number) => {
    if (isThere(live.current + by)) go(live.current + by);
    else waiting.current = by;
  };
  const go = (to: number) => {
    waiting.current = 0;
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
    step(1);
  };
  useEffect(() => {
    if (waiting.current === 0 || !isThere(index + waiting.current)) return;
    go(index + waiting.current);
  });
  const undo = () => {
    const taken = verdicts.takeBack();
    if (taken?.candidateId == null) return;
    const back = rows.findIndex(({ candidateId }) => candidateId === taken.candidateId);
    if (back >= 0) go(back);
    else onOutside(taken.candidateId);
    setTook((before) => before.slice(0, -1));
  };
  const nextOpen = () => {
    if (queue.isLoading) return;
    const open = rows.findIndex((candidate, i) => i > live.current && said(candidate).label === null);
    if (open >= 0) go(open);
  };
  const progress = {
    made: verdicts.queue.made.length,
    left: rows.filter((one) => said(one).label === null).length,
    hasMore: queue.hasMore,
    lastSeconds: took.at(-1) ?? null,
    medianSeconds: medianSeconds(took),
    pending: verdicts.queue.pending.length,
    failure: verdicts.queue.failure,
  };
  return {
    ...{ queue, index, row, detail, stamped, label: said(row).label, progress },
    ...{ decide, undo, nextOpen },
    openCandidate: (id: string) => {
      const at = rows.findIndex(({ candidateId }) => candidateId === id);
      if (at >= 0) go(at);
      else onOutside(id);
    },
    step,
  };
}
