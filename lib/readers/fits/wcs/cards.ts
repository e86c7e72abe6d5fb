// The numbers that WCS cards hold (FITS 4.0, 8.2), for one of a header's descriptions: the primary or an alternate A to Z.

import { MalformedFileError } from "@/lib/errors";
import type { Header } from "../header";

export interface WcsCards {
  /** How messages call it. */
  place: string;
  /** "" for the primary description, else its letter. */
  alternate: string;
  /** Value of a number that must be one where it stands; null where it does not stand. */
  number(stem: string): number | null;
  /** Trimmed, upper case; "" where it does not stand. */
  word(stem: string): string;
  /** Numbers whose keyword is the stem and indices: "PV2_7" by ("PV", 2, 7). */
  indexed(stem: string, i: number, j: number): number | null;
  /** Every m of PVi_m that stands. */
  parameterIndices(axis: number): number[];
  header: Header;
}

/** @throws MalformedFileError from its readers, for a value that should be a number and is not */
export function wcsCards(header: Header, alternate: string, place: string): WcsCards {
  const number = (stem: string): number | null => {
    const keyword = stem + alternate;
    const value = header.get(keyword);
    if (value === undefined || value === null) return null;
    const found = header.getNumber(keyword);
    if (found !== null) return found;
    throw new MalformedFileError({ place, found: `${keyword} = ${String(value)}`, expected: "a number" });
  };
  return {
    place,
    alternate,
    header,
    number,
    word: (stem) => (header.getText(stem + alternate) ?? "").trim().toUpperCase(),
    indexed: (stem, i, j) => number(`${stem}${i}_${j}`),
    parameterIndices(axis) {
      const pattern = new RegExp(`^PV${axis}_(\\d{1,3})${alternate}$`);
      return header.cards.flatMap(({ keyword }) => {
        const match = pattern.exec(keyword);
        return match ? [Number(match[1])] : [];
      });
    },
  };
}
