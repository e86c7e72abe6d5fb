// The door of the survey readers: headers of a file → which exposure, which detectors.

import type { FitsFile } from "../fits";
import { generic } from "./generic";
import { gmos } from "./gmos";
import { hsc } from "./hsc";
import { requireDetectorImage } from "./images";
import { kast } from "./kast";
import { latiss } from "./latiss";
import { lsstExposure } from "./lsst-exposure";
import { lsstcam } from "./lsstcam";
import { lsstcomcam } from "./lsstcomcam";
import { romanRapid } from "./roman-rapid";
import { rulesApply, type SurveyRules } from "./survey-rules";
import type { SurveyReader, TranslatedFile } from "./translated";
import { ts8 } from "./ts8";

export { exposureIdOf, splitExposureId } from "./exposure-ids";
export { type ExposureSpelling, parseExposureSpelling } from "./exposure-spelling";
export { hscAmplifiers } from "./hsc";
export { parseSection, type RawSections, rawSections } from "./iraf-sections";
export { kastColumns } from "./kast";
export { lsstPhysicalTypeOf, segmentHdus } from "./lsst-segments";
export { findExposurePlanes, maskBits } from "./planes";
export { parseSurveyRules, type SurveyRules } from "./survey-rules";
export type { ExposureFacts, ProductType, TranslatedFile, TranslatedImage } from "./translated";

/** Longer names are cut: they become folders. */
const MAX_NAME_LENGTH = 64;

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
  return withSafeNames((reader ?? generic).translate(survey));
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
