// Apache Parquet with Snappy, by hyparquet-writer. The file's key-value metadata describes units and meaning as astropy does.

import { type BasicType, parquetWriteBuffer } from "hyparquet-writer";
import { yamlHeader } from "./ecsv";
import { cellValue, countRows, type Table, type TableColumn, type TableColumnType, type TableValue } from "./table";

const PARQUET_TYPES: Record<TableColumnType, BasicType> = {
  int64: "INT64",
  float64: "DOUBLE",
  bool: "BOOLEAN",
  text: "STRING",
};

/**
 * A table as Parquet: INT64, DOUBLE, BOOLEAN or UTF-8 columns, all nullable.
 *
 * Key-value metadata: `table_meta_yaml` (astropy's own key: Table.read finds units, descriptions and meta there),
 * `table::len::NAME` (astropy's width of a text column), and each entry of the table's meta under its own key.
 *
 * @param table what to write
 * @returns the bytes of the file
 * @throws InvalidParameterError when a value does not suit its column
 */
export function writeParquet(table: Table): Uint8Array {
  countRows(table);
  const buffer = parquetWriteBuffer({
    columnData: table.columns.map((column) => ({
      name: column.name,
      type: PARQUET_TYPES[column.type],
      nullable: true,
      data: columnData(table, column),
    })),
    kvMetadata: keyValues(table),
    createdBy: "annulus",
  });
  return new Uint8Array(buffer);
}

function columnData(table: Table, column: TableColumn): TableValue[] {
  const data: TableValue[] = [];
  for (let row = 0; row < column.values.length; row++) {
    const value = cellValue(table, column, row);
    data.push(column.type === "int64" && typeof value === "number" ? BigInt(value) : value);
  }
  return data;
}

function keyValues(table: Table): { key: string; value: string }[] {
  const lengths = table.columns
    .filter(({ type }) => type === "text")
    .map((column) => ({ key: `table::len::${column.name}`, value: String(longestText(column)) }));
  const meta = Object.entries({ name: table.name, ...table.meta }).map(([key, value]) => ({ key, value }));
  return [{ key: "table_meta_yaml", value: yamlHeader(table).join("\n") }, ...lengths, ...meta];
}

function longestText(column: TableColumn): number {
  let longest = 1;
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row];
    if (typeof value === "string") longest = Math.max(longest, value.length);
  }
  return longest;
}
