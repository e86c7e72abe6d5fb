// Which exposure and which detector a file is of, when no survey's own rule says so.

import { findCamera, findDetector } from "@/lib/cameras";
import { dateNumber, dayObsOf, isCalendarDay } from "./dates";
import { exposureIdOf, exposureIdOfPath, SEQUENCE_NUMBERS_PER_DAY, splitExposureId } from "./exposure-ids";
import { findCount, findText, findTimes, type Headers } from "./headers";
import { baseName } from "./images";

/** Number of an exposure and how it came about. */
export interface ExposureIdentity {
  exposureId: bigint;
  dayObs: number | null;
  seqNum: number | null;
  /** "exposureId: ..." when no header gives a number */
  missing: string[];
}

/**
 * Numbers an exposure. The first of these that exists:
 *
 * 1. a number of the exposure in the header (EXPID, IDNUM, EXPNUM, EXPOSURE_ID, VISIT);
 * 2. night and number of the header (DAYOBS or a date, with SEQNUM, OBSNUM, FRAMENO ...): YYYYMMDDnnnnn;
 * 3. a date with a time of day: YYYYMMDDsssss, seconds since the noon (UTC) at which the night began;
 * 4. the last number in the file's name that no letter follows, behind the date when the header has one without a time;
 * 5. a hash of the path relative to the mount (16 digits that begin with 4).
 *
 * @param headers of the image
 * @param path relative to the mount
 * @returns the identity, the same for the same file at every scan
 */
export function identifyExposure(headers: Headers, path: string): ExposureIdentity {
  const begin = findTimes(headers).begin;
  const dayOfHeader = Number(findText(headers, "DAYOBS", "DAY_OBS")?.replaceAll("-", ""));
  const dayOfDate = begin ? (begin.hasTime ? dayObsOf(begin.mjd) : dateNumber(begin.mjd)) : null;
  const dayObs = isCalendarDay(dayOfHeader) ? dayOfHeader : dayOfDate;
  const seqNum = findCount(headers, "SEQNUM", "SEQ_NUM", "OBSNUM", "FRAMENO", "FRAMENUM", "RUNNO", "IMGNUM");
  const inNight = seqNum !== null && seqNum < SEQUENCE_NUMBERS_PER_DAY ? seqNum : null;
  const own = findCount(headers, "EXPID", "IDNUM", "EXPNUM", "EXPOSURE_ID", "VISIT");
  if (own !== null && own > 0) return ofOwnNumber(BigInt(own), dayObs, inNight);
  if (dayObs !== null && inNight !== null) {
    return { exposureId: exposureIdOf(dayObs, inNight), dayObs, seqNum: inNight, missing: [] };
  }
  if (dayObs !== null && begin?.hasTime) {
    const seconds = Math.floor((begin.mjd - 0.5 - Math.floor(begin.mjd - 0.5)) * 86400 + 1e-4);
    const missing = ["seqNum: no number in the header; the exposure is numbered by its time"];
    return { exposureId: exposureIdOf(dayObs, Math.min(seconds, 86399)), dayObs, seqNum: null, missing };
  }
  return ofFileName(path, dayObs);
}

function ofOwnNumber(exposureId: bigint, dayObs: number | null, seqNum: number | null): ExposureIdentity {
  const split = splitExposureId(exposureId);
  const isNightly = split !== null && isCalendarDay(split.dayObs);
  const night = isNightly ? split : { dayObs, seqNum };
  return { exposureId, dayObs: night.dayObs, seqNum: night.seqNum, missing: [] };
}

function ofFileName(path: string, dayObs: number | null): ExposureIdentity {
  const number = Number(
    baseName(path)
      .replace(DETECTOR_IN_NAME, " ")
      .match(/\d{1,15}(?![\dA-Za-z])(?!.*\d(?![\dA-Za-z]))/)?.[0],
  );
  if (!Number.isSafeInteger(number) || number === 0) {
    const missing = ["exposureId: neither header nor file name number the exposure; made from the path"];
    return { exposureId: exposureIdOfPath(path), dayObs, seqNum: null, missing };
  }
  const missing = ["exposureId: no number in the header; taken from the file name"];
  if (dayObs !== null && number < SEQUENCE_NUMBERS_PER_DAY) {
    return { exposureId: exposureIdOf(dayObs, number), dayObs, seqNum: number, missing };
  }
  return { exposureId: BigInt(number), dayObs, seqNum: null, missing };
}

/** No camera has more; a larger number in a header means something else. */
const MAX_DETECTOR = 99_999;

/** ccd12, det094, SCA07, R22_S11 in a file's name. */
const DETECTOR_IN_NAME = /(?<![a-z])(?:ccd|det|detector|sca|chip|wfi)[-_]?(\d{1,3})(?!\d)|R\d\d_S\w\d/i;

/**
 * The detector of an image.
 *
 * @param instrument whose camera is asked for names
 * @param headers of the image
 * @param path whose name is asked last
 * @returns id and name; null when nothing tells
 */
export function identifyDetector(
  instrument: string,
  headers: Headers,
  path: string,
): { detector: number; detectorName: string } | null {
  const camera = findCamera(instrument);
  const byId = (id: number) => (camera ? findDetector(camera, id) : null);
  const number = findCount(
    headers,
    "LSST BUTLER DATAID DETECTOR",
    "DETNUM",
    "CCDNUM",
    "DET-ID",
    "DET_ID",
    "SCA_NUM",
    "CHIPID",
  );
  if (number !== null && number <= MAX_DETECTOR)
    return { detector: number, detectorName: byId(number)?.name ?? String(number) };
  const [raft, slot] = [findText(headers, "RAFTBAY"), findText(headers, "CCDSLOT")];
  const names = [findText(headers, "DETNAME", "CCDNAME", "DETPOS"), raft && slot ? `${raft}_${slot}` : null];
  names.push(/R\d\d_S\w\d/.exec(baseName(path))?.[0] ?? null);
  for (const name of names) {
    const known = name && camera ? findDetector(camera, name) : null;
    if (known) return { detector: known.id, detectorName: known.name };
  }
  const inName = DETECTOR_IN_NAME.exec(baseName(path))?.[1];
  const counted = names[0]?.match(/(\d{1,4})\D*$/)?.[1] ?? inName;
  if (counted === undefined) return null;
  return { detector: Number(counted), detectorName: names[0] ?? byId(Number(counted))?.name ?? counted };
}
