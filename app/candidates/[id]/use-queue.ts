"use client";
// The queue of candidates of an address, in its order.
import { useEffect, useMemo, useState } from "react";
import { RefusedError } from "@/app/_shell/api";
import { shuffled } from "@/components/difference/queue-order";
import type { CandidateDetail, CandidateRow } from "@/lib/queries/difference-rows";
import { type QueueAddress, readQueue } from "./read-queue";

export type QueuedRow = Pick<CandidateRow, "rowId" | "candidateId" | "jid" | "source" | "x" | "y" | "said">;

interface LoadedQueue {
  key: string;
  rows: QueuedRow[];
  hasMore: boolean;
  failure: string | null;
}

/**
 * The queue of an address; the candidate of the page stands first until it is here, and when it is not in it. While another queue is
 * on its way the one before stays: what is on the screen does not change under a key that is being pressed.
 */
export function useQueue(first: CandidateDetail, address: QueueAddress, seed: number | null) {
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
    const ordered = seed === null ? loaded.rows : shuffled(loaded.rows, seed);
    const isIn = ordered.some(({ candidateId }) => candidateId === first.candidateId);
    return isIn ? ordered : [first, ...ordered];
  }, [loaded.rows, seed, first]);
  return { rows, hasMore: loaded.hasMore, failure: loaded.failure, isLoading: loaded.key !== key };
}
