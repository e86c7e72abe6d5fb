import { writeFileSync } from "node:fs";
import { listExportTables, readExportTable } from "@/lib/runs/export-table";
import { countRows, type Table, writeTable } from "@/lib/tables";
import { withConnections } from "./connections";
import { writeFitsTable } from "./fits-table";
import { readOptions, readTableFormat, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus export TABLE [-d SELECTION] [--run N] --out FILE

  annulus export dark-rings -d "instrument='LSSTCam' AND day_obs=20250613" --out rings.parquet

TABLE  ${listExportTables().join(", ")}
--out  .csv, .ecsv, .parquet, .vot (VOTable) or .fits
--run  the run to take; of each exposure the newest one when left out`;

const OPTIONS = {
  data: { type: "string", short: "d" },
  run: { type: "string" },
  out: { type: "string", short: "o" },
} as const;

/** @returns 0 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, OPTIONS, USAGE);
  const [table, ...others] = positionals;
  if (table === undefined || others.length > 0)
    throw new UsageError(`export: expected one table; ${USAGE.split("\n")[0]}`);
  const { out } = values;
  if (out === undefined) throw new UsageError("export: expected --out FILE");
  const write = writerFor(out);
  const runId = readWholeNumber("run", values.run, { first: 1, last: 2_147_483_647 }) ?? null;
  return withConnections(async () => {
    const content = await readExportTable(table, values.data ?? "", runId);
    writeFileSync(out, write(content));
    console.log(`${countRows(content)} rows in ${out}`);
    return 0;
  });
}

/** Chosen before anything is read: a wrong ending shall not cost a query. */
function writerFor(out: string): (table: Table) => string | Uint8Array {
  if (/\.fits?$/i.test(out)) return writeFitsTable;
  const format = readTableFormat(out);
  return (table) => writeTable(table, format);
}
