// What the headers of a job say about its exposure. Absent facts stay null: none is taken from elsewhere but the file's name.

import { isAnnulusError } from "@/lib/errors";
import { type FitsFile, type Header, openFits } from "@/lib/readers/fits";
import { filesOf, type JobFile, type JobFolder, type JobNote, openJobFile } from "./job-folder";

/** Facts of a job's science image. */
export interface JobFacts {
  /** H158 */
  filter: string | null;
  zeropointMag: number | null;
  /** ZPTMAG of the injected science image: the only one that the published pipeline looks at */
  publishedZeropointMag: number | null;
  mjd: number | null;
  sca: number | null;
  /** tile of the survey's sky, of the reference image's header */
  field: string | null;
  exposureTimeSeconds: number | null;
  /** number of the pointing, of the file's name */
  pointing: string | null;
}

/** of the Wide Field Instrument */
const DETECTORS = 18;
/** what a number of a header can be, both ends included; beyond them it is no day, no time */
const LIMITS = { "MJD-OBS": [0, 1e6], EXPTIME: [1e-3, 1e7] } as const;

const COSTS: Record<keyof JobFacts, string> = {
  filter: "filter not known",
  zeropointMag: "magnitudes of truth stay instrumental, and no truth is too faint for the published rule",
  publishedZeropointMag: "no truth is too faint for the published rule",
  mjd: "no place in a light curve",
  sca: "detector not known",
  field: "field not known",
  exposureTimeSeconds: "exposure time not known",
  pointing: "pointing not known",
};

/**
 * Reads the facts of a job from the reformatted science image, else from the background-subtracted one; filter, SCA and pointing from a
 * file's name where no header has them; the field from any of the images.
 *
 * @param job the folder
 * @param notes gets what is absent, and what contradicts itself
 * @returns the facts
 */
export async function readJobFacts(job: JobFolder, notes: JobNote[]): Promise<JobFacts> {
  const [science] = filesOf(job, { role: "science" });
  const [subtracted] = filesOf(job, { role: "science-subtracted" });
  const references = (["reference-gain-matched", "reference-resampled", "reference"] as const).flatMap((role) =>
    filesOf(job, { role }),
  );
  const scienceHeaders = await readHeaders(job, [science, subtracted], notes);
  const fieldHeaders = [...scienceHeaders, ...(await readHeaders(job, references, []))];
  const named = job.files.find(({ exposure }) => exposure !== null)?.exposure ?? null;
  const isInjected = science?.isInjected === true && science.name === scienceHeaders[0]?.file;
  const facts: JobFacts = {
    filter: findText(scienceHeaders, "FILTER") ?? named?.filter ?? null,
    zeropointMag: findNumber(scienceHeaders, "ZPTMAG"),
    publishedZeropointMag: isInjected ? findNumber(scienceHeaders.slice(0, 1), "ZPTMAG") : null,
    mjd: findPlausible(scienceHeaders, "MJD-OBS", notes),
    sca: detectorOf(findNumber(scienceHeaders, "SCA_NUM", "SCA"), named, notes),
    field: findText(fieldHeaders, "FIELD"),
    exposureTimeSeconds: findPlausible(scienceHeaders, "EXPTIME", notes),
    pointing: named?.pointing ?? null,
  };
  noteAbsent(facts, [...scienceHeaders, ...fieldHeaders], notes);
  noteContradictions(facts, named, notes);
  return facts;
}

/** The camera has detectors 1 to 18: another number of a header is none. */
function detectorOf(found: number | null, named: JobFile["exposure"], notes: JobNote[]): number | null {
  if (found === null || (Number.isInteger(found) && found >= 1 && found <= DETECTORS))
    return found ?? named?.sca ?? null;
  const cost = named === null ? COSTS.sca : `SCA ${named.sca} of the file's name counts`;
  notes.push({ kind: "strange", found: `SCA_NUM ${found} in the header, expected 1 to ${DETECTORS}`, cost });
  return named?.sca ?? null;
}

