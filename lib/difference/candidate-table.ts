// The table of candidates over any number of jobs.

import { type Table, type TableFormat, type TableValue, writeTable } from "@/lib/tables";
import type { CandidateMode } from "./candidate";
import { type CandidateColumn, candidateColumns, type RowContext } from "./candidate-columns";
import type { JobCandidates } from "./job-candidates";
import { writePublishedCsv } from "./published-csv";
import type { DifferenceJob } from "./read-job";

/** Rows of several jobs while they are collected. */
export class CandidateTable {
  private readonly columns: readonly CandidateColumn[];
  private readonly values: TableValue[][];
  /** of the float64 columns: integers in every job so far */
  private readonly integers: Set<string>;

  /**
   * @param mode of all jobs
   * @param which columns: those of the published table, or ours behind them
   */
  constructor(
    readonly mode: CandidateMode,
    which: "published" | "all" = "all",
  ) {
    this.columns = candidateColumns(mode, which);
    this.values = this.columns.map(() => []);
    this.integers = new Set(this.columns.filter(({ type }) => type === "float64").map(({ name }) => name));
  }

  get rowCount(): number {
    return this.values[0]?.length ?? 0;
  }

  /**
   * Adds the rows of a job.
   *
   * @param job whose they are
   * @param rows its candidates
   */
  add(job: DifferenceJob, { candidates }: JobCandidates): void {
    if (candidates.length === 0) return;
    const { filter, sca, mjd, field } = job.facts;
    const common = { jid: job.jid, mode: this.mode, filter, sca, mjd, field, imageSize: job.imageSize };
    const ids = candidateIds(job.jid, candidates);
    const contexts = ids.map((candidateId): RowContext => ({ ...common, candidateId }));
    for (const [i, column] of this.columns.entries()) {
      const values = this.values[i]!;
      for (const [row, candidate] of candidates.entries()) values.push(column.read(candidate, contexts[row]!));
    }
    const integers = integerColumns(job);
    for (const name of this.integers) if (!integers.has(name)) this.integers.delete(name);
  }

  /**
   * The rows as a table.
   *
   * @param meta what a reader must know of all rows
   * @returns columns with their units
   */
  toTable(meta: Record<string, string>): Table {
    const columns = this.columns.map(({ read: _valueOf, ...column }, i) => ({ ...column, values: this.values[i]! }));
    return { name: "candidates", meta: { mode: this.mode, ...meta }, columns };
  }

  /**
   * The rows as a file. CSV of reference mode looks as pandas writes it.
   *
   * @param format csv, ecsv, parquet or votable
   * @param meta as for toTable
   * @returns its bytes
   */
  toBytes(format: TableFormat, meta: Record<string, string>): Uint8Array {
    const table = this.toTable(meta);
    return format === "csv" && this.mode === "reference"
      ? writePublishedCsv(table, this.integers)
      : writeTable(table, format);
  }
}

/**
 * An id for each candidate of a job: `<jid>:<algorithm>:<id>`, `zogy` before `sfft`; a repeated one gets .2, .3 ...
 *
 * @param jid of the job
 * @param candidates in their order
 * @returns one id each, unique within the job
 */
export function candidateIds(jid: string, candidates: JobCandidates["candidates"]): string[] {
  const seen = new Map<string, number>();
  return candidates.map(({ id, zogy, isPositive }, row) => {
    const algorithm = `${zogy === null ? "sfft" : "zogy"}${isPositive ? "" : "-negative"}`;
    const stem = `${jid}:${algorithm}:${Number.isNaN(id) ? `row${row}` : id}`;
    const count = (seen.get(stem) ?? 0) + 1;
    seen.set(stem, count);
    return count === 1 ? stem : `${stem}.${count}`;
  });
}

const FEATURE_COLUMNS = ["sharpness", "roundness1", "roundness2", "npix", "peak", "flux", "mag", "daofind_mag"];

/** Columns that the published pipeline would hold as integers, by the text of this job's catalogues. */
function integerColumns({ zogy, sfft }: DifferenceJob): Set<string> {
  const names = new Set<string>();
  const tables = [zogy.photometry, sfft.finder].filter((table) => table !== null);
  if (tables.every(({ integers }) => integers.has("id"))) names.add("id");
  for (const name of FEATURE_COLUMNS) {
    if (zogy.finder?.integers.has(name)) names.add(`zogy_${name}`);
    if (sfft.finder?.integers.has(name)) names.add(`sfft_${name}`);
  }
  for (const name of ["xcentroid", "ycentroid"]) if (zogy.finder?.integers.has(name)) names.add(name);
  if (sfft.photometry?.integers.has("flags")) names.add("sfft_flags");
  return names;
}
