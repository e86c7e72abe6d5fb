// Dates of headers: FITS 4.0, 9.1.1 (ISO-8601), with the old DD/MM/YY, and the night that they belong to.

const MJD_OF_UNIX_EPOCH = 40587;
const MILLISECONDS_PER_DAY = 86_400_000;
/** TAI - UTC in seconds from the MJD (UTC) on; IERS Bulletin C. Earlier dates are not expected of digital cameras here. */
const LEAP_SECONDS: [mjd: number, seconds: number][] = [
  [57754, 37],
  [57204, 36],
  [56109, 35],
  [54832, 34],
  [53736, 33],
  [51179, 32],
];

/** A date of a header, and whether it had a time of day. */
export interface HeaderDate {
  mjd: number;
  hasTime: boolean;
}

/**
 * Parses a date of a header.
 *
 * @param text 2025-06-13T02:11:09.5, 2025-06-13 or 13/06/98; a trailing Z is ignored
 * @param timeOfDay 02:11:09.5 from another keyword, used when the date has none
 * @returns the date in the time scale of the header, or null when it is none
 */
export function parseHeaderDate(text: string | null, timeOfDay: string | null = null): HeaderDate | null {
  const iso = text?.trim().match(/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d*)?)?)Z?)?$/);
  const old = text?.trim().match(/^(\d\d)\/(\d\d)\/(\d\d)$/);
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : old
      ? [1900 + Number(old[3]), Number(old[2]), Number(old[1])]
      : [0, 0, 0];
  const midnight = Date.UTC(year, month - 1, day);
  const isReal = new Date(midnight).getUTCDate() === day && month >= 1 && month <= 12;
  if (year < 1900 || !isReal) return null;
  const seconds = secondsOfDay(iso?.[4] ?? timeOfDay);
  return {
    mjd: midnight / MILLISECONDS_PER_DAY + MJD_OF_UNIX_EPOCH + (seconds ?? 0) / 86400,
    hasTime: seconds !== null,
  };
}

function secondsOfDay(text: string | null | undefined): number | null {
  const match = text?.trim().match(/^(\d\d?):(\d\d)(?::(\d\d(?:\.\d*)?))?$/);
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0) : null;
}

/**
 * UTC from TAI.
 *
 * @param mjdTai modified Julian date, TAI
 * @returns modified Julian date, UTC; exact from 1999 on, except inside a leap second
 */
export function utcFromTai(mjdTai: number): number {
  const row = LEAP_SECONDS.find(([mjd, seconds]) => mjdTai - seconds / 86400 >= mjd) ?? LEAP_SECONDS.at(-1)!;
  return mjdTai - row[1] / 86400;
}

/**
 * The night of an instant: the date twelve hours before, Rubin's rule (calibration conventions: YYYYMMDD of TAI - 12 h).
 *
 * @param mjd modified Julian date; UTC and TAI differ by half a minute at noon only
 * @returns YYYYMMDD
 */
export function dayObsOf(mjd: number): number {
  return dateNumber(mjd - 0.5);
}

/**
 * The date of an instant.
 *
 * @param mjd modified Julian date
 * @returns YYYYMMDD
 */
export function dateNumber(mjd: number): number {
  const date = new Date((mjd - MJD_OF_UNIX_EPOCH) * MILLISECONDS_PER_DAY);
  return date.getUTCFullYear() * 10000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/**
 * Tells a calendar day from any other number of eight digits.
 *
 * @param dayObs YYYYMMDD
 * @returns true for a day that exists, 1900 to 2199
 */
export function isCalendarDay(dayObs: number): boolean {
  const [year, month, day] = [Math.floor(dayObs / 10000), Math.floor(dayObs / 100) % 100, dayObs % 100];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1900 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