/** A number beyond its limits is told and left out: no page could put it on a calendar. */
function findPlausible(headers: readonly FileHeader[], keyword: keyof typeof LIMITS, notes: JobNote[]): number | null {
  const found = findNumber(headers, keyword);
  const [least, most] = LIMITS[keyword];
  if (found === null || (found >= least && found <= most)) return found;
  const cost = keyword === "EXPTIME" ? COSTS.exposureTimeSeconds : COSTS.mjd;
  notes.push({ kind: "strange", found: `${keyword} ${found} in the header, expected ${least} to ${most}`, cost });
  return null;
}

function noteAbsent(facts: JobFacts, headers: readonly FileHeader[], notes: JobNote[]): void {
  const keywords = {
    filter: "FILTER",
    zeropointMag: "ZPTMAG",
    mjd: "MJD-OBS",
    sca: "SCA_NUM",
    field: "FIELD",
  } as const;
  for (const key of ["filter", "zeropointMag", "mjd", "sca", "field"] as const) {
    if (facts[key] !== null) continue;
    const text = findText(headers, keywords[key]);
    if (text === null) notes.push({ kind: "absent", found: `no ${keywords[key]} in the headers`, cost: COSTS[key] });
    else if (findNumber(headers, keywords[key]) === null) {
      const found = `${keywords[key]} ${JSON.stringify(text)} in the header, expected a number`;
      notes.push({ kind: "strange", found, cost: COSTS[key] });
    }
  }
}

function noteContradictions(facts: JobFacts, named: JobFile["exposure"], notes: JobNote[]): void {
  if (named === null) return;
  if (facts.filter !== null && facts.filter.toUpperCase() !== named.filter) {
    const found = `FILTER ${facts.filter} in the header, ${named.filter} in the file's name`;
    notes.push({ kind: "strange", found, cost: "the header counts" });
  }
  if (facts.sca !== null && facts.sca !== named.sca) {
    const found = `SCA_NUM ${facts.sca} in the header, ${named.sca} in the file's name`;
    notes.push({ kind: "strange", found, cost: "the header counts" });
  }
}

interface FileHeader {
  file: string;
  header: Header;
}

async function readHeaders(
  job: JobFolder,
  files: readonly (JobFile | undefined)[],
  notes: JobNote[],
): Promise<FileHeader[]> {
  const headers: FileHeader[] = [];
  for (const file of files) {
    if (file === undefined) continue;
    try {
      await withFits(job, file, ({ hdus }) => {
        for (const { header } of hdus) headers.push({ file: file.name, header });
      });
    } catch (error) {
      if (!isAnnulusError(error)) throw error;
      notes.push({ kind: "broken", found: error.message, cost: `header of ${file.name} not read` });
    }
  }
  return headers;
}

/**
 * Opens a FITS file of a job for as long as `use` takes.
 *
 * @param job the folder
 * @param file which
 * @param use gets the open file
 * @returns what `use` returns
 * @throws FileUnreadableError, MalformedFileError as openFits
 */
export async function withFits<T>(job: JobFolder, file: JobFile, use: (fits: FitsFile) => T | Promise<T>): Promise<T> {
  const source = await openJobFile(job, file);
  try {
    return await use(await openFits(source));
  } finally {
    await source.close();
  }
}

function findText(headers: readonly FileHeader[], ...keywords: string[]): string | null {
  for (const keyword of keywords) {
    for (const { header } of headers) {
      const text = header.getText(keyword)?.trim();
      if (text) return text;
    }
  }
  return null;
}

function findNumber(headers: readonly FileHeader[], ...keywords: string[]): number | null {
  for (const keyword of keywords) {
    for (const { header } of headers) {
      const value = header.getNumber(keyword);
      if (value !== null) return value;
    }
  }
  return null;
}
