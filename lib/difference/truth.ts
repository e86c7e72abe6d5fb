// Sources known to be there: injected ones (`_inject.txt`) and the transients of the simulation (`Roman_TDS_index_*.txt`).

import { isAnnulusError, MalformedFileError } from "@/lib/errors";
import { type ByteSource, memoryByteSource } from "@/lib/files/memory-source";
import { type Catalog, type CatalogColumn, readCatalog } from "@/lib/readers/catalogs";
import { filesOf, type JobFile, type JobFolder, type JobNote, openJobFile } from "./job-folder";
import { noteProblems, shortRows } from "./whole-rows";

/** A source of truth. NaN where its file has no number. */
export interface TruthSource {
  /** `<row>_inj` or `<object_id>_ou` */
  truthId: string;
  /** inj: put there by the pipeline; ou: a transient of the simulation (OpenUniverse2024) */
  kind: "inj" | "ou";
  /** pixels, as in the file */
  x: number;
  y: number;
  raDeg: number;
  decDeg: number;
  flux: number;
  /** counts, of the simulation */
  realizedFlux: number;
  /** as in the file: instrumental; only the simulation has one */
  mag: number;
}

/** obj_type of those that count. */
const TRANSIENT = "transient";

/** Truth of a job. */
export interface JobTruth {
  /** in the order of the files' names, then of their rows: the published order where the disk lists by name */
  sources: TruthSource[];
  hasInjected: boolean;
  hasSimulation: boolean;
}

/**
 * Reads the truth of a job. Of the simulation only transients count: its stars and galaxies are in science and reference alike.
 *
 * @param job the folder
 * @param notes gets what is absent, broken or strange
 * @returns sources of all truth files
 */
export async function readTruth(job: JobFolder, notes: JobNote[]): Promise<JobTruth> {
  const injected = filesOf(job, { role: "injected-truth" });
  const simulation = filesOf(job, { role: "simulation-truth" });
  const files = [...injected, ...simulation].sort((a, b) => (a.name < b.name ? -1 : 1));
  const truth: JobTruth = { sources: [], hasInjected: false, hasSimulation: false };
  for (const file of files) {
    const sources = await readTruthFile(job, file, notes);
    if (sources === null) continue;
    for (const source of sources) truth.sources.push(source);
    if (file.role === "injected-truth") truth.hasInjected = true;
    else truth.hasSimulation = true;
  }
  if (injected.length === 0) {
    notes.push({ kind: "absent", found: "no injected truth", cost: "no injected source is matched" });
  }
  if (simulation.length === 0) {
    notes.push({ kind: "absent", found: "no simulation truth", cost: "no simulated transient is matched" });
  }
  const repeated = truth.sources.length - new Set(truth.sources.map(({ truthId }) => truthId)).size;
  if (repeated > 0) {
    notes.push({
      kind: "strange",
      found: `${repeated} truth ${repeated === 1 ? "id stands" : "ids stand"} more than once`,
      cost: "annulus mode matches each row",
    });
  }
  return truth;
}

async function readTruthFile(job: JobFolder, file: JobFile, notes: JobNote[]): Promise<TruthSource[] | null> {
  const source = await openJobFile(job, file).catch((error: unknown) => noteBroken(error, file, notes));
  if (source === null) return null;
  try {
    const catalog = file.role === "simulation-truth" ? await readTransients(source) : await readCatalog(source);
    await noteProblems(source, catalog, notes);
    const sources =
      file.role === "injected-truth" ? injectedSources(catalog, file.name) : simulatedSources(catalog, file.name);
    noteLost(sources, file, notes);
    return sources;
  } catch (error) {
    if (!(error instanceof MalformedFileError) || error.found !== "no line but comments")
      return noteBroken(error, file, notes);
    // a commented header and no rows below it
    notes.push({ kind: "strange", found: `${file.name} has no rows`, cost: null });
    return [];
  } finally {
    await source.close();
  }
}

/** Such a source is in no image: it is counted as outside. */
function noteLost(sources: readonly TruthSource[], file: JobFile, notes: JobNote[]): void {
  const lost = sources.filter(({ x, y }) => !(Number.isFinite(x) && Number.isFinite(y))).length;
  if (lost === 0) return;
  const found = `${file.name}: ${lost} ${lost === 1 ? "source" : "sources"} without a position`;
  notes.push({ kind: "strange", found, cost: "matched to nothing, told as outside_image" });
}

