// How numbers, times and sizes are written: minus sign, thin spaces in thousands, UT, never an empty cell for a number.

const THIN_SPACE = "\u2009";
const MINUS = "\u2212";

/** Thousands apart by thin spaces, minus as a minus: -12345.6 is "−12 345.6". */
function typeset(plain: string): string {
  const [whole = "", fraction] = plain.split(".");
  const grouped = whole.replace("-", "").replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return `${plain.startsWith("-") ? MINUS : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** A whole number with thin spaces in thousands. */
export function formatCount(count: number): string {
  return typeset(String(Math.round(count)));
}

/** A number with `digits` places after the point, so that a column aligns on it; 10⁶ and above, or too small for the places, in powers of ten. */
export function formatNumber(value: number, digits = 2): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 10 ** -digits / 2)) {
    return value.toExponential(Math.max(digits, 1)).replace("-", MINUS).replace("e-", `e${MINUS}`).replace("e+", "e");
  }
  return typeset(value.toFixed(digits));
}

/** `significant` digits without powers of ten where they are not needed. */
export function formatSignificant(value: number, significant = 3): string {
  if (value === 0 || !Number.isFinite(value)) return formatNumber(value, 0);
  const places = Math.max(0, Math.min(12, significant - 1 - Math.floor(Math.log10(Math.abs(value)))));
  return formatNumber(value, places);
}

/** UT as "2025-06-13 22:14:03". */
export function formatUt(time: Date | string | null): string | null {
  if (time === null) return null;
  return new Date(time).toISOString().slice(0, 19).replace("T", " ");
}

/** Only the time of day, UT, as "22:14:03". */
export function formatTimeOfDay(time: Date | string): string {
  return new Date(time).toISOString().slice(11, 19);
}

/** Modified Julian Date (UT) as "2025-06-13 22:14:03". */
export function formatMjd(mjd: number): string {
  const date = new Date((mjd - 40587) * 86_400_000);
  return Number.isNaN(date.getTime()) ? "no date" : date.toISOString().slice(0, 19).replace("T", " ");
}

/** 20250613 as "2025-06-13". */
export function formatDay(dayObs: number): string {
  const digits = String(dayObs).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Bytes in the unit that keeps three digits: "16.3 MB". */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}${THIN_SPACE}${units[unit]}`;
}

/** Seconds as "0.8 s", "42 s", "3 min 20 s", "2 h 05 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** One or many: plural(1, "detector") is "1 detector". */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : nouns}`;
}
