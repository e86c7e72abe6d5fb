// Detections of one algorithm: PSF photometry and star finder of the same image, which share their ids (photutils, both 0-based).

import type { JobFile, JobFolder, JobNote } from "./job-folder";
import { filesOf } from "./job-folder";
import { type NumberTable, readFirstTable } from "./number-table";
import type { Algorithm } from "./roles";

/** Both catalogues of one difference image, as they are in the files. */
export interface AlgorithmCatalogues {
  algorithm: Algorithm;
  isNegative: boolean;
  /** id x_fit y_fit flux_fit ...; null where it is absent, broken or lacks these columns */
  photometry: NumberTable | null;
  /** id xcentroid ycentroid sharpness ...; null likewise */
  finder: NumberTable | null;
}

/**
 * Whether an algorithm was looked at: without a catalogue nothing is known of what it finds.
 *
 * @param catalogues of an algorithm
 * @returns false: neither could be read; true also where they have no rows
 */
export function hasCatalogue({ photometry, finder }: AlgorithmCatalogues): boolean {
  return photometry !== null || finder !== null;
}

const PHOTOMETRY_COLUMNS = ["id", "x_fit", "y_fit"];
const FINDER_COLUMNS = ["id", "xcentroid", "ycentroid"];

/** Which of two twins is read. The published pipeline knows the text only. */
export type TwinChoice = "parquet" | "text";

/**
 * Reads the catalogues of an algorithm. A Parquet twin holds both, joined; where it is broken the text is read.
 *
 * @param job the folder
 * @param which algorithm, sign, and the twin that is preferred
 * @param notes gets what is absent, broken or strange
 * @returns both catalogues, as far as they are there
 */
export async function readCatalogues(
  job: JobFolder,
  which: { algorithm: Algorithm; isNegative: boolean; twin: TwinChoice },
  notes: JobNote[],
): Promise<AlgorithmCatalogues> {
  const { algorithm, isNegative, twin } = which;
  const photometryFiles = byTwin(filesOf(job, { role: "psf-photometry", algorithm, isNegative }), twin);
  const finderFiles = byTwin(filesOf(job, { role: "finder", algorithm, isNegative }), twin);
  noteEras(photometryFiles, notes);
  const photometry = await readFirstTable(job, photometryFiles, notes);
  const isJoined = photometry !== null && FINDER_COLUMNS.every((name) => photometry.columns.has(name));
  const finder = isJoined ? photometry : await readFirstTable(job, finderFiles, notes);
  const label = `${algorithm.toUpperCase()}${isNegative ? " negative" : ""}`;
  const catalogues = {
    algorithm,
    isNegative,
    photometry: requireColumns(photometry, PHOTOMETRY_COLUMNS, `${label} PSF photometry`, notes),
    finder: requireColumns(finder, FINDER_COLUMNS, `${label} finder`, notes),
  };
  noteLost(catalogues.photometry, notes);
  if (isNegative) return catalogues;
  if (photometryFiles.length === 0) {
    const cost = "fitted positions, fluxes and flags not measured";
    notes.push({ kind: "absent", found: `no ${label} PSF photometry catalogue`, cost });
  }
  if (finderFiles.length === 0 && finder === null) {
    const cost = "sharpness, roundness, peak and magnitudes not measured";
    notes.push({ kind: "absent", found: `no ${label} finder catalogue`, cost });
  }
  noteLengths(catalogues, label, notes);
  return catalogues;
}

function byTwin(files: readonly JobFile[], twin: TwinChoice): JobFile[] {
  const isWanted = (file: JobFile) => /\.parquet(?:\.gz)?$/.test(file.name) === (twin === "parquet");
  return [...files.filter(isWanted), ...files.filter((file) => !isWanted(file))];
}

function noteEras(files: readonly JobFile[], notes: JobNote[]): void {
  const eras = new Set(files.map(({ era }) => era));
  if (!eras.has("A") || !eras.has("B")) return;
  const names = files.map(({ name }) => name).join(", ");
  notes.push({ kind: "choice", found: `names of both eras: ${names}`, cost: `${files[0]?.name} is read` });
}

function requireColumns(
  table: NumberTable | null,
  names: readonly string[],
  label: string,
  notes: JobNote[],
): NumberTable | null {
  if (table === null) return null;
  const missing = names.filter((name) => !table.columns.has(name));
  if (missing.length > 0) {
    const found = `${table.file} without ${missing.join(", ")}`;
    notes.push({ kind: "broken", found, cost: `${label} not used: its columns are not guessed` });
    return null;
  }
  if (table.rowCount === 0) notes.push({ kind: "strange", found: `${table.file} has no rows`, cost: null });
  const duplicates = countDuplicates(table.columns.get("id"));
  if (duplicates > 0) {
    const found = `${table.file}: ${duplicates} ${duplicates === 1 ? "id stands" : "ids stand"} more than once`;
    notes.push({ kind: "strange", found, cost: "annulus mode joins nothing by these ids" });
  }
  return table;
}

function noteLost(photometry: NumberTable | null, notes: JobNote[]): void {
  if (photometry === null) return;
  const [x, y] = [photometry.columns.get("x_fit"), photometry.columns.get("y_fit")];
  let lost = 0;
  for (let row = 0; row < photometry.rowCount; row++)
    if (!Number.isFinite(x?.[row]) || !Number.isFinite(y?.[row])) lost++;
  if (lost === 0) return;
  const found = `${photometry.file}: ${lost} ${lost === 1 ? "row" : "rows"} without a fitted position`;
  notes.push({ kind: "strange", found, cost: "the finder's position counts; without one it is matched to nothing" });
}

function noteLengths({ photometry, finder }: AlgorithmCatalogues, label: string, notes: JobNote[]): void {
  if (photometry === null || finder === null || photometry === finder) return;
  if (photometry.rowCount === finder.rowCount) {
    noteStrangers(photometry, finder, notes);
    return;
  }
  notes.push({
    kind: "strange",
    found: `${label}: ${photometry.rowCount} rows in ${photometry.file}, ${finder.rowCount} in ${finder.file}`,
    cost: "rows without a partner keep what their own catalogue has",
  });
}

/** As many rows in both, but not the same ids: each of them would be a candidate of its own, unsaid. */
function noteStrangers(photometry: NumberTable, finder: NumberTable, notes: JobNote[]): void {
  const ids = new Set(finder.columns.get("id"));
  const strangers = photometry.columns.get("id")?.filter((id) => !ids.has(id)).length ?? 0;
  if (strangers === 0) return;
  const found = `${strangers} of ${photometry.rowCount} ids of ${photometry.file} are not in ${finder.file}`;
  notes.push({ kind: "strange", found, cost: "rows without a partner keep what their own catalogue has" });
}

function countDuplicates(ids: Float64Array | undefined): number {
  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const id of ids ?? []) {
    if (seen.has(id)) repeated.add(id);
    seen.add(id);
  }
  return repeated.size;
}
