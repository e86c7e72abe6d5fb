// The ways in which people write an exposure: in chats, file names, logbooks and queries.

import { isCalendarDay } from "./dates";
import { exposureIdOf, splitExposureId } from "./exposure-ids";

/** What a spelling tells; exposureId is there whenever instrument, night and number allow to know it. */
export interface ExposureSpelling {
  instrument?: string;
  exposureId?: bigint;
  /** YYYYMMDD */
  dayObs?: number;
  seqNum?: number;
  /** a survey's own name of the exposure: b21, MC_O_20250613_000222 */
  label?: string;
  /** R22_S11 */
  detectorName?: string;
  /** number of the detector in its camera, when it is not named */
  detector?: number;
}

/** What is known where somebody types: a bare sequence number means this night's. */
export interface SpellingContext {
  instrument?: string;
  dayObs?: number;
}

const CAMERA_CODES: Record<string, string> = { MC: "LSSTCam", CC: "LSSTComCam", AT: "LATISS", TS: "LSST-TS8" };
const INSTRUMENTS = [
  "LSSTCam",
  "LSSTComCam",
  "LATISS",
  "LSST-TS8",
  "DECam",
  "HSC",
  "RomanWFI",
  "Kast",
  "GMOS-N",
  "GMOS-S",
];
const MAX_LENGTH = 300;

/**
 * Understands an exposure as people write it:
 *
 * - 2025061300222, 3019103101985 (controller C), 20250613_00222, 20250613-222, 2025-06-13 222
 * - MC_O_20250613_000222, also with _R22_S11 and .fits; 7024032100720-R22-S11-det004
 * - day_obs=20250613 seq_num=222, dayObs: 2025-06-13, seqNum: 222, exposure=2025061300222 detector=94
 * - LSSTCam/2025061300222, LSSTCam 2025061300222 R22_S11, 2025061300222 94 (a detector), instrument='Goodman' visit=7
 * - /exposures/LSSTCam/2025061300222/R22_S11, also whole links
 * - 20250613, 2025-06-13 (the night alone), 222 (a number: of the night when the context has one, else an id)
 * - b21, r7 (Kast), S20190808S0048 (GMOS), HSC-0908120-056, HSCE00012345
 *
 * @param text what somebody typed or pasted
 * @param context the night and instrument on the page
 * @returns what it tells; null when it is no exposure
 */
