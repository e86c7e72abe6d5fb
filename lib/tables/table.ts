// A table on its way out of the project: named, described columns of one length. null means "not measured".

import { InvalidParameterError } from "../errors";

export type TableColumnType = "int64" | "float64" | "bool" | "text";

export type TableValue = number | bigint | boolean | string | null;

/** One column. Its values must suit its type; a float64 NaN is a value, null is the absence of one. */
export interface TableColumn {
  name: string;
  type: TableColumnType;
  /** as astronomers write it (px, electron, s, mm, sigma); null: a pure number or text */
  unit: string | null;
  description: string;
  values: ArrayLike<TableValue>;
}

/** Columns of one length, with what a reader must know about all of them (mode, run, configuration). */
export interface Table {
  name: string;
  meta: Record<string, string>;
  columns: TableColumn[];
}

/**
 * Number of rows, after checking that the columns fit together.
 *
 * @param table any table
 * @returns length of its columns; 0 without columns
 * @throws InvalidParameterError when two columns differ in length or share a name
 */
export function countRows(table: Table): number {
  const rowCount = table.columns[0]?.values.length ?? 0;
  const names = new Set<string>();
  for (const { name, values } of table.columns) {
    if (values.length !== rowCount) {
      throw refusal(table, name, `${values.length} values`, `${rowCount} as in the first column`);
    }
    if (names.has(name)) throw refusal(table, name, "the name twice", "one column of a name");
    names.add(name);
  }
  return rowCount;
}

/**
 * The value of a cell, when it suits the column's type.
 *
 * @param table for the message
 * @param column whose cell it is
 * @param row from 0
 * @returns the value; null for "not measured"
 * @throws InvalidParameterError for a value that the column's type cannot hold
 */
export function cellValue(table: Table, column: TableColumn, row: number): TableValue {
  const value = column.values[row] ?? null;
  if (value === null || suits(value, column.type)) return value;
  throw refusal(table, `${column.name}, row ${row}`, `${typeof value} ${String(value)}`, column.type);
}

function suits(value: NonNullable<TableValue>, type: TableColumnType): boolean {
  if (type === "int64") return typeof value === "bigint" || Number.isSafeInteger(value);
  if (type === "float64") return typeof value === "number";
  return typeof value === (type === "bool" ? "boolean" : "string");
}

function refusal(table: Table, column: string, found: string, expected: string): InvalidParameterError {
  return new InvalidParameterError({ place: `table ${table.name}, column ${column}`, found, expected });
}
