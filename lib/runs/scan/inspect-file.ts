// Looks into one file of a mount: headers only, translated to what the file is.

import { createHash } from "node:crypto";
import { basename, extname } from "node:path/posix";
import type { FileToSave, ImageToSave } from "@/lib/database/save-scan";
import { isAnnulusError, UnsupportedFormatError } from "@/lib/errors";
import { openMountedFile } from "@/lib/files/byte-source";
import type { FoundFile } from "@/lib/files/walk";
import { type FitsFile, openFits } from "@/lib/readers/fits";
import { type ExposureFacts, type SurveyRules, translateFile } from "@/lib/readers/surveys";
import { isJobFile } from "../difference/job-folders";

const FITS_EXTENSIONS = new Set([".fits", ".fit", ".fts", ".fz"]);

/** What a file turned out to be. Its state is "new"; the scan compares it with what was known. */
export interface InspectedFile {
  file: FileToSave;
  exposure: ExposureFacts | null;
  images: ImageToSave[];
}

/**
 * Whether a file's name says FITS: .fits, .fit, .fts or .fz, each also with .gz behind it.
 *
 * @param path relative to the mount
 * @returns true when it is worth opening
 */
export function isFitsName(path: string): boolean {
  const lower = path.toLowerCase();
  return FITS_EXTENSIONS.has(extname(lower.endsWith(".gz") ? lower.slice(0, -3) : lower));
}

/**
 * Checksum of an image: changes when size, time of change or headers of its file do.
 *
 * @param found size and time on the disk
 * @param headerChecksum from headerChecksumOf
 * @returns 64 hexadecimal digits
 */
export function imageChecksum(found: Pick<FoundFile, "bytes" | "modifiedAt">, headerChecksum: string): string {
  const text = `${found.bytes} ${found.modifiedAt.getTime()} ${headerChecksum}`;
  return createHash("sha256").update(text).digest("hex");
}

/**
 * sha256 of the header bytes of all HDUs.
 *
 * @param file opened
 * @returns 64 hexadecimal digits
 */
export function headerChecksumOf(file: FitsFile): string {
  const hash = createHash("sha256");
  for (const { headerBytes } of file.hdus) hash.update(headerBytes);
  return hash.digest("hex");
}

/**
 * Open a file and read its headers. A file that cannot be read or understood is an answer, not a failure:
 * state unreadable or unsupported, with the reason.
 *
 * @param root of the mount
 * @param found as the walk gave it
 * @param rules of the mount for the generic reader
 * @returns the file, its exposure and its images
 */
export async function inspectFile(root: string, found: FoundFile, rules: SurveyRules | null): Promise<InspectedFile> {
  const unknown: FileToSave = {
    path: found.path,
    bytes: found.bytes,
    modifiedAt: found.modifiedAt,
    headerChecksum: null,
    state: "unsupported",
    reason: null,
    survey: null,
    hduCount: null,
  };
  // pixels of a job are reached through it: its science image is listed as an exposure where it lies by itself
  if (isJobFile(found.path, basename(root))) {
    return refused({ ...unknown, state: "new", survey: "rapid-job" });
  }
  if (!isFitsName(found.path)) {
    const ending = extname(found.path) || "no extension";
    return refused({ ...unknown, reason: `not a FITS file by its name: ${ending}, expected .fits, .fit, .fts or .fz` });
  }
  try {
    return await readFile(root, found, rules, unknown);
  } catch (error) {
    const isUnsupported = error instanceof UnsupportedFormatError;
    return refused({ ...unknown, state: isUnsupported ? "unsupported" : "unreadable", reason: reasonOf(error) });
  }
}

/** One file that brings a reader to fall must not stop the scan of the others: its error is its reason. */
function reasonOf(error: unknown): string {
  if (isAnnulusError(error)) return error.message;
  console.error(error);
  return `fault of the program while reading it: ${error instanceof Error ? error.message : String(error)}`;
}

function refused(file: FileToSave): InspectedFile {
  return { file, exposure: null, images: [] };
}

async function readFile(
  root: string,
  found: FoundFile,
  rules: SurveyRules | null,
  unknown: FileToSave,
): Promise<InspectedFile> {
  const source = await openMountedFile(root, found.path);
  try {
    const opened = await openFits(source);
    const headerChecksum = headerChecksumOf(opened);
    const known = { ...unknown, headerChecksum, hduCount: opened.hdus.length };
    try {
      return translated(opened, found, rules, known);
    } catch (error) {
      if (!(error instanceof UnsupportedFormatError)) throw error;
      return refused({ ...known, reason: [error.message, ...problemsOf(opened)].join("; ") });
    }
  } finally {
    await source.close();
  }
}

function translated(
  opened: FitsFile,
  found: FoundFile,
  rules: SurveyRules | null,
  known: FileToSave & { headerChecksum: string },
): InspectedFile {
  const { survey, exposure, images } = translateFile(opened, found.path, rules);
  const problems = problemsOf(opened);
  const checksum = imageChecksum(found, known.headerChecksum);
  const file: FileToSave = {
    ...known,
    survey,
    // a broken tail is told, but the images before it are good
    state: images.length === 0 ? "unreadable" : "new",
    reason: problems.length === 0 ? null : problems.join("; "),
  };
  const rows = images.map((image): ImageToSave => {
    const { detector, detectorName, productType, hdu, width, height } = image;
    const { instrument, exposureId } = exposure;
    const place = { path: found.path, hdu, bytes: found.bytes, checksum };
    return { ...place, instrument, exposureId, detector, detectorName, productType, width, height };
  });
  return { file, exposure, images: rows };
}

function problemsOf(file: FitsFile): string[] {
  return file.problems.map((problem) => `${problem.place}: ${problem.found}, expected ${problem.expected}`);
}
