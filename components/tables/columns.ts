// How a page describes a column; TanStack's own definitions are made from it here and nowhere else.
import type { ColumnDef, RowData } from "@tanstack/react-table";
import type { ReactNode } from "react";
import type { features } from "./data-table";

export type CellValue = string | number | boolean | null;

export interface DataColumn<R extends RowData> {
  id: string;
  /** "noise" – the unit is printed after it */
  header: string;
  unit?: string;
  /** definition of the quantity, shown on hover of the head */
  description?: string;
  width?: number;
  /** takes what is left of the table's width; `width` is then its least */
  grows?: boolean;
  isNumber?: boolean;
  align?: "left" | "right" | "center";
  /** what is sorted and copied; null sorts last in both directions */
  value: (row: R) => CellValue;
  cell: (row: R) => ReactNode;
  /** false: the head does not sort */
  canSort?: boolean;
}

/** Ascending order of two values of one column; numbers by size, texts as a person orders them ("S2" before "S10"). */
function compareValues(a: CellValue, b: CellValue): number {
  if (typeof a === "string" && typeof b === "string") return a.localeCompare(b, "en", { numeric: true });
  return Number(a) - Number(b);
}

/** TanStack definitions of the columns. Null becomes undefined, which TanStack keeps last. */
export function definitionsOf<R extends RowData>(
  columns: readonly DataColumn<R>[],
): ColumnDef<typeof features, R, unknown>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.header,
    accessorFn: (row: R) => column.value(row) ?? undefined,
    size: column.width ?? 110,
    enableSorting: column.canSort !== false,
    sortUndefined: "last",
    sortFn: (a, b) => compareValues(column.value(a.original), column.value(b.original)),
  }));
}
