"use client";
// j k move the cursor, Enter opens: the same in every table.
import type { Row, RowData, TableFeatures } from "@tanstack/react-table";
import { useEffect, useRef } from "react";
import { useKeys } from "../ui/keys";
import type { TableSelection } from "./data-table";

/** Registers the keys of a table's cursor. A table without a selection has none. */
export function useRowKeys<F extends TableFeatures, R extends RowData>(
  label: string,
  models: readonly Row<F, R>[],
  selection: TableSelection<R> | undefined,
  scrollTo: (index: number) => void,
) {
  const index = selection ? models.findIndex((row) => row.id === selection.currentId) : -1;
  const move = (to: number) => {
    const target = models[Math.max(0, Math.min(models.length - 1, to))];
    if (!target || !selection) return;
    selection.onCurrent(target.id);
  };
  // the cursor is kept in sight, whoever moves it: a key, a plot, the address
  const latest = useRef({ index, scrollTo });
  useEffect(() => {
    latest.current = { index, scrollTo };
  });
  const currentId = selection?.currentId;
  useEffect(() => {
    if (currentId && latest.current.index >= 0) latest.current.scrollTo(latest.current.index);
  }, [currentId]);
  const open = () => {
    const row = models[index];
    if (row) selection?.onOpen?.(row.original);
  };
  useKeys(
    label,
    selection
      ? [
          { keys: ["j", "ArrowDown"], label: "Next row", run: () => move(index + 1) },
          { keys: ["k", "ArrowUp"], label: "Previous row", run: () => move(index - 1) },
          ...(selection.onOpen ? [{ keys: ["Enter"], label: "Open the row", run: open }] : []),
        ]
      : [],
  );
}
