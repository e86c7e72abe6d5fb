// Columns of a table to rows of texts, as they are shown: arrays by their first elements, complex numbers in brackets.

import type { TableCell, TableRow } from "@/components/local-fits/table-rows";
import type { FitsColumn } from "@/lib/readers/fits";
import { shortestFloat32 } from "./float32";

/** Elements of an array cell that are shown; the rest is counted. */
const ELEMENTS_SHOWN = 4;

/** @param start index of the first row */
export function rowsOf(table: { rowCount: number; columns: FitsColumn[] }, start: number): TableRow[] {
  return Array.from({ length: table.rowCount }, (_, i) => ({
    index: start + i,
    cells: table.columns.map((column) => cellText(column, i)),
  }));
}

/** Text of one cell; null where the file has no value. */
export function cellText(column: FitsColumn, row: number): TableCell {
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

function elementText(column: FitsColumn, at: number): TableCell {
  if (column.isNull?.[at]) return null;
  if (column.type === "bool") return column.values[at] ? "T" : "F";
  if (column.type.startsWith("complex")) return `(${numberText(column, at)}, ${numberText(column, at + 1)})`;
  return numberText(column, at);
}

function numberText(column: FitsColumn, at: number): string {
  const value = column.values[at];
  const isShort = column.type === "float32" || column.type === "complex64";
  return isShort && typeof value === "number" ? shortestFloat32(value) : String(value);
}
