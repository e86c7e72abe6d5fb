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
  // where the keys have led so far: they can come faster than the page is drawn
  const ahead = useRef<string | null>(null);
  const place = () => {
    const at = ahead.current === null ? -1 : models.findIndex((row) => row.id === ahead.current);
    return at < 0 ? index : at;
  };
  const move = (step: number) => {
    const target = models[Math.max(0, Math.min(models.length - 1, place() + step))];
    if (!target || !selection) return;
    ahead.current = target.id;
    selection.onCurrent(target.id);
  };
  // the cursor is kept in sight, whoever moves it: a key, a plot, the address
  const latest = useRef({ index, scrollTo });
  useEffect(() => {
    latest.current = { index, scrollTo };
  });
  const currentId = selection?.currentId;
  useEffect(() => {
    if (currentId === ahead.current) ahead.current = null;
    if (currentId && latest.current.index >= 0) latest.current.scrollTo(latest.current.index);
  }, [currentId]);
  const open = () => {
    const row = models[place()];
    if (row) selection?.onOpen?.(row.original);
  };
  useKeys(
    label,
    selection
      ? [
          { keys: ["j", "ArrowDown"], label: "Next row", run: () => move(1) },
          { keys: ["k", "ArrowUp"], label: "Previous row", run: () => move(-1) },
          ...(selection.onOpen ? [{ keys: ["Enter"], label: "Open the row", run: open }] : []),
        ]
      : [],
  );
}
