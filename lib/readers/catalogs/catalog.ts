// A catalogue as every reader of this room gives it: named columns of one length, in typed arrays.

import { type Finding, MalformedFileError } from "@/lib/errors";
import type { ColumnType } from "../fits/columns";
import { newPixels, type PixelArray } from "../fits/scaling";

export type CatalogFormat = "csv" | "whitespace" | "ecsv" | "sextractor" | "votable" | "parquet";

/** Columns are described as those of FITS tables, so that both can feed the same pages. */
export type CatalogType = ColumnType;
export type CatalogArray = PixelArray;

/** One column. Under a null stand 0, NaN (floats) or "": look at isNull first. */
export interface CatalogColumn {
  name: string;
  unit: string | null;
  description: string | null;
  /** unified content descriptor (IVOA UCD1+); VOTable only */
  ucd: string | null;
  type: CatalogType;
  /** shape of one cell, slowest axis first; [] for a scalar */
  cellShape: number[];
  /** cells one after the other; complex numbers as re, im; bool and bits as 0 and 1; int64 and uint64 exact */
  values: CatalogArray | string[];
  /** cells of varying length: cell i is values[offsets[i]..offsets[i + 1]); null for fixed ones */
  offsets: Float64Array | null;
  /** 1 where the file has no value; null when there is none such */
  isNull: Uint8Array | null;
}

/** Something that is not quite right. */
export interface CatalogFinding extends Finding {
  /** from 0, where it is about one row that ended early: its missing cells are null */
  row?: number;
}

export interface Catalog {
  /** as the file calls the table; null when it does not */
  name: string | null;
  format: CatalogFormat;
  /** what the file says about the whole table: comments, parameters, description */
  meta: Record<string, string>;
  columns: CatalogColumn[];
  rowCount: number;
  /** what was read although the file is not quite right */
  problems: CatalogFinding[];
}

/** What a reader of one format is told. */
export interface CatalogOptions {
  /** names of the columns to keep, in the file's order; all when left out */
  columns?: readonly string[];
  /** which table of a VOTable file, from 0 */
  table?: number;
}

/** More columns than this are refused: each costs memory, however short the rows are. */
export const MOST_COLUMNS = 20_000;

/**
 * Zeros to hold `count` values of a type; complex numbers take two, bits and truth values a byte.
 *
 * @param type any but text
 * @param count numbers, complex ones counted twice
 * @returns a new typed array
 */
export function newArray(type: Exclude<CatalogType, "text">, count: number): CatalogArray {
  if (type === "bool" || type === "bits") return newPixels("uint8", count);
  if (type === "complex64" || type === "complex128")
    return newPixels(type === "complex64" ? "float32" : "float64", count);
  return newPixels(type, count);
}

/**
 * Names that are there once each: an empty one becomes col1 (by position), a repeated one gets _2, _3 ...
 *
 * @param names as in the file
 * @param place of the file, for the findings
 * @returns names, and what had to be changed
 */
export function distinctNames(names: string[], place: string): { names: string[]; problems: Finding[] } {
  const taken = new Set<string>(names);
  const seen = new Set<string>();
  const problems: Finding[] = [];
  const distinct = names.map((name, i) => {
    if (name !== "" && !seen.has(name)) {
      seen.add(name);
      return name;
    }
    const stem = name === "" ? `col${i + 1}` : name;
    let unique = stem;
    for (let k = 2; taken.has(unique) || seen.has(unique); k++) unique = `${stem}_${k}`;
    seen.add(unique);
    taken.add(unique);
    if (name !== "")
      problems.push({ place, found: `column ${name} twice, read as ${unique}`, expected: "distinct names" });
    return unique;
  });
  return { names: distinct, problems };
}

/**
 * The error for content that breaks its format.
 *
 * @param place file, and line or column
 * @param found what is there
 * @param expected what should be
 * @param cause error of a library
 * @returns the error, to be thrown
 */
export function malformed(place: string, found: string, expected: string, cause?: unknown): MalformedFileError {
  return new MalformedFileError({ place, found, expected }, { cause });
}
