// Columns of a table to rows of texts, as they are shown: arrays by their first elements, complex numbers in brackets.

import type { TableCell, TableRow } from "@/components/local-fits/table-rows";
import { shortestFloat32 } from "@/lib/readers/catalogs/float32-text";
import type { FitsColumn } from "@/lib/readers/fits";

/** Columns of FITS tables, and of catalogues, which have the same words. */
type TableColumn = Pick<FitsColumn, "type" | "cellShape" | "values" | "offsets" | "isNull">;

/** Elements of an array cell that are shown; the rest is counted. */
const ELEMENTS_SHOWN = 4;

/**
 * Rows of [start, end) of a table.
 * @param first row at which the columns begin
 */
export function rowsOf(
  columns: readonly TableColumn[],
  { start, end }: { start: number; end: number },
  first: number,
): TableRow[] {
  return Array.from({ length: end - start }, (_, i) => ({
    index: start + i,
    cells: columns.map((column) => cellText(column, start + i - first)),
  }));
}

/** Text of one cell; null where the file has no value. */
export function cellText(column: TableColumn, row: number): TableCell {
  const { type, offsets, cellShape } = column;
  // values of an element: a complex number is two
  const step = type.startsWith("complex") ? 2 : 1;
  if (!offsets && cellShape.length === 0) return elementText(column, step * row);
  const perCell = step * cellShape.reduce((product, length) => product * length, 1);
  const start = offsets ? (offsets[row] ?? 0) : row * perCell;
  const end = offsets ? (offsets[row + 1] ?? start) : start + perCell;
  if (type === "bits") return Array.from(column.values.slice(start, end), String).join("");
  const count = (end - start) / step;
  const shown = Array.from(
    { length: Math.min(ELEMENTS_SHOWN, count) },
    (_, i) => elementText(column, start + step * i) ?? "○",
  );
  const rest = count - shown.length;
  return `[${shown.join(", ")}${rest > 0 ? `, … ${rest} more` : ""}]`;
}

function elementText(column: TableColumn, at: number): TableCell {
  if (column.isNull?.[at]) return null;
  if (column.type === "bool") return column.values[at] ? "T" : "F";
  if (column.type.startsWith("complex")) return `(${numberText(column, at)}, ${numberText(column, at + 1)})`;
  return numberText(column, at);
}

function numberText(column: TableColumn, at: number): string {
  const value = column.values[at];
  const isShort = column.type === "float32" || column.type === "complex64";
  return isShort && typeof value === "number" ? shortestFloat32(value) : String(value);
}
