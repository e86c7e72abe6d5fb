// A catalogue as columns of doubles by their canonical names: what both eras and both twins (text, Parquet) come down to.

import { isAnnulusError } from "@/lib/errors";
import { type CatalogArray, type CatalogColumn, readCatalog } from "@/lib/readers/catalogs";
import { type JobFile, type JobFolder, type JobNote, openJobFile } from "./job-folder";
import { noteProblems, withWholeRows } from "./whole-rows";

/** Columns of one length; NaN where the file has no number. */
export interface NumberTable {
  /** file it comes from */
  file: string;
  rowCount: number;
  columns: Map<string, Float64Array>;
  /** columns that hold integers only, as the published pipeline would type them */
  integers: Set<string>;
}

/** Columns that are used, by their canonical names. */
const USED = [
  ...[
    "id",
    "x_fit",
    "y_fit",
    "flux_fit",
    "x_err",
    "y_err",
    "flux_err",
    "npixfit",
    "qfit",
    "cfit",
    "reduced_chi2",
    "flags",
  ],
  ...["ra", "dec", "xcentroid", "ycentroid", "sharpness", "roundness1", "roundness2", "npix", "peak", "flux", "mag"],
  "daofind_mag",
];

/** photutils renamed these with 3.0 (2026-04-17); the older names are the published ones. */
const RENAMED: Record<string, string> = {
  x_centroid: "xcentroid",
  y_centroid: "ycentroid",
  n_pixels: "npix",
  n_pixels_fit: "npixfit",
};

const USED_IN_FILES = [...USED, ...Object.keys(RENAMED)];

/**
 * Reads a catalogue of a job.
 *
 * @param job the folder
 * @param file which
 * @param notes gets what is strange: rows that end early, which are left out, columns of text
 * @returns its columns of numbers as far as they are used, names as of era A; columns of text, truth values and arrays are left out
 * @throws what readCatalog throws
 */
async function readNumberTable(job: JobFolder, file: JobFile, notes: JobNote[]): Promise<NumberTable> {
  const source = await openJobFile(job, file);
  try {
    const asRead = await readCatalog(source, { columns: USED_IN_FILES });
    await noteProblems(source, asRead, notes);
    const catalog = withWholeRows(asRead);
    const table: NumberTable = { file: file.name, rowCount: catalog.rowCount, columns: new Map(), integers: new Set() };
    for (const column of catalog.columns) addColumn(table, column, notes);
    return table;
  } finally {
    await source.close();
  }
}

/**
 * As readNumberTable, for files in order of preference: the next one is read where the one before is broken.
 *
 * @param job the folder
 * @param files best first
 * @param notes gets each broken file
 * @returns the first table that can be read; null when there is none
 */
export async function readFirstTable(job: JobFolder, files: readonly JobFile[], notes: JobNote[]) {
  for (const file of files) {
    try {
      return await readNumberTable(job, file, notes);
    } catch (error) {
      if (!isAnnulusError(error)) throw error;
      notes.push({ kind: "broken", found: error.message, cost: `${file.name} is left out` });
    }
  }
  return null;
}

function addColumn(table: NumberTable, column: CatalogColumn, notes: JobNote[]): void {
  const name = RENAMED[column.name] ?? column.name;
  if (column.cellShape.length > 0 || column.offsets !== null || column.type === "bool") return;
  if (Array.isArray(column.values)) {
    // an empty column may be typed as text by its writer
    if (column.isNull?.every((flag) => flag === 1) || column.values.every((text) => text === "")) {
      table.columns.set(name, new Float64Array(table.rowCount).fill(Number.NaN));
    } else {
      const found = `${table.file}: column ${column.name} is text`;
      notes.push({ kind: "strange", found, cost: `${column.name} not measured` });
    }
    return;
  }
  const values = toDoubles(column.values);
  const { isNull } = column;
  let hasNull = false;
  if (isNull !== null) {
    for (let row = 0; row < values.length; row++) {
      if (isNull[row] !== 1) continue;
      values[row] = Number.NaN;
      hasNull = true;
    }
  }
  table.columns.set(name, values);
  if (column.type !== "float64" && column.type !== "float32" && !hasNull) table.integers.add(name);
}

/** The array itself where it holds doubles already: the catalogue is not used any further. */
function toDoubles(values: CatalogArray): Float64Array {
  if (values instanceof Float64Array) return values;
  const doubles = new Float64Array(values.length);
  for (let row = 0; row < doubles.length; row++) doubles[row] = Number(values[row]);
  return doubles;
}
