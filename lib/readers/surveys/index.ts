// The door of the survey readers: headers of a file → which exposure, which detectors.

import type { FitsFile } from "../fits";
import { generic } from "./generic";
import { gmos } from "./gmos";
import { hsc } from "./hsc";
import { requireDetectorImage, unsupported } from "./images";
import { kast } from "./kast";
import { latiss } from "./latiss";
import { lsstExposure } from "./lsst-exposure";
import { lsstcam } from "./lsstcam";
import { lsstcomcam } from "./lsstcomcam";
import { romanRapid } from "./roman-rapid";
import { rulesApply, type SurveyRules } from "./survey-rules";
import type { ExposureFacts, SurveyReader, TranslatedFile } from "./translated";
import { ts8 } from "./ts8";

export { exposureIdOf } from "./exposure-ids";
export { type ExposureSpelling, parseExposureSpelling } from "./exposure-spelling";
export { hscAmplifiers } from "./hsc";
export { parseSection, type RawSections, rawSections } from "./iraf-sections";
export { kastColumns } from "./kast";
export { lsstPhysicalTypeOf, scaledSegmentSize, segmentHdus } from "./lsst-segments";
export { findExposurePlanes, maskBits } from "./planes";
export { parseSurveyRules, type SurveyRules } from "./survey-rules";
export type { ExposureFacts, ProductType, TranslatedFile, TranslatedImage } from "./translated";

/** Longer names are cut: they become folders. */
const MAX_NAME_LENGTH = 64;
/** Largest integers of the database's columns. */
const MOST_COUNT = 2 ** 31 - 1;
const MOST_ID = 2n ** 63n - 1n;

/** Asked in this order; the generic reader takes what is left. */
const READERS: SurveyReader[] = [hsc, lsstExposure, ts8, latiss, lsstcomcam, lsstcam, kast, gmos, romanRapid, generic];

/**
 * Tells which exposure and which detectors a file holds. Reads headers only. Instrument and detector names come with what
 * is not fit for an address or a folder replaced by _.
 *
 * @param file an open file
 * @param path relative to the mount, with forward slashes: some facts are in names
 * @param rules of the mount; where they apply, the generic reader uses them instead of the survey readers
 * @returns the translation; `exposure.missing` names the facts that the file does not tell
 * @throws UnsupportedFormatError when the file holds no image of a detector, or lacks a fact that it needs
 */
export function translateFile(file: FitsFile, path: string, rules: SurveyRules | null = null): TranslatedFile {
  requireDetectorImage(file, path);
  const applicable = rulesApply(rules, path) ? rules : null;
  const survey = { fits: file, path, rules: applicable };
  const reader = applicable ? generic : READERS.find((candidate) => candidate.recognises(survey));
  return withSafeNames(withSafeNumbers((reader ?? generic).translate(survey), path));
}

/** What a header may claim is more than a row can hold: an image beyond is refused, a fact beyond is missing. */
function withSafeNumbers(file: TranslatedFile, path: string): TranslatedFile {
  for (const { hdu, width, height, detector } of file.images) {
    if ([width, height].every((side) => isCount(side) && side > 0) && isCount(detector)) continue;
    throw unsupported(
      path,
      `HDU ${hdu}: detector ${detector} of ${width} x ${height} pixels`,
      "an image of a detector",
    );
  }
  const { exposure } = file;
  if (exposure.exposureId < -MOST_ID || exposure.exposureId > MOST_ID) {
    throw unsupported(path, `exposure ${exposure.exposureId}`, "a number of at most 18 digits");
  }
  const facts = { ...exposure, missing: [...exposure.missing] };
  for (const name of ["dayObs", "seqNum"] as const) {
    if (facts[name] !== null && !isCount(facts[name])) dropFact(facts, name);
  }
  for (const name of ["mjdMid", "exposureTimeSeconds"] as const) {
    if (facts[name] !== null && !Number.isFinite(facts[name])) dropFact(facts, name);
  }
  return { ...file, exposure: facts };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MOST_COUNT;
}

function dropFact(facts: ExposureFacts, name: "dayObs" | "seqNum" | "mjdMid" | "exposureTimeSeconds"): void {
  facts.missing.push(`${name}: ${facts[name]} in the header, which cannot be`);
  facts[name] = null;
}

/** Names go into addresses and folders: letters, digits and + - _ . only, none at the beginning but letters and digits. */
function withSafeNames(file: TranslatedFile): TranslatedFile {
  return {
    ...file,
    exposure: { ...file.exposure, instrument: safeName(file.exposure.instrument) },
    images: file.images.map((image) => ({ ...image, detectorName: safeName(image.detectorName) })),
  };
}

function safeName(name: string): string {
  const safe = name
    .trim()
    .replaceAll(/[^A-Za-z0-9+._-]+/g, "_")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, MAX_NAME_LENGTH);
  return safe || "unknown";
}
