"use client";
// Rows of the table of candidates, page after page, and the columns that are shown.
import { useMemo } from "react";
import { isTelling } from "@/components/difference/blind";
import { askedColumns, shownColumns } from "@/components/difference/candidates-table-columns";
import type { TablePaging } from "@/components/tables/data-table";
import type { CandidatePage, CandidateRow } from "@/lib/queries/difference-rows";
import { useMoreRows } from "../_shell/use-more-rows";
import type { CandidatesState } from "./candidates-state";

export interface CandidateRows {
  rows: readonly CandidateRow[];
  paging: TablePaging;
  /** ids of columns */
  shown: readonly string[];
}

/** @param page first one, of the server */
export function useCandidateRows(page: CandidatePage, state: CandidatesState): CandidateRows {
  const { mode, filter, sort, cols, blind } = state;
  const shown = useMemo(() => shownColumns(cols).filter((name) => !(blind === "1" && isTelling(name))), [cols, blind]);
  const asked = useMemo(
    () => new URLSearchParams({ mode, filter, sort, columns: askedColumns(shown).join(",") }),
    [mode, filter, sort, shown],
  );
  const { rows, ...paging } = useMoreRows(page, `/api/v1/candidates?${asked}`);
  return { rows, paging, shown };
}
