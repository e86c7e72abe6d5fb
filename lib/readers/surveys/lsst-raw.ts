// Raw files of the LSST cameras: facts in the primary header, then one image HDU an amplifier. Keywords as the cameras write
// them (LSE-400 and the translators of lsst/obs_lsst).

import { findCamera, findDetector, lsstSensorSize } from "@/lib/cameras";
import { dayObsOf, isCalendarDay } from "./dates";
import { exposureIdOf } from "./exposure-ids";
import {
  bandOf,
  type ExposureTimes,
  findCount,
  findText,
  findTimes,
  type Headers,
  headersOf,
  listMissing,
} from "./headers";
import { unsupported } from "./images";
import { lsstPhysicalTypeOf, scaledSegmentSize, segmentHdus } from "./lsst-segments";
import type { ExposureFacts, SurveyFile, TranslatedFile, TranslatedImage } from "./translated";

/** What tells one LSST camera's raw files from another's. */
export interface LsstRawSurvey {
  name: string;
  instrument: string;
  /** the detector's name; throws UnsupportedFormatError when the headers do not tell */
  detectorNameOf: (headers: Headers, path: string) => string;
}

/**
 * True for a raw file of any LSST camera: it has amplifier segments.
 *
 * @param file the file
 * @returns whether there is at least one HDU SegmentNN
 */
export function isLsstRaw({ fits }: SurveyFile): boolean {
  return segmentHdus(fits).size > 0;
}

/**
 * True when a header names the instrument or the camera code.
 *
 * @param file the file
 * @param instruments names of INSTRUME in lower case
 * @param cameraCode TELCODE, CAMCODE or the first two letters of OBSID
 * @returns whether one of them matches
 */
export function isLsstCamera({ fits }: SurveyFile, instruments: string[], cameraCode: string): boolean {
  const headers = headersOf(fits);
  const instrument = findText(headers, "INSTRUME")?.toLowerCase().replace(/[\s_]/g, "") ?? "";
  const code = findText(headers, "TELCODE", "CAMCODE") ?? findText(headers, "OBSID")?.slice(0, 2);
  return instruments.includes(instrument) || code === cameraCode;
}

/**
 * Translates a raw file.
 *
 * @param file the file
 * @param survey which camera
 * @returns one exposure with one detector
 * @throws UnsupportedFormatError when detector, night or number are missing
 */
export function translateLsstRaw(file: SurveyFile, survey: LsstRawSurvey): TranslatedFile {
  const headers = headersOf(file.fits);
  const detectorName = survey.detectorNameOf(headers, file.path);
  const image = lsstRawImage(file, survey.instrument, detectorName);
  return { survey: survey.name, exposure: lsstExposureFacts(headers, survey.instrument, file.path), images: [image] };
}

/**
 * Name of a detector from raft bay and sensor slot.
 *
 * @param headers of the file
 * @param path for the message
 * @returns R22_S11
 * @throws UnsupportedFormatError when a keyword is missing
 */
export function nameFromBayAndSlot(headers: Headers, path: string): string {
  const [raft, sensor] = [findText(headers, "RAFTBAY"), findText(headers, "CCDSLOT")];
  if (raft && sensor) return `${raft}_${sensor}`;
  throw unsupported(path, "no RAFTBAY and CCDSLOT in the header", "the place of the detector in the camera");
}

/**
 * The detector of a raw file, with its assembled size.
 *
 * @param file the file
 * @param instrument which camera
 * @param detectorName R22_S11
 * @param detector id when the camera has no known geometry
 * @returns the image
 * @throws UnsupportedFormatError when the camera has no such detector or its kind is not known
 */
export function lsstRawImage(
  file: SurveyFile,
  instrument: string,
  detectorName: string,
  detector: number | null = null,
): TranslatedImage {
  const camera = findCamera(instrument);
  const id = camera ? (findDetector(camera, detectorName)?.id ?? null) : detector;
  if (id === null) throw unsupported(file.path, `detector ${detectorName}`, `a detector of ${instrument}`);
  const physicalType = lsstPhysicalTypeOf(file.fits, instrument, detectorName);
  if (physicalType === null) throw unsupported(file.path, "no LSST_NUM in the header", "a sensor made by E2V or ITL");
  const hdu = segmentHdus(file.fits).values().next().value?.index ?? 0;
  return {
    detector: id,
    detectorName,
    productType: "raw",
    hdu,
    ...lsstSensorSize(physicalType, scaledSegmentSize(file.fits)),
  };
}

