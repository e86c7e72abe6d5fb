"use client";
// The candidate under the cursor of a list, with its stamps; those of its neighbours are asked for once it is here.
import { useEffect, useSyncExternalStore } from "react";
import type { CandidateStamps } from "@/components/difference/stamps-grid";
import type { CandidateDetail } from "@/lib/queries/difference-rows";
import { candidateStore, details, type Loaded, nameKey, stamps } from "./kept-candidates";

/** A cursor that runs through the rows asks for what it rests on. */
const REST_MS = 60;

export interface WantedCandidate {
  candidateId: string;
  mode: string;
  /** null: not in the list, known by its name alone */
  rowId: string | null;
  /** rows before and after */
  neighbours: readonly string[];
}

export interface KeptCandidate {
  detail: Loaded<CandidateDetail>;
  stamped: Loaded<CandidateStamps>;
}

export function useKeptCandidate({ candidateId, mode, rowId, neighbours }: WantedCandidate): KeptCandidate {
  useSyncExternalStore(candidateStore.subscribe, candidateStore.snapshot, candidateStore.snapshot);
  const key = rowId ?? nameKey(candidateId, mode);
  const detail = details.get(key);
  const row = rowId ?? (detail && "rowId" in detail ? detail.rowId : null);
  const stamped = row === null ? undefined : stamps.get(row);
  const near = neighbours.join(" ");
  useEffect(() => {
    const timer = setTimeout(() => {
      details.need([key]);
      if (row !== null) stamps.need([row]);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [key, row]);
  const isHere = detail !== undefined && stamped !== undefined;
  useEffect(() => {
    if (!isHere || near === "") return;
    details.need(near.split(" "));
    stamps.need(near.split(" "));
  }, [isHere, near]);
  return { detail, stamped };
}