export function parseExposureSpelling(text: string, context: SpellingContext = {}): ExposureSpelling | null {
  const pasted = /\/exposures\//.test(text) ? text.replace(/[?#].*$/s, "") : text;
  const trimmed = decoded(pasted.trim()).replace(/^["'`]|["'`]$/g, "");
  if (trimmed === "" || trimmed.length > MAX_LENGTH) return null;
  const instrument = namedInstrument(trimmed);
  const detector = namedDetector(trimmed);
  const rest = withoutDetectorAndInstrument(trimmed, instrument);
  const found = parseNamed(rest) ?? parseKeyed(rest) ?? parseNumbers(rest, context) ?? parseLabel(rest);
  const named: ExposureSpelling = { ...(instrument ? { instrument } : {}), ...detector };
  if (!found) return detector.detectorName !== undefined && rest.trim() === "" ? named : null;
  return { ...found, ...named };
}

/** Pasted links carry %20 and the like; a text that is no proper encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** One of ours in any case; any other behind `instrument=` or in a link. */
function namedInstrument(text: string): string | undefined {
  const known = INSTRUMENTS.find((name) => new RegExp(`(^|[^A-Za-z0-9])${name}(?=$|[/\\s:,='"?&])`, "i").test(text));
  const [, keyed, linked] = /\binstrument\s*[=:]\s*['"]?([\w+.-]+)|\/exposures\/([\w+.-]+)\//i.exec(text) ?? [];
  return known ?? keyed ?? linked;
}

function namedDetector(text: string): Pick<ExposureSpelling, "detector" | "detectorName"> {
  const name = /(?:^|[^A-Za-z0-9])(R\d\d)[_-]?(S[GW\d]\d)(?![A-Za-z0-9])/i.exec(text);
  if (name) return { detectorName: `${name[1]}_${name[2]}`.toUpperCase() };
  const linked = /\/exposures\/[^/]+\/\d+\/([A-Za-z][\w+.-]*)/i.exec(text);
  if (linked) return { detectorName: linked[1] };
  const number = /\bdetector\s*[=:]\s*['"]?(\d{1,3})\b/i.exec(text);
  return number ? { detector: Number(number[1]) } : {};
}

function withoutDetectorAndInstrument(text: string, instrument: string | undefined): string {
  const withoutInstrument = instrument
    ? text.replace(new RegExp(`(instrument\\s*[=:]\\s*)?['"]?${instrument.replaceAll(/[+.]/g, "\\$&")}['"]?`, "i"), " ")
    : text;
  return withoutInstrument
    .replace(/^(https?:\/\/[^/\s]+)?\/?exposures\//i, " ")
    .replace(/[_-]?R\d\d[_-]?S[GW\d]\d(?![A-Za-z0-9])/i, " ")
    .replace(/[-_ ]det\d{1,3}\b|\bdetector\s*[=:]\s*['"]?\s*(?:\d{1,3}\b)?['"]?/gi, " ")
    .replace(/(_guider)?(\.fits?)?(\.fz|\.gz)?\s*$/i, "")
    .replace(/[?&]/g, " ")
    .replace(/\b(and|exp|exposure|visit|expid|exposure_?id)(?:\b\s*[=:]?\s*|_(?=\d))/gi, " ")
    .replace(/^[\s/]+|[\s/]+$/g, "")
    .replace(/^(\d+)\/[A-Za-z][\w+.-]*$/, "$1");
}

/** MC_O_20250613_000222 */
function parseNamed(text: string): ExposureSpelling | null {
  const match = /^(?:.*\/)?([A-Za-z]{2})_([A-Za-z])_(\d{8})_(\d{1,6})$/.exec(text);
  if (!match) return null;
  const [code, controller] = [match[1]!.toUpperCase(), match[2]!.toUpperCase()];
  const night = nightly(Number(match[3]), Number(match[4]), controller);
  if (!night) return null;
  const label = `${code}_${controller}_${match[3]}_${match[4]!.padStart(6, "0")}`;
  return { ...(CAMERA_CODES[code] ? { instrument: CAMERA_CODES[code] } : {}), ...night, label };
}

/** day_obs=20250613 seq_num=222, in any order and spelling. */
function parseKeyed(text: string): ExposureSpelling | null {
  const day = /\bday_?obs\s*[=:]?\s*['"]?(\d{4})-?(\d\d)-?(\d\d)\b/i.exec(text);
  const number = /\bseq(?:_?num)?\s*[=:]?\s*(\d{1,5})\b/i.exec(text);
  if (!day && !number) return null;
  const dayObs = day ? Number(`${day[1]}${day[2]}${day[3]}`) : null;
  if (dayObs !== null && !isCalendarDay(dayObs)) return null;
  if (dayObs !== null && number) return nightly(dayObs, Number(number[1]), null);
  return dayObs === null ? { seqNum: Number(number![1]) } : { dayObs };
}

/** Night and number, night alone, whole id, or a bare number. */
function parseNumbers(text: string, context: SpellingContext): ExposureSpelling | null {
  const parts = /^(\d{4})(-?)(\d\d)\2(\d\d)(?:[\s_/,:#-]+(\d{1,6}))?$/.exec(text);
  if (parts) {
    const dayObs = Number(`${parts[1]}${parts[3]}${parts[4]}`);
    if (isCalendarDay(dayObs)) return parts[5] === undefined ? { dayObs } : nightly(dayObs, Number(parts[5]), null);
  }
  const [, id, detector] = /^(\d{1,18})(?:\s+(\d{1,3}))?$/.exec(text) ?? [];
  if (id === undefined) return null;
  const exposure = parseId(id, context);
  return detector === undefined ? exposure : { ...exposure, detector: Number(detector) };
}

function parseId(text: string, context: SpellingContext): ExposureSpelling | null {
  const exposureId = BigInt(text);
  const split = splitExposureId(exposureId);
  if (split && isCalendarDay(split.dayObs)) return { exposureId, ...split };
  const seqNum = Number(text);
  if (seqNum >= 100_000) return { exposureId };
  if (context.dayObs !== undefined) return nightly(context.dayObs, seqNum, null);
  return { exposureId, seqNum };
}

/** b21, S20190808S0048, HSC-0908120 */
function parseLabel(text: string): ExposureSpelling | null {
  const kast = /^([br])(\d{1,5})$/i.exec(text);
  if (kast) return { instrument: "Kast", seqNum: Number(kast[2]), label: `${kast[1]!.toLowerCase()}${kast[2]}` };
  const gemini = /^([NS])(\d{8})S(\d{4,5})$/i.exec(text);
  if (gemini) {
    const night = nightly(Number(gemini[2]), Number(gemini[3]), null);
    return night && { instrument: `GMOS-${gemini[1]!.toUpperCase()}`, ...night, label: text.toUpperCase() };
  }
  const subaru = /^HSC[AE]?-?(\d{4,8})(?:-\d{3})?$/i.exec(text);
  return subaru ? { instrument: "HSC", exposureId: BigInt(subaru[1]!), label: text } : null;
}

function nightly(dayObs: number, seqNum: number, controller: string | null): ExposureSpelling | null {
  if (!isCalendarDay(dayObs) || seqNum >= 100_000) return null;
  return { exposureId: exposureIdOf(dayObs, seqNum, controller), dayObs, seqNum };
}
