// Headers of an LSST persisted exposure (post-ISR): the raw file's facts in the primary HDU, then image, mask and variance
// planes told apart by EXTTYPE, mask bits by MP_ (lsst/afw, MaskedImageFitsReader; LSE-400 for the facts).

import type { CameraDetector } from "../cameras";
import { exposureIdOf } from "../readers/surveys";
import { MASK_PLANES } from "./mask-planes";

type Card = [keyword: string, value: string | number | bigint | boolean | null, comment?: string];

const MILLISECONDS_PER_DAY = 86_400_000;
const MJD_OF_UNIX_EPOCH = 40_587;
/** The Rubin night begins at 12 h UT; the simulated ones take darks from 18 h on. */
const FIRST_EXPOSURE_MILLISECONDS = 18 * 3_600_000;
const READOUT_SECONDS = 3;

const CAMERA_CODES: Record<string, string> = { LSSTCam: "MC", LSSTComCam: "CC", LATISS: "AT" };
const CONTROLLER = "O";

/** One exposure: camera, night, number in the night. */
export interface ExposureIdentity {
  instrument: string;
  /** YYYYMMDD */
  dayObs: number;
  seqNum: number;
  exposureTimeSeconds: number;
}

/**
 * Spelling of an exposure in file names.
 *
 * @param exposure camera, night and number
 * @returns MC_O_20250613_000222 for the LSST cameras, HSC_20250613_000222 for others
 */
export function exposureLabel(exposure: ExposureIdentity): string {
  const code = CAMERA_CODES[exposure.instrument];
  const prefix = code === undefined ? exposure.instrument : `${code}_${CONTROLLER}`;
  return `${prefix}_${exposure.dayObs}_${String(exposure.seqNum).padStart(6, "0")}`;
}

/**
 * Cards of the primary HDU.
 *
 * @param exposure which exposure
 * @param detector which detector
 * @param seed noted so that the file can be made again
 * @returns cards in the order of LSST's raw files
 */
export function primaryCards(exposure: ExposureIdentity, detector: CameraDetector, seed: number | string): Card[] {
  const times = exposureTimes(exposure);
  const code = CAMERA_CODES[exposure.instrument];
  const id = exposureIdOf(exposure.dayObs, exposure.seqNum);
  return [
    ["INSTRUME", exposure.instrument, "Instrument"],
    ...(code === undefined ? [] : lsstCards(exposure, detector, code)),
    ["DAYOBS", String(exposure.dayObs), "Night of the exposure"],
    ["SEQNUM", exposure.seqNum, "Number in the night"],
    ["DETECTOR", detector.id, "Detector id"],
    ["DETNAME", detector.name, "Detector name"],
    ["EXPID", id, "Exposure id"],
    ["IMGTYPE", "DARK", "Observation type"],
    ["OBJECT", "DARK"],
    ["PROGRAM", "SIMULATED", "Made by annulus simulate"],
    ["FILTER", "i_39", "Filter in the beam, shutter closed"],
    ["FILTBAND", "i", "Its band"],
    ["EXPTIME", exposure.exposureTimeSeconds, "[s] Exposure time"],
    ["DARKTIME", exposure.exposureTimeSeconds, "[s] Dark time"],
    ["TIMESYS", "TAI", "Time system"],
    ["DATE-BEG", times.begin.date, "Begin of the exposure"],
    ["DATE-AVG", times.middle.date, "Middle of the exposure"],
    ["DATE-END", times.end.date, "End of the exposure"],
    ["DATE-OBS", times.begin.date, "Begin of the exposure"],
    ["MJD-BEG", times.begin.mjd],
    ["MJD-AVG", times.middle.mjd],
    ["MJD-END", times.end.mjd],
    ["MJD-OBS", times.begin.mjd],
    ["EXPINFO_V", 2, "Version of the persisted exposure"],
    ["LSST BUTLER DATAID INSTRUMENT", exposure.instrument],
    ["LSST BUTLER DATAID EXPOSURE", id],
    ["LSST BUTLER DATAID DETECTOR", detector.id],
    ["LSST BUTLER DATASETTYPE", "post_isr_dark"],
    ["LSST ISR UNITS", "electron"],
    ["SIMSEED", String(seed), "Seed of the simulation"],
    ["AMPGRID", "SCALED", "Amplifiers cover the frame as the detector"],
  ];
}

/**
 * Cards of one plane.
 *
 * @param type what the plane is
 * @returns EXTTYPE and EXTNAME, the unit, and the bits of a mask
 */
export function planeCards(type: "IMAGE" | "MASK" | "VARIANCE"): Card[] {
  const cards: Card[] = [
    ["INHERIT", true],
    ["EXTTYPE", type],
    ["EXTNAME", type],
    ["LTV1", 0],
    ["LTV2", 0],
  ];
  if (type === "IMAGE") cards.push(["BUNIT", "electron", "Unit of the pixels"]);
  if (type === "VARIANCE") cards.push(["BUNIT", "electron2", "Unit of the pixels"]);
  if (type === "MASK") cards.push(...Object.entries(MASK_PLANES).map(([name, bit]): Card => [`MP_${name}`, bit]));
  return cards;
}

function lsstCards(exposure: ExposureIdentity, detector: CameraDetector, code: string): Card[] {
  const cards: Card[] = [
    ["CAMCODE", code, "Camera code"],
    ["CONTRLLR", CONTROLLER, "Controller"],
    ["OBSID", exposureLabel(exposure), "Exposure as the camera names it"],
  ];
  if (detector.raft !== null) cards.push(["RAFTBAY", detector.raft, "Raft"]);
  if (detector.sensor !== null) cards.push(["CCDSLOT", detector.sensor, "Place in the raft"]);
  if (detector.serial !== null) cards.push(["LSST_NUM", detector.serial, "Serial number"]);
  return cards;
}

type Instant = { date: string; mjd: number };

function exposureTimes(exposure: ExposureIdentity): { begin: Instant; middle: Instant; end: Instant } {
  const { dayObs, seqNum, exposureTimeSeconds } = exposure;
  const night = Date.UTC(Math.floor(dayObs / 10000), (Math.floor(dayObs / 100) % 100) - 1, dayObs % 100);
  const sinceFirst = seqNum * (exposureTimeSeconds + READOUT_SECONDS) * 1000;
  const begin = night + FIRST_EXPOSURE_MILLISECONDS + (sinceFirst % (MILLISECONDS_PER_DAY / 2));
  const end = begin + exposureTimeSeconds * 1000;
  return { begin: instant(begin), middle: instant((begin + end) / 2), end: instant(end) };
}

function instant(milliseconds: number): Instant {
  return {
    date: new Date(milliseconds).toISOString().replace("Z", ""),
    mjd: MJD_OF_UNIX_EPOCH + milliseconds / MILLISECONDS_PER_DAY,
  };
}
