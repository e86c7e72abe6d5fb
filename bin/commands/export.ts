import { writeFileSync } from "node:fs";
import { listExportTables, readExportTable } from "@/lib/runs/export-table";
import { countRows, type Table, writeTable } from "@/lib/tables";
import { withConnections } from "./connections";
import type { CandidatesToExport } from "./export-candidates";
import { writeFitsTable } from "./fits-table";
import { readOptions, readTableFormat, readWholeNumber, UsageError } from "./usage";

const USAGE = `usage: annulus export TABLE [-d SELECTION] [--run N] --out FILE
       annulus export candidates [--mode M] [--filter F] [--sort COLUMN] [--columns A,B] --out FILE

  annulus export dark-rings -d "instrument='LSSTCam' AND day_obs=20250613" --out rings.parquet
  annulus export candidates --filter "zogy_snr > 8 & verdict = real" --sort=-snr --out real.vot

TABLE      ${listExportTables().join(", ")}, candidates
--out      .csv, .ecsv, .parquet, .vot (VOTable) or .fits
--run      the run to take; of each exposure the newest one when left out
--mode     annulus (as a rule), reference or negative
--filter   of candidates, as on their page; up to 100,000 of them
--sort     a column; --sort=-COLUMN falls
--columns  apart by commas; all, with what was said of each, when left out`;

const OPTIONS = {
  data: { type: "string", short: "d" },
  run: { type: "string" },
  out: { type: "string", short: "o" },
  mode: { type: "string" },
  filter: { type: "string" },
  sort: { type: "string" },
  columns: { type: "string" },
} as const;

const OF_CANDIDATES = ["mode", "filter", "sort", "columns"] as const;
const OF_SELECTIONS = ["data", "run"] as const;

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
  const foreign = (table === "candidates" ? OF_SELECTIONS : OF_CANDIDATES).find((name) => values[name] !== undefined);
  if (foreign !== undefined) throw new UsageError(`export ${table}: --${foreign} belongs to other tables`);
  return withConnections(async () => {
    const content =
      table === "candidates" ? await readCandidates(values) : await readExportTable(table, values.data ?? "", runId);
    writeFileSync(out, write(content));
    console.log(`${countRows(content)} rows in ${out}`);
    return 0;
  });
}

/** Loaded when asked for: the filter language and its columns are for this table alone. */
async function readCandidates(values: CandidatesToExport): Promise<Table> {
  return (await import("./export-candidates")).readCandidateTable(values);
}

/** Chosen before anything is read: a wrong ending shall not cost a query. */
function writerFor(out: string): (table: Table) => string | Uint8Array {
  if (/\.fits?$/i.test(out)) return writeFitsTable;
  const format = readTableFormat(out);
  return (table) => writeTable(table, format);
}
