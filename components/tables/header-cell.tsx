import type { RowData } from "@tanstack/react-table";
import type { DataColumn } from "./columns";
import type { TableSorting } from "./data-table";
import styles from "./data-table.module.css";

const ARROWS = { ascending: "▴", descending: "▾", none: "" } as const;

interface HeaderCellProps<R extends RowData> {
  column: DataColumn<R> | undefined;
  sorting: TableSorting | undefined;
}

/** One head: name, unit, definition on hover; a button when the column sorts. Numbers sort from the largest first. */
export function HeaderCell<R extends RowData>({ column, sorting }: HeaderCellProps<R>) {
  if (!column) return null;
  const { id, header, unit, description, isNumber, align } = column;
  const isSorted = sorting?.sort?.id === id;
  const direction = !isSorted ? "none" : sorting.sort?.desc ? "descending" : "ascending";
  const name = (
    <>
      {header}
      {unit ? <span className={styles.unit}>&nbsp;[{unit}]</span> : null}
    </>
  );
  const canSort = sorting !== undefined && column.canSort !== false;
  const next = { id, desc: isSorted ? direction === "ascending" : isNumber === true };
  return (
    <th
      scope="col"
      data-align={align ?? (isNumber ? "right" : undefined)}
      aria-sort={canSort ? direction : undefined}
      title={description}
    >
      {canSort ? (
        <button type="button" className={styles.sort} onClick={() => sorting.onSort(next)}>
          {name}
          <span className={styles.arrow} aria-hidden="true">
            {ARROWS[direction]}
          </span>
        </button>
      ) : (
        name
      )}
    </th>
  );
}
