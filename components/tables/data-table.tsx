"use client";
import {
  columnOrderingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createSortedRowModel,
  type Row,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
// The one wrapper of TanStack Table: dense virtual rows, sorting here or on the server, keyboard cursor, chosen columns.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { type DataColumn, definitionsOf } from "./columns";
import styles from "./data-table.module.css";
import { HeaderCell } from "./header-cell";
import { useRowKeys } from "./row-keys";

export type { DataColumn } from "./columns";

export interface TableSort {
  id: string;
  desc: boolean;
}

export interface TableSorting {
  sort: TableSort | null;
  onSort: (sort: TableSort) => void;
  /** rows come sorted: the table only shows the arrow */
  inServer?: boolean;
}

export interface TableSelection<R extends RowData> {
  /** the row under the cursor */
  currentId: string | null;
  onCurrent: (id: string) => void;
  /** Enter or double click */
  onOpen?: (row: R) => void;
}

export interface TablePaging {
  hasMore: boolean;
  isLoading: boolean;
  /** why the last page did not come; onMore tries again */
  failure?: string | null;
  onMore: () => void;
}

export interface DataTableProps<R extends RowData> {
  /** accessible name, and the title of its keys in the ? overlay */
  label: string;
  rows: readonly R[];
  columns: readonly DataColumn<R>[];
  rowId: (row: R) => string;
  sorting?: TableSorting;
  selection?: TableSelection<R>;
  paging?: TablePaging;
  /** ids of the columns shown, in order; all when absent */
  shown?: readonly string[];
  /** old content dimmed while the server answers */
  isStale?: boolean;
  empty?: ReactNode;
}

const ROW_HEIGHT = 28;
const ROWS_BEFORE_END = 40;

export const features = tableFeatures({
  columnSizingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

const NO_SORTING: SortingState = [];

export function DataTable<R extends RowData>(props: DataTableProps<R>) {
  const { label, rows, columns, rowId, sorting, selection, paging, shown, isStale = false, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => definitionsOf<R>(columns), [columns]);
  const state = useTableState(columns, sorting?.sort ?? null, shown);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state,
    manualSorting: sorting?.inServer ?? false,
    onSortingChange: noChange,
    onColumnVisibilityChange: noChange,
    onColumnOrderChange: noChange,
  });
  const models: Row<typeof features, R>[] = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => models[index]?.id ?? index,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  useRowKeys(label, models, selection, (index) => virtual.scrollToIndex(index));
  useMoreAtEnd(items.at(-1)?.index ?? 0, rows.length, paging);

  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const leaves = table.getVisibleLeafColumns();
  const growing = new Set(columns.filter(({ grows }) => grows).map(({ id }) => id));
  const hasFiller = !leaves.some(({ id }) => growing.has(id));
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      data-stale={isStale || undefined}
      aria-label={`${label}, scrolling`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to take the focus (axe, scrollable-region-focusable)
      tabIndex={0}
    >
      <table
        className={styles.table}
        style={{ minWidth: table.getTotalSize() }}
        aria-label={label}
        aria-rowcount={paging?.hasMore ? -1 : rows.length + 1}
        aria-busy={isStale}
      >
        <colgroup>
          {leaves.map((column) => (
            <col key={column.id} style={growing.has(column.id) ? undefined : { width: column.getSize() }} />
          ))}
          {hasFiller ? <col /> : null}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} column={columns.find((c) => c.id === header.column.id)} sorting={sorting} />
              ))}
              {hasFiller ? <td className={styles.filler} /> : null}
            </tr>
          ))}
        </thead>
        {above > 0 ? <Spacer height={above} /> : null}
        <tbody>
          {items.map((item) => {
            const row = models[item.index];
            if (!row) return null;
            return (
              <tr
                key={row.id}
                aria-rowindex={item.index + 2}
                aria-selected={selection ? selection.currentId === row.id : undefined}
                onClick={selection ? () => selection.onCurrent(row.id) : undefined}
                onDoubleClick={selection?.onOpen ? () => selection.onOpen?.(row.original) : undefined}
              >
                {row.getVisibleCells().map((cell) => {
                  const column = columns.find((candidate) => candidate.id === cell.column.id);
                  return (
                    <td key={cell.id} data-align={column?.align ?? (column?.isNumber ? "right" : undefined)}>
                      {column?.cell(row.original)}
                    </td>
                  );
                })}
                {hasFiller ? <td className={styles.filler} /> : null}
              </tr>
            );
          })}
        </tbody>
        {below > 0 ? <Spacer height={below} /> : null}
      </table>
      {rows.length === 0 && !isStale ? empty : null}
      {paging?.failure ? (
        <p className={styles.more} role="alert">
          ■ {paging.failure}{" "}
          <button type="button" onClick={paging.onMore}>
            Try again
          </button>
        </p>
      ) : null}
      {paging?.isLoading ? <p className={styles.more}>◌ more rows</p> : null}
    </section>
  );
}

/** Stands for the rows outside the window. */
function Spacer({ height }: { height: number }) {
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }} />
    </tbody>
  );
}

/** State is owned by the caller (the URL); the table never changes it by itself. */
function noChange() {}

function useTableState<R extends RowData>(
  columns: readonly DataColumn<R>[],
  sort: TableSort | null,
  shown?: readonly string[],
) {
  return useMemo(() => {
    const columnVisibility = Object.fromEntries(
      columns.map((column) => [column.id, shown ? shown.includes(column.id) : true]),
    );
    const columnOrder = shown ? [...shown] : columns.map((column) => column.id);
    return { sorting: sort ? [sort] : NO_SORTING, columnVisibility, columnOrder };
  }, [columns, sort, shown]);
}

function useMoreAtEnd(lastIndex: number, rowCount: number, paging?: TablePaging) {
  const wantsMore =
    paging?.hasMore === true && !paging.isLoading && !paging.failure && lastIndex >= rowCount - ROWS_BEFORE_END;
  const onMore = paging?.onMore;
  useEffect(() => {
    if (wantsMore) onMore?.();
  }, [wantsMore, onMore]);
}
