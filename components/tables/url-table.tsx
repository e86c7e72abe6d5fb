"use client";
// A DataTable of rows that are all here: sort and cursor live in the address, the first column sorts until another is chosen.
import type { RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { useUrlState } from "../ui/use-url-state";
import { type DataColumn, DataTable } from "./data-table";

export interface UrlTableProps<R extends RowData> {
  label: string;
  rows: readonly R[];
  columns: readonly DataColumn<R>[];
  rowId: (row: R) => string;
  onOpen?: (row: R) => void;
  empty?: ReactNode;
}

const DEFAULTS = { sort: "", desc: "0", row: "" };

export function UrlTable<R extends RowData>({ label, rows, columns, rowId, onOpen, empty }: UrlTableProps<R>) {
  const [state, setState] = useUrlState(DEFAULTS);
  const isKnown = columns.some(({ id }) => id === state.sort);
  return (
    <DataTable
      label={label}
      rows={rows}
      columns={columns}
      rowId={rowId}
      sorting={{
        sort: isKnown ? { id: state.sort, desc: state.desc === "1" } : null,
        onSort: ({ id, desc }) => setState({ sort: id, desc: desc ? "1" : "0" }, { shallow: true }),
      }}
      selection={{
        currentId: state.row,
        onCurrent: (row) => setState({ row }, { shallow: true, replace: true }),
        onOpen,
      }}
      empty={empty}
    />
  );
}
