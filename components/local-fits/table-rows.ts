// Rows of a table as text, a cell each: what is sent from the reading thread to the page.

/** null: undefined in the file (TNULL, a blank of an ASCII table, an undefined logical). */
export type TableCell = string | null;

export interface TableRow {
  /** from 0 */
  index: number;
  cells: readonly TableCell[];
}
