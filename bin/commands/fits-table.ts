// A table of the project as a FITS file. Here, because lib/tables knows no reader and lib/readers no table.

import { type ColumnToWrite, type FitsHduToWrite, writeFits } from "@/lib/readers/fits";
import { countRows, type Table, type TableColumn } from "@/lib/tables";

/**
 * A FITS file with the table as its first extension: units in TUNIT, descriptions in TTYPE and TCOMM, meta as keywords. "Not measured" is
 * TNULL of an integer, NaN of a float, undefined of a logical, "" of text.
 *
 * @param table any table whose text is ASCII
 * @returns the file
 * @throws InvalidParameterError columns that do not fit together, or text that FITS cannot hold
 */
export function writeFitsTable(table: Table): Uint8Array {
  const rowCount = countRows(table);
  const meta = Object.entries(table.meta).map(([key, value]): FitsHduToWrite["cards"][number] => [
    keywordOf(key),
    value,
  ]);
  return writeFits([
    { cards: [["EXTNAME", table.name], ...meta], table: { rowCount, columns: table.columns.map(toColumn) } },
  ]);
}

function keywordOf(key: string): string {
  return key.toUpperCase().replaceAll(/[^A-Z0-9_-]/g, "_");
}

function toColumn({ name, type, unit, description, values }: TableColumn): ColumnToWrite {
  const cells = Array.from(values);
  const isNull = Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0));
  const common = { name, unit, description, isNull };
  if (type === "text") return { ...common, values: cells.map((cell) => String(cell ?? "")) };
  if (type === "bool") return { ...common, type, values: Uint8Array.from(cells, Number) };
  if (type === "float64") return { ...common, values: Float64Array.from(cells, Number) };
  return { ...common, values: BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)) };
}