/** Of the simulation only transients count, some hundred of 24,000 rows: the others are not parsed while nothing is strange about these. */
async function readTransients(source: ByteSource): Promise<Catalog> {
  const part = transientLines(await source.read(0, source.byteLength));
  try {
    const catalog = await readCatalog(memoryByteSource(part, source.name));
    // a head that stands lower was taken out with the rows
    if (catalog.problems.length === 0 && catalog.columns.some(({ name }) => name === "obj_type")) return catalog;
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
  }
  // messages name the lines of the file
  return readCatalog(source);
}

const LF = 0x0a;
const HASH = 0x23;

/** The lines above the rows, those with a transient, and the last one, which is short where a file was cut off. */
function transientLines(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const lineEnd = (from: number) => text.indexOf(LF, from) + 1 || text.length;
  let end = lineEnd(0);
  while (text[end] === HASH) end = lineEnd(end);
  const parts = [text.subarray(0, end)];
  const lastStart = Math.max(end, text.subarray(0, -1).lastIndexOf(LF) + 1);
  for (let at = text.indexOf(TRANSIENT, end); at >= 0 && at < lastStart; at = text.indexOf(TRANSIENT, end)) {
    const start = text.lastIndexOf(LF, at) + 1;
    end = lineEnd(at);
    parts.push(text.subarray(start, end));
  }
  return Buffer.concat([...parts, text.subarray(lastStart)]);
}

function noteBroken(error: unknown, file: JobFile, notes: JobNote[]): null {
  if (!isAnnulusError(error)) throw error;
  notes.push({ kind: "broken", found: error.message, cost: `truth of ${file.name} not used` });
  return null;
}

function injectedSources(catalog: Catalog, place: string): TruthSource[] {
  const [x, y] = [requireNumbers(catalog, "xpix", place), requireNumbers(catalog, "ypix", place)];
  const flux = numbersOf(catalog, "flux");
  const short = shortRows(catalog);
  const sources = Array.from(
    { length: catalog.rowCount },
    (_, row): TruthSource => ({
      truthId: `${row}_inj`,
      kind: "inj",
      x: x[row]!,
      y: y[row]!,
      raDeg: Number.NaN,
      decDeg: Number.NaN,
      flux: flux?.[row] ?? Number.NaN,
      realizedFlux: Number.NaN,
      mag: Number.NaN,
    }),
  );
  return sources.filter((_, row) => !short.has(row));
}

function simulatedSources(catalog: Catalog, place: string): TruthSource[] {
  const ids = requireColumn(catalog, "object_id", place).values;
  const kinds = requireColumn(catalog, "obj_type", place).values;
  const [x, y] = [requireNumbers(catalog, "x", place), requireNumbers(catalog, "y", place)];
  const [ra, dec, flux, realized, mag] = (["ra", "dec", "flux", "realized_flux", "mag"] as const).map((name) =>
    numbersOf(catalog, name),
  );
  const sources: TruthSource[] = [];
  const short = shortRows(catalog);
  for (let row = 0; row < catalog.rowCount; row++) {
    if (kinds[row] !== TRANSIENT || short.has(row)) continue;
    sources.push({
      truthId: `${ids[row]}_ou`,
      kind: "ou",
      x: x[row]!,
      y: y[row]!,
      raDeg: ra?.[row] ?? Number.NaN,
      decDeg: dec?.[row] ?? Number.NaN,
      flux: flux?.[row] ?? Number.NaN,
      realizedFlux: realized?.[row] ?? Number.NaN,
      mag: mag?.[row] ?? Number.NaN,
    });
  }
  return sources;
}

function numbersOf(catalog: Catalog, name: string): Float64Array | null {
  const column = catalog.columns.find((one) => one.name === name);
  if (column === undefined || Array.isArray(column.values)) return null;
  const { values, isNull } = column;
  if (values instanceof Float64Array && isNull === null) return values;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < numbers.length; row++) numbers[row] = isNull?.[row] === 1 ? Number.NaN : Number(values[row]);
  return numbers;
}

function requireNumbers(catalog: Catalog, name: string, place: string): Float64Array {
  const values = numbersOf(catalog, name);
  if (values !== null) return values;
  const found = `columns ${catalog.columns.map((column) => column.name).join(", ")}`;
  throw new MalformedFileError({ place, found, expected: `numbers in a column ${name}` });
}

function requireColumn(catalog: Catalog, name: string, place: string): CatalogColumn {
  const column = catalog.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const found = `columns ${catalog.columns.map((one) => one.name).join(", ")}`;
  throw new MalformedFileError({ place, found, expected: `a column ${name}` });
}