/**
 * Facts of an LSST exposure from the headers of its raw file, which persisted exposures keep.
 *
 * @param headers of the file
 * @param instrument which camera
 * @param path for the message
 * @returns the facts
 * @throws UnsupportedFormatError when night or number are missing
 */
export function lsstExposureFacts(headers: Headers, instrument: string, path: string): ExposureFacts {
  const times = findTimes(headers);
  const obsid = parseObsid(findText(headers, "OBSID"));
  const { dayObs, seqNum } = nightAndNumber(headers, times, obsid);
  if (dayObs === null || seqNum === null) {
    throw unsupported(
      path,
      "no DAYOBS and SEQNUM, and no OBSID, in the header",
      "the night and number of the exposure",
    );
  }
  const controller = findText(headers, "CONTRLLR") ?? obsid?.controller ?? null;
  const facts = lsstDescription(headers, times);
  const disagrees = obsid !== null && (obsid.dayObs !== dayObs || obsid.seqNum !== seqNum);
  return {
    instrument,
    exposureId: exposureIdOf(dayObs, seqNum, controller),
    dayObs,
    seqNum,
    ...facts,
    label: obsid?.text ?? null,
    missing: [...facts.missing, ...(disagrees ? [`label: OBSID ${obsid.text} disagrees with DAYOBS and SEQNUM`] : [])],
  };
}

/**
 * What an LSST exposure was: type, filter, times, object.
 *
 * @param headers of the file
 * @param times as findTimes gives them
 * @returns the facts, and those that are missing
 */
export function lsstDescription(
  headers: Headers,
  times: ExposureTimes,
): Pick<
  ExposureFacts,
  "observationType" | "physicalFilter" | "band" | "mjdMid" | "exposureTimeSeconds" | "object" | "program" | "missing"
> {
  const filter = findText(headers, "LSST BUTLER DATAID PHYSICAL_FILTER", "FILTER", "FILTER1");
  const physicalFilter = filter === null || /^_?unknown_?$/i.test(filter) ? null : filter;
  const namedBand = findText(headers, "LSST BUTLER DATAID BAND", "FILTBAND");
  const band = namedBand && /^[ugrizy]$/.test(namedBand) ? namedBand : bandOf(physicalFilter);
  const observationType = lsstObservationType(findText(headers, "IMGTYPE", "OBSTYPE"));
  const object = findText(headers, "OBJECT");
  const program = findText(headers, "PROGRAM", "RUNNUM");
  return {
    observationType,
    physicalFilter,
    band,
    mjdMid: times.mjdMid,
    exposureTimeSeconds: times.exposureTimeSeconds,
    object,
    program,
    missing: listMissing([
      ["observationType", observationType, "no IMGTYPE in the header"],
      ["physicalFilter", physicalFilter, "no FILTER in the header"],
      ["band", band, physicalFilter === null ? "no FILTER in the header" : `filter ${physicalFilter} has no band`],
      ["mjdMid", times.mjdMid, "no date and exposure time in the header"],
      ["exposureTimeSeconds", times.exposureTimeSeconds, "no EXPTIME in the header"],
      ["object", object, "no OBJECT in the header"],
      ["program", program, "no PROGRAM or RUNNUM in the header"],
    ]),
  };
}

function lsstObservationType(text: string | null): string | null {
  const type = text?.toLowerCase() ?? null;
  if (type === null || type === "unknown") return null;
  return type === "skyexp" || type === "object" ? "science" : type;
}

interface Obsid {
  text: string;
  controller: string;
  dayObs: number;
  seqNum: number;
}

function parseObsid(text: string | null): Obsid | null {
  const match = text?.match(/^[A-Z0-9]{2}_([A-Z])_(\d{8})_(\d{6})$/);
  return match ? { text: match[0], controller: match[1]!, dayObs: Number(match[2]), seqNum: Number(match[3]) } : null;
}

function nightAndNumber(
  headers: Headers,
  times: ExposureTimes,
  obsid: Obsid | null,
): { dayObs: number | null; seqNum: number | null } {
  const dayText = findText(headers, "DAYOBS")?.replaceAll("-", "") ?? "";
  const dayOfHeader = /^\d{8}$/.test(dayText) && isCalendarDay(Number(dayText)) ? Number(dayText) : null;
  const dayOfDate = times.begin?.hasTime ? dayObsOf(times.begin.mjd) : null;
  const seqNum = findCount(headers, "SEQNUM") ?? obsid?.seqNum ?? null;
  return {
    dayObs: dayOfHeader ?? obsid?.dayObs ?? dayOfDate,
    seqNum: seqNum !== null && seqNum < 100_000 ? seqNum : null,
  };
}
