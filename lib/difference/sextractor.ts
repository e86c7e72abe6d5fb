// SExtractor's catalogue of a difference image, where a job has one: what RAPID's cuts are made of (elongation, aperture fluxes).

import { isAnnulusError, MalformedFileError } from "@/lib/errors";
import { type Catalog, readCatalog } from "@/lib/readers/catalogs";
import type { Candidate } from "./candidate";
import { filesOf, type JobFile, type JobFolder, type JobNote, openJobFile } from "./job-folder";
import { matchMutualNearest } from "./match";
import { pointsOf } from "./point-grid";
import type { Algorithm } from "./roles";
import { noteProblems, withWholeRows } from "./whole-rows";

/** A source of SExtractor. NaN where its catalogue has no number. */
export interface SextractorSource {
  /** pixels, 0-based: windowed position where there is one; the file counts from 1 */
  x: number;
  y: number;
  flags: number;
  elongation: number;
  fwhmPx: number;
  /** flux over its error within 3 px diameter */
  snrAperture3: number;
  /** flux within 3 px over flux within 6 px diameter */
  fluxRatio: number;
}

/** A source of SExtractor at a candidate. */
export interface SextractorMatch {
  source: SextractorSource;
  separationPx: number;
}

const COLUMNS = ["XWIN_IMAGE", "YWIN_IMAGE", "X_IMAGE", "Y_IMAGE", "FLAGS", "ELONGATION", "FWHM_IMAGE"];
const VECTORS = ["FLUX_APER", "FLUXERR_APER"];
/** RAPID's apertures are 2, 3, 4, 6, 10 and 14 px wide: places of 3 and 6 px. */
const APERTURE_3 = 1;
const APERTURE_6 = 3;

/**
 * Reads SExtractor's catalogue of an algorithm.
 *
 * @param job the folder
 * @param algorithm which difference image
 * @param notes gets a broken file
 * @returns its sources; null where there is no catalogue, which not every job has
 */
export async function readSextractorSources(
  job: JobFolder,
  algorithm: Algorithm,
  notes: JobNote[],
): Promise<SextractorSource[] | null> {
  for (const file of filesOf(job, { role: "sextractor", algorithm })) {
    try {
      return await readSources(job, file, notes);
    } catch (error) {
      if (!isAnnulusError(error)) throw error;
      notes.push({
        kind: "broken",
        found: error.message,
        cost: `SExtractor's columns of ${algorithm.toUpperCase()} not measured`,
      });
    }
  }
  return null;
}

/**
 * Gives each candidate the source that is nearest to its detection of an algorithm, mutually, within the radius.
 *
 * @param candidates of a job; changed in place
 * @param algorithm whose detections
 * @param sources of the same difference image
 * @param radius px, included
 */
export function attachSextractor(
  candidates: readonly Candidate[],
  algorithm: Algorithm,
  sources: readonly SextractorSource[],
  radius: number,
): void {
  const own = candidates.flatMap((candidate) => {
    const detection = candidate[algorithm];
    return detection === null ? [] : [{ candidate, x: detection.x, y: detection.y }];
  });
  for (const { a, b, separation } of matchMutualNearest(pointsOf(own), pointsOf(sources), radius)) {
    own[a]!.candidate.sextractor[algorithm] = { source: sources[b]!, separationPx: separation };
  }
}

async function readSources(job: JobFolder, file: JobFile, notes: JobNote[]): Promise<SextractorSource[]> {
  const source = await openJobFile(job, file);
  try {
    const asRead = await readCatalog(source, { columns: [...COLUMNS, ...VECTORS] });
    await noteProblems(source, asRead, notes);
    const catalog = withWholeRows(asRead);
    if (catalog.rowCount === 0) notes.push({ kind: "strange", found: `${file.name} has no rows`, cost: null });
    const [x, y] = [numbersOf(catalog, "XWIN_IMAGE", "X_IMAGE"), numbersOf(catalog, "YWIN_IMAGE", "Y_IMAGE")];
    if (x === null || y === null) {
      const found = `columns ${catalog.columns.map(({ name }) => name).join(", ") || "of other names"}`;
      throw new MalformedFileError({
        place: file.name,
        found,
        expected: "XWIN_IMAGE and YWIN_IMAGE, or X_IMAGE and Y_IMAGE",
      });
    }
    const [flags, elongation, fwhm] = ["FLAGS", "ELONGATION", "FWHM_IMAGE"].map((name) => numbersOf(catalog, name));
    const [flux, error] = VECTORS.map((name) => apertureReader(catalog, name));
    return Array.from({ length: catalog.rowCount }, (_, row) => ({
      x: x[row]! - 1,
      y: y[row]! - 1,
      flags: flags?.[row] ?? Number.NaN,
      elongation: elongation?.[row] ?? Number.NaN,
      fwhmPx: fwhm?.[row] ?? Number.NaN,
      snrAperture3: flux!(row, APERTURE_3) / error!(row, APERTURE_3),
      fluxRatio: flux!(row, APERTURE_3) / flux!(row, APERTURE_6),
    }));
  } finally {
    await source.close();
  }
}

function numbersOf(catalog: Catalog, ...names: string[]): Float64Array | null {
  for (const name of names) {
    const column = catalog.columns.find((one) => one.name === name);
    if (column === undefined || Array.isArray(column.values)) continue;
    const numbers = new Float64Array(column.values.length);
    for (let i = 0; i < numbers.length; i++)
      numbers[i] = column.isNull?.[i] === 1 ? Number.NaN : Number(column.values[i]);
    return numbers;
  }
  return null;
}

/** Cells of a vector of RAPID's six apertures; NaN for any other number of them. */
function apertureReader(catalog: Catalog, name: string): (row: number, aperture: number) => number {
  const numbers = numbersOf(catalog, name);
  const shape = catalog.columns.find((one) => one.name === name)?.cellShape;
  if (numbers === null || shape?.[0] !== 6) return () => Number.NaN;
  return (row, aperture) => numbers[row * 6 + aperture] ?? Number.NaN;
}
