"use client";
// The cursor of the table of candidates: in the address by the candidate's name, which outlives its row; Esc closes the drawer and
// leaves the cursor where it is.
import { useState } from "react";
import type { CandidateRow } from "@/lib/queries/difference-rows";
import type { WantedCandidate } from "./use-kept-candidate";

export interface CandidateCursor {
  /** row under the cursor; null: none, or not among those loaded */
  currentId: string | null;
  /** what the drawer shows; null: it is closed */
  wanted: WantedCandidate | null;
  onCurrent: (rowId: string) => void;
  close: () => void;
}

/**
 * @param rows of the table
 * @param chosen candidate of the address; "": none
 * @param onChosen changes the address
 */
export function useCandidateCursor(
  rows: readonly CandidateRow[],
  { row: chosen, mode }: { row: string; mode: string },
  onChosen: (candidateId: string) => void,
): CandidateCursor {
  const [closedAt, setClosedAt] = useState("");
  const at = rows.findIndex(({ candidateId }) => candidateId === (chosen || closedAt));
  const row = rows[at] ?? null;
  const neighbours = at < 0 ? [] : [rows[at + 1], rows[at - 1]].flatMap((near) => near?.rowId ?? []);
  return {
    currentId: row?.rowId ?? null,
    wanted: chosen === "" ? null : { candidateId: chosen, mode, rowId: row?.rowId ?? null, neighbours },
    onCurrent: (rowId) => onChosen(rows.find((one) => one.rowId === rowId)?.candidateId ?? ""),
    close: () => {
      setClosedAt(chosen);
      onChosen("");
    },
  };
}
