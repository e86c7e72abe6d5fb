import { openFile } from "@/lib/files/byte-source";
import { inflateGzip } from "@/lib/files/gunzip";
import { type Catalog, type CatalogColumn, cellText, readCatalog, summarizeColumn } from "@/lib/readers/catalogs";
import { printJson, printTable } from "./terminal";
import { readOptions, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus catalog FILE... [--rows N] [--table N] [--json]

Columns of catalogues, with type, unit, nulls, smallest and largest value; then the first rows. Needs no database.
CSV, blank-separated, ECSV, SExtractor, VOTable and Parquet, told apart by content; .gz too.

--rows   how many rows to show, 5 when left out
--table  which table of a VOTable file, from 0`;

const OPTIONS = { json: { type: "boolean" }, rows: { type: "string" }, table: { type: "string" } } as const;

/** Wider cells are cut on the terminal; --json has them whole. */
const CELL_WIDTH = 24;

/** @returns 0; 1 when a file is not quite right */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  if (positionals.length === 0) throw new UsageError(`catalog: expected a file; ${USAGE.split("\n")[0]}`);
  const rowCount = readWholeNumber("rows", values.rows, { first: 0, last: 1_000_000 }) ?? 5;
  const table = readWholeNumber("table", values.table, { first: 0, last: 1_000_000 });
  let exitCode = 0;
  for (const path of positionals) {
    const catalog = await readFile(path, table);
    if (values.json) printJson(catalogJson(path, catalog, rowCount));
    else printCatalog(path, catalog, rowCount);
    for (const { place, found, expected } of catalog.problems) {
      process.stderr.write(`annulus: ${place}: ${found}, expected ${expected}\n`);
      exitCode = 1;
    }
  }
  return exitCode;
}

async function readFile(path: string, table: number | undefined): Promise<Catalog> {
  const file = await openFile(path);
  try {
    return await readCatalog(await inflateGzip(file), table === undefined ? {} : { table });
  } finally {
    await file.close();
  }
}

function catalogJson(file: string, catalog: Catalog, rowCount: number) {
  const { name, format, meta, problems } = catalog;
  const columns = catalog.columns.map((column) => ({
    name: column.name,
    type: column.type,
    unit: column.unit,
    description: column.description,
    ucd: column.ucd,
    cellShape: column.cellShape,
    isVariableLength: column.offsets !== null,
    statistics: summarizeColumn(column, catalog.rowCount),
    firstValues: firstRows(catalog, rowCount).map((row) => cellText(column, row)),
  }));
  return { file, name, format, meta, rowCount: catalog.rowCount, columns, errors: problems };
}

function printCatalog(file: string, catalog: Catalog, rowCount: number): void {
  const { name, format, columns } = catalog;
  console.log(
    `${file}: ${format}${name === null ? "" : `, ${name}`}, ${catalog.rowCount} rows, ${columns.length} columns`,
  );
  printTable(
    ["column", "type", "unit", "nulls", "min", "max"],
    columns.map((column) => columnLine(column, catalog.rowCount)),
  );
  if (rowCount === 0 || catalog.rowCount === 0) return;
  console.log("");
  const rows = firstRows(catalog, rowCount).map((row) => columns.map((column) => short(cellText(column, row) ?? "")));
  printTable(
    columns.map((column) => column.name),
    rows,
  );
}

function columnLine(column: CatalogColumn, rowCount: number): string[] {
  const { nullCount, min, max } = summarizeColumn(column, rowCount);
  const shape = column.offsets ? "[*]" : column.cellShape.length > 0 ? `[${column.cellShape.join(", ")}]` : "";
  const limits = [min, max].map((value) => (value === null ? "" : String(value)));
  return [column.name, `${column.type}${shape}`, column.unit ?? "", String(nullCount), ...limits];
}

function firstRows(catalog: Catalog, rowCount: number): number[] {
  return Array.from({ length: Math.min(rowCount, catalog.rowCount) }, (_, row) => row);
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= CELL_WIDTH ? line : `${line.slice(0, CELL_WIDTH - 1)}…`;
}
