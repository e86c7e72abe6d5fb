"use client";
// The table of candidates: sorted by the server, its cursor in the address.
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { CANDIDATE_COLUMNS } from "@/components/difference/candidates-table-columns";
import { NoCandidates, type NoCandidatesProps } from "@/components/difference/candidates-table-empty";
import { candidateHref } from "@/components/difference/candidates-table-href";
import { DataTable } from "@/components/tables/data-table";
import type { SetUrlState } from "@/components/ui/use-url-state";
import type { CandidateRow } from "@/lib/queries/difference-rows";
import type { CandidatesState } from "./candidates-state";
import type { CandidateCursor } from "./use-candidate-cursor";
import type { CandidateRows } from "./use-candidate-rows";

export interface CandidatesTableProps {
  list: CandidateRows;
  cursor: CandidateCursor;
  state: CandidatesState;
  onState: SetUrlState<CandidatesState>;
  isStale: boolean;
  /** why there is no row, where there is none */
  emptyKind: NoCandidatesProps["kind"];
}

export function CandidatesTable({ list, cursor, state, onState, isStale, emptyKind }: CandidatesTableProps) {
  const router = useRouter();
  const { rows, paging, shown } = list;
  const sort = useMemo(
    () => (state.sort === "" ? null : { id: state.sort.replace(/^-/, ""), desc: state.sort.startsWith("-") }),
    [state.sort],
  );
  return (
    <DataTable
      label="Candidates"
      rows={rows}
      columns={CANDIDATE_COLUMNS}
      rowId={rowId}
      shown={shown}
      isStale={isStale}
      sorting={{
        sort,
        inServer: true,
        onSort: ({ id, desc }) => onState({ sort: `${desc ? "-" : ""}${id}`, row: "" }),
      }}
      selection={{
        currentId: cursor.currentId,
        onCurrent: cursor.onCurrent,
        onOpen: (row) => router.push(candidateHref(row, state)),
      }}
      paging={paging}
      empty={<NoCandidates kind={emptyKind} onClear={() => onState({ filter: "", row: "" })} />}
    />
  );
}

function rowId(row: CandidateRow): string {
  return row.rowId;
}
