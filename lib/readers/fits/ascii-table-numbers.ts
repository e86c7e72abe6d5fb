// Numbers as Fortran writes them (FITS 4.0, 7.2.5).

import { MalformedFileError } from "@/lib/errors";

const INTEGER = /^[+-]?\d+$/;
const REAL = /^([+-]?)(\d*)(\.?)(\d*)(?:[ED]([+-]?\d+)|([+-]\d+))?$/i;
const NOT_FINITE = /^([+-]?)(nan|inf|infinity)$/i;
const MOST_INTEGER = 2n ** 63n;

/**
 * An integer of an Iw field.
 * @param text without blanks at its ends
 * @throws MalformedFileError for anything else, or beyond 64 bits
 */
export function parseInteger(text: string, place: string): bigint {
  const value = INTEGER.test(text) ? BigInt(text[0] === "+" ? text.slice(1) : text) : MOST_INTEGER;
  if (value >= -MOST_INTEGER && value < MOST_INTEGER) return value;
  throw new MalformedFileError({ place, found: `"${text}"`, expected: "an integer of 64 bits" });
}

/** As parseInteger, for integers of at most 15 digits: without the cost of a BigInt. */
export function parseSmallInteger(text: string, place: string): number {
  if (INTEGER.test(text)) return Number(text);
  throw new MalformedFileError({ place, found: `"${text}"`, expected: "an integer" });
}

/**
 * A number of an Fw.d, Ew.d or Dw.d field; the exponent may be written E, D or by its sign alone. astropy also writes nan and inf.
 * @param decimals d: digits behind the point where none is written
 * @throws MalformedFileError for anything else
 */
export function parseReal(text: string, decimals: number, place: string): number {
  const [, sign = "", whole = "", point = "", fraction = "", marked, bare] = REAL.exec(text) ?? [];
  if (whole !== "" || fraction !== "") {
    const exponent = Number(marked ?? bare ?? 0) - (point === "" ? decimals : 0);
    return Number(`${sign}${whole}${point}${fraction}e${exponent}`);
  }
  const special = NOT_FINITE.exec(text);
  if (!special) throw new MalformedFileError({ place, found: `"${text}"`, expected: "a number" });
  if (special[2]?.toLowerCase() === "nan") return Number.NaN;
  return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
