// A column in a few numbers, and a cell as text: what a listing shows.

import type { CatalogColumn, CatalogType } from "./catalog";
import { shortestFloat32 } from "./float32-text";

export interface ColumnSummary {
  nullCount: number;
  /** NaN among the numbers that are not null */
  nanCount: number;
  /** smallest and largest finite number; null without one, and for text, truth values and complex numbers */
  min: number | bigint | null;
  max: number | bigint | null;
  /** of the finite numbers; null without one, and for integers of 64 bits, whose sum need not be exact */
  mean: number | null;
}

/**
 * Nulls, NaN and limits of a column, array elements included; infinities are left out.
 *
 * @param column any column
 * @param rowCount its rows
 * @returns the summary
 */
export function summarizeColumn(column: CatalogColumn, rowCount: number): ColumnSummary {
  const { values, isNull, type, cellShape, offsets } = column;
  const nullCount = isNull ? isNull.reduce((sum, flag) => sum + flag, 0) : 0;
  const summary: ColumnSummary = { nullCount, nanCount: 0, min: null, max: null, mean: null };
  if (Array.isArray(values) || type === "bool" || type === "bits" || type.startsWith("complex")) return summary;
  const size = cellShape.reduce((product, length) => product * length, 1);
  let sum = 0;
  let count = 0;
  for (let row = 0; row < rowCount; row++) {
    if (isNull?.[row] === 1) continue;
    const end = offsets ? offsets[row + 1]! : (row + 1) * size;
    for (let i = offsets ? offsets[row]! : row * size; i < end; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) summary.nanCount++;
      if (typeof value === "number" && !Number.isFinite(value)) continue;
      if (summary.min === null || value < summary.min) summary.min = value;
      if (summary.max === null || value > summary.max) summary.max = value;
      sum += typeof value === "number" ? value : 0;
      count++;
    }
  }
  if (count > 0 && typeof summary.min === "number") summary.mean = sum / count;
  return summary;
}

/**
 * A cell as a person reads it: numbers as they are, arrays in brackets, truth values true and false.
 *
 * @param column any column
 * @param row from 0
 * @returns the text; null for a missing value
 */
export function cellText(column: CatalogColumn, row: number): string | null {
  const { values, isNull, type, cellShape, offsets } = column;
  if (isNull?.[row] === 1) return null;
  const parts = type.startsWith("complex") ? 2 : 1;
  const size = cellShape.reduce((product, length) => product * length, parts);
  const start = offsets ? offsets[row]! : row * size;
  const end = offsets ? offsets[row + 1]! : start + size;
  const texts: string[] = [];
  for (let i = start; i < end; i++) texts.push(elementText(values[i], type));
  return offsets || size > 1 ? `[${texts.join(", ")}]` : (texts[0] ?? "");
}

function elementText(value: number | bigint | string | undefined, type: CatalogType): string {
  if (type === "bool") return String(value === 1);
  return (type === "float32" || type === "complex64") && typeof value === "number"
    ? shortestFloat32(value)
    : String(value);
}
