// A short table without sorting or cursor: the same look as DataTable, rendered on the server.
import type { ReactNode } from "react";
import styles from "./plain-table.module.css";

export interface PlainColumn<R> {
  header: string;
  isNumber?: boolean;
  /** takes what is left of the width, cut with an ellipsis */
  isWide?: boolean;
  cell: (row: R) => ReactNode;
}

export interface PlainTableProps<R> {
  label: string;
  rows: readonly R[];
  columns: readonly PlainColumn<R>[];
  rowKey: (row: R) => string | number;
}

export function PlainTable<R>({ label, rows, columns, rowKey }: PlainTableProps<R>) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.header} scope="col" data-align={column.isNumber ? "right" : undefined}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td
                key={column.header}
                data-align={column.isNumber ? "right" : undefined}
                data-wide={column.isWide || undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
