// Which format a table is written in: by name, or by the ending of a file's name.

import { UnsupportedFormatError } from "../errors";
import { writeCsv } from "./csv";
import { writeEcsv } from "./ecsv";
import { writeParquet } from "./parquet";
import type { Table } from "./table";
import { writeVotable } from "./votable";

export type TableFormat = "csv" | "ecsv" | "parquet" | "votable";

const WRITERS: Record<TableFormat, (table: Table) => Uint8Array> = {
  csv: writeCsv,
  ecsv: writeEcsv,
  parquet: writeParquet,
  votable: (table) => writeVotable(table),
};

const ENDINGS: Record<string, TableFormat> = {
  csv: "csv",
  ecsv: "ecsv",
  parquet: "parquet",
  vot: "votable",
  votable: "votable",
  xml: "votable",
};

/** Media type to send a table with. */
export const TABLE_MEDIA_TYPES: Record<TableFormat, string> = {
  csv: "text/csv; charset=utf-8",
  ecsv: "text/plain; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  votable: "application/x-votable+xml",
};

/**
 * A table in one of the formats that the project writes.
 *
 * @param table what to write
 * @param format csv, ecsv, parquet or votable
 * @returns the bytes of the file
 * @throws InvalidParameterError when a value does not suit its column
 */
export function writeTable(table: Table, format: TableFormat): Uint8Array {
  return WRITERS[format](table);
}

/**
 * The format that a file's name asks for.
 *
 * @param fileName with or without folders
 * @returns format by the name's ending, any case
 * @throws UnsupportedFormatError for another ending
 */
export function tableFormatOf(fileName: string): TableFormat {
  const ending = fileName.slice(fileName.lastIndexOf(".") + 1).toLowerCase();
  const format = Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
  if (format !== undefined) return format;
  throw new UnsupportedFormatError({
    place: fileName,
    found: fileName.includes(".") ? `a name ending in .${ending}` : "a name without ending",
    expected: ".csv, .ecsv, .parquet, .vot, .votable or .xml",
  });
}
