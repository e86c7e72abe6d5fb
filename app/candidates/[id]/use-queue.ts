"use client";
// The queue of candidates of an address, in its order.
import { useEffect, useMemo, useState } from "react";
import { RefusedError } from "@/app/_shell/api";
import { shuffled } from "@/components/difference/queue-order";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { useCandidateCounts } from "../use-candidate-answers";
import { type QueueAddress, type QueuePart, readQueue } from "./read-queue";

interface LoadedQueue extends QueuePart {
  key: string;
  failure: string | null;
}

const NOTHING: LoadedQueue = { key: "", rows: [], isComing: true, hasMore: false, failure: null };

export interface QueueWish {
  address: QueueAddress;
  /** null: in the order of the sort */
  seed: number | null;
  /** the candidate on the screen */
  currentId: string;
}

/** The part of the queue that has come in last. */
function useLoadedQueue({ mode, filter, sort, person }: QueueAddress): { loaded: LoadedQueue; key: string } {
  const key = [mode, filter, sort, person].join("\n");
  const [loaded, setLoaded] = useState(NOTHING);
  useEffect(() => {
    let isOld = false;
    const load = async () => {
      try {
        for await (const part of readQueue({ mode, filter, sort, person })) {
          if (isOld) return;
          setLoaded({ key, ...part, failure: null });
        }
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        const failed = { key, isComing: false, failure: error.message };
        // what came before the refusal is kept
        if (!isOld) setLoaded((before) => ({ ...(before.key === key ? before : NOTHING), ...failed }));
      }
    };
    load();
    return () => {
      isOld = true;
    };
  }, [key, mode, filter, sort, person]);
  return { loaded, key };
}

/** The candidate on the screen has its place in the queue; of a random order only once all of it is here. */
function isUsable({ rows, isComing }: LoadedQueue, { seed, currentId }: QueueWish): boolean {
  return !isComing || (seed === null && rows.some(({ candidateId }) => candidateId === currentId));
}

/**
 * The queue of an address; the candidate of the page stands first until it is here, and when it is not in it. While another queue is
 * on its way the one before stays: what is on the screen does not change under a key that is being pressed. A long one is gone through
 * while the rest of it comes in behind.
 */
export function useQueue(first: CandidateDetail, wish: QueueWish) {
  const { address, seed } = wish;
  const { loaded, key } = useLoadedQueue(address);
  const [shown, setShown] = useState(NOTHING);
  const isHere = loaded.key === key && isUsable(loaded, wish);
  if (isHere && shown !== loaded) setShown(loaded);
  const isRandom = seed !== null && !shown.isComing && shown.failure === null;
  const rows = useMemo(() => {
    const ordered = isRandom ? shuffled(shown.rows, seed) : shown.rows;
    const isIn = ordered.some(({ candidateId }) => candidateId === first.candidateId);
    return isIn ? ordered : [first, ...ordered];
  }, [shown.rows, isRandom, seed, first]);
  const isComing = loaded.key === key && loaded.isComing;
  const { mode, filter, person } = address;
  const asked = { mode, filter, person };
  const { answer } = useCandidateCounts(isComing ? asked : null);
  return {
    ...{ rows, isComing, isLoading: !isHere, loadedCount: isComing ? loaded.rows.length : 0 },
    ...{ hasMore: shown.hasMore, failure: loaded.failure, total: answer },
  };
}
