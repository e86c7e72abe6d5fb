"use client";
// Vetting: a queue of candidates, the place in it, verdicts with the time each took.
import { useEffect, useSyncExternalStore } from "react";
import { type JudgedSubject, useVerdicts } from "@/app/_pixels/use-verdicts";
import { saidOf } from "@/components/triage/verdict-queue";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { NOTHING_SAID, type Said } from "@/lib/verdicts/verdict";
import { candidateStore, details, stamps } from "../kept-candidates";
import type { QueueAddress, QueuedRow } from "./read-queue";
import { useDecisionClock } from "./use-decision-clock";
import { usePlace } from "./use-place";

/** Stamps and details asked for before they are wanted. */
const AHEAD = 6;

/** A candidate as a subject of verdicts: its job's number stands for the exposure. */
function subjectOf({ rowId, candidateId, jid, source, x, y }: QueuedRow): JudgedSubject {
  const digits = /\d+/.exec(jid)?.[0] ?? candidateId.match(/\d+/g)?.at(-1) ?? "0";
  const hasPlace = x !== null && y !== null;
  const place = {
    ...{ subject: "candidate" as const, instrument: source, exposureId: digits.slice(0, 18) },
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
  const place = usePlace(first, { address, seed }, onMoved);
  const { queue, index, row, step } = place;
  const { rows } = queue;
  const verdicts = useVerdicts("candidates");
  const stamped = stamps.get(row.rowId);
  const clock = useDecisionClock(row.rowId, stamped !== undefined);
  useEffect(() => {
    const near = rows.slice(index, index + AHEAD).map(({ rowId }) => rowId);
    // its own first, in a request of its own: it is waited for
    stamps.need(near.slice(0, 1));
    stamps.need(near.slice(1));
    details.need(near.filter((rowId) => rowId !== first.rowId));
  }, [rows, index, first.rowId]);
  const told = (of: QueuedRow): Said => (isBlind ? NOTHING_SAID : (of.said ?? NOTHING_SAID));
  const said = (of: QueuedRow) => saidOf(verdicts.queue, of.rowId, told(of));
  const open = (candidateId: string) => {
    if (!place.goTo(candidateId)) onOutside(candidateId);
  };
  const decide = (label: string) => {
    const judged = place.meant();
    if (!judged) return;
    const manner = { seconds: clock.stop(), isBlind, ...(address.person ? { person: address.person } : {}) };
    verdicts.judge(subjectOf(judged), { label, comment: null }, said(judged), manner);
    step(1);
  };
  const undo = () => {
    const taken = verdicts.takeBack();
    if (taken?.candidateId == null) return;
    open(taken.candidateId);
    clock.takeBack();
  };
  const progress = {
    made: verdicts.queue.made.length,
    left: rows.filter((one) => said(one).label === null).length,
    hasMore: queue.hasMore,
    lastSeconds: clock.lastSeconds,
    medianSeconds: clock.medianSeconds,
    pending: verdicts.queue.pending.length,
    failure: verdicts.queue.failure,
  };
  return {
    ...{ queue, index, row, stamped, label: said(row).label, progress },
    detail: row.rowId === first.rowId ? (details.get(row.rowId) ?? first) : details.get(row.rowId),
    ...{ decide, undo, step },
    nextOpen: () => place.goToNext((one) => said(one).label === null),
    openCandidate: open,
  };
}
