// Enhanced character-separated values 1.0: CSV under a YAML header with types, units and descriptions.
// Astropy Proposal for Enhancement 6, https://doi.org/10.5281/zenodo.1043901

import { csvChunks, joinBytes } from "./csv";
import type { Table, TableColumn, TableColumnType } from "./table";
import { astropyUnit } from "./units";

const DATATYPES: Record<TableColumnType, string> = { int64: "int64", float64: "float64", bool: "bool", text: "string" };

/**
 * A table as ECSV 1.0 with commas, as astropy's Table.read(format="ascii.ecsv") takes it.
 *
 * A null is an empty cell, which astropy reads as masked. Units are written as astropy spells them.
 *
 * @param table what to write
 * @returns UTF-8 bytes
 * @throws InvalidParameterError when a value does not suit its column
 */
export function writeEcsv(table: Table): Uint8Array {
  const header = ["%ECSV 1.0", "---", "delimiter: ','", ...yamlHeader(table)].map((line) => `# ${line}\n`).join("");
  return joinBytes([new TextEncoder().encode(header), ...csvChunks(table)]);
}

/**
 * The YAML that describes a table to astropy: datatype list, then meta. Parquet files carry it too.
 *
 * @param table whose columns and meta are described
 * @returns lines without comment signs
 */
export function yamlHeader(table: Table): string[] {
  const meta = Object.entries({ name: table.name, ...table.meta });
  return [
    table.columns.length > 0 ? "datatype:" : "datatype: []",
    ...table.columns.map((column) => `- {${columnFields(column).join(", ")}}`),
    "meta: !!omap",
    ...meta.map(([key, value]) => `- {${yamlText(key)}: ${yamlText(value)}}`),
    "schema: astropy-2.0",
  ];
}

function columnFields(column: TableColumn): string[] {
  const unit = astropyUnit(column.unit);
  const fields = [`name: ${yamlText(column.name)}`];
  if (unit !== null) fields.push(`unit: ${yamlText(unit)}`);
  fields.push(`datatype: ${DATATYPES[column.type]}`);
  if (column.description !== "") fields.push(`description: ${yamlText(column.description)}`);
  return fields;
}

/** A YAML double-quoted scalar in ASCII; JSON's escapes are YAML's, but for characters beyond the 16-bit plane. */
function yamlText(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
