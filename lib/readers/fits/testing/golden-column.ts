// For tests against columns that a generator script wrote as JSON.

import type { FitsColumn } from "../columns";

/** A column as the golden JSON of tables has it: 64-bit integers as text, NaN and infinities by name. */
export function goldenOf({ name, type, cellShape, values, offsets, isNull }: FitsColumn) {
  return {
    name,
    type,
    cellShape,
    values: Array.from<string | number | bigint, string | number>(values, plain),
    offsets: offsets ? [...offsets] : null,
    isNull: isNull ? [...isNull] : null,
  };
}

function plain(value: string | number | bigint): string | number {
  if (typeof value === "bigint") return String(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
