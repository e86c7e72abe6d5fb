// Looking facts up in the headers of a file: first keyword that has a value, in the image's own header, then in the primary.

import type { FitsFile, Header } from "../fits";
import { type HeaderDate, parseHeaderDate, utcFromTai } from "./dates";

/** Headers in the order in which they are asked. */
export type Headers = readonly Header[];

/**
 * The headers that speak of an image: its own, then the primary one (FITS INHERIT convention).
 *
 * @param file the file
 * @param hdu index of the image's HDU
 * @returns one header or two
 */
export function headersOf(file: FitsFile, hdu = 0): Headers {
  const own = file.hdus[hdu]?.header;
  const primary = file.hdus[0]?.header;
  return [own, primary].filter(
    (header, index, all) => header !== undefined && all.indexOf(header) === index,
  ) as Header[];
}

/**
 * Text of the first keyword that has any.
 *
 * @param headers where to look
 * @param keywords which, in order of trust
 * @returns trimmed text; null when all are absent or blank
 */
export function findText(headers: Headers, ...keywords: string[]): string | null {
  for (const keyword of keywords) {
    for (const header of headers) {
      const text = header.getText(keyword)?.trim();
      if (text) return text;
    }
  }
  return null;
}

/**
 * Number of the first keyword that has one.
 *
 * @param headers where to look
 * @param keywords which, in order of trust
 * @returns a finite number; null when there is none
 */
function findNumber(headers: Headers, ...keywords: string[]): number | null {
  for (const keyword of keywords) {
    for (const header of headers) {
      const value = header.getNumber(keyword);
      if (value !== null && Number.isFinite(value)) return value;
    }
  }
  return null;
}

/**
 * Non-negative integer of the first keyword that has one.
 *
 * @param headers where to look
 * @param keywords which, in order of trust
 * @returns the integer; null when there is none
 */
export function findCount(headers: Headers, ...keywords: string[]): number | null {
  for (const keyword of keywords) {
    const value = findNumber(headers, keyword);
    if (value !== null && Number.isSafeInteger(value) && value >= 0) return value;
  }
  return null;
}

/** 1900 and 2200: what is outside is no date of an exposure, and would be none of a calendar either. */
const [EARLIEST_MJD, LATEST_MJD] = [15_020, 124_594];
/** Longer than a year is no exposure time. */
const LONGEST_EXPOSURE_SECONDS = 3.2e7;

/** When an exposure was, in UTC. */
export interface ExposureTimes {
  begin: HeaderDate | null;
  mjdMid: number | null;
  exposureTimeSeconds: number | null;
}

/**
 * When an exposure began, its middle, and how long it was. Dates in TAI (TIMESYS) become UTC.
 *
 * @param headers where to look
 * @returns what the keywords of FITS 4.0, 9.1.2 and 9.5 tell, null for what they do not
 */
export function findTimes(headers: Headers): ExposureTimes {
  const isTai = findText(headers, "TIMESYS")?.toUpperCase() === "TAI";
  const toUtc = (date: HeaderDate | null): HeaderDate | null =>
    date && isTai && date.hasTime ? { ...date, mjd: utcFromTai(date.mjd) } : date;
  const dateOf = (...keywords: string[]) => toUtc(findDate(headers, keywords));
  const begin = dateOf("BEG", "OBS");
  const end = dateOf("END");
  const middle = dateOf("AVG", "MID");
  const seconds = findNumber(headers, "EXPTIME", "XPOSURE", "EXPOSURE", "TEXPTIME", "EXP_TIME");
  const exposureTimeSeconds = seconds !== null && seconds >= 0 && seconds < LONGEST_EXPOSURE_SECONDS ? seconds : null;
  const mjdMid = middle?.hasTime
    ? middle.mjd
    : begin?.hasTime && end?.hasTime
      ? (begin.mjd + end.mjd) / 2
      : begin?.hasTime && exposureTimeSeconds !== null
        ? begin.mjd + exposureTimeSeconds / 86400 / 2
        : null;
  return { begin: begin ?? middle, mjdMid, exposureTimeSeconds };
}

/** First of DATE-x and MJD-x that is a date; a date without a time of day yields to an MJD, or takes the time of another keyword. */
function findDate(headers: Headers, suffixes: string[]): HeaderDate | null {
  let dateOnly: HeaderDate | null = null;
  for (const suffix of suffixes) {
    const timeOfDay = suffix === "OBS" ? findText(headers, "UTSTART", "UTC-OBS", "TIME-OBS", "UT", "UTC") : null;
    const date = parseHeaderDate(findText(headers, `DATE-${suffix}`), timeOfDay);
    if (date?.hasTime) return date;
    const mjd = findNumber(headers, `MJD-${suffix}`);
    if (mjd !== null && mjd >= EARLIEST_MJD && mjd < LATEST_MJD) return { mjd, hasTime: true };
    dateOnly ??= date;
  }
  return dateOnly;
}

/**
 * The band of a filter's name.
 *
 * @param physicalFilter g_01, r_57, HSC-I, F158, H158 ...
 * @returns the letter, with Roman's filters as they are; null for white light, gratings and what is not known
 */
export function bandOf(physicalFilter: string | null): string | null {
  if (physicalFilter === null) return null;
  const roman = /^[A-Z]\d{3}$/.exec(physicalFilter)?.[0];
  if (roman) return roman;
  return /^(?:HSC-|SDSS[ _-]?)?([ugrizyUGRIZY])\d?(?:[ _].*)?$/.exec(physicalFilter)?.[1]?.toLowerCase() ?? null;
}

/**
 * Names the facts that stayed unknown.
 *
 * @param facts name, value, and why it may be absent
 * @returns "name: reason" of each fact whose value is null
 */
export function listMissing(facts: [name: string, value: unknown, reason: string][]): string[] {
  return facts.filter(([, value]) => value === null).map(([name, , reason]) => `${name}: ${reason}`);
}
