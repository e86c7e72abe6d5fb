// What the columns of a binary table hold: type, shape of a cell, scaling and undefined values (FITS 4.0, 7.3.2).

import { MalformedFileError, NotFoundError } from "@/lib/errors";
import type { Header } from "./header";
import { type PixelArray, SIGN_CONVENTIONS } from "./scaling";
import type { BinaryColumn } from "./table";

export type ColumnType =
  | "bool"
  | "bits"
  | "uint8"
  | "int8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float32"
  | "float64"
  | "complex64"
  | "complex128"
  | "text";

export interface FitsColumn {
  /** TTYPE; "" when there is none. */
  name: string;
  unit: string | null;
  /** What `values` holds. */
  type: ColumnType;
  /** Shape of one cell, slowest axis first (TDIM); [] for a scalar and for variable-length arrays. */
  cellShape: number[];
  /**
   * One cell after the other, elements in the order of the file. Complex numbers are pairs of real and imaginary part, bool and bits
   * a Uint8Array of 0 and 1. Of an undefined integer what is stored (scaled as the others), of an undefined logical 0.
   */
  values: PixelArray | string[];
  /** Variable-length arrays: cell i is values[offsets[i]] to values[offsets[i + 1]], the latter excluded; null for fixed ones and text. */
  offsets: Float64Array | null;
  /** A byte for each of `values`: 1 where TNULL, an undefined logical or an ASCII blank stands; null when none can be. */
  isNull: Uint8Array | null;
}

export interface ColumnDescription {
  name: string;
  unit: string | null;
  type: ColumnType;
  cellShape: number[];
  /** Whether `offsets` will be there. A text of variable length (PA) is one string a row as any other. */
  isVariableLength: boolean;
  /** TFORM as written; of a compressed table ZFORM. */
  format: string;
}

/** How the bytes of a binary column become values. */
export interface ColumnPlan {
  column: BinaryColumn;
  description: ColumnDescription;
  /** TFORM letter of an element, in the row or in the heap. */
  element: string;
  /** Elements of a cell that count: `repeat`, or fewer where TDIM says so; of text, strings. 0 for the heap. */
  cellElements: number;
  /** Bytes of a string; 0 for everything else and for text in the heap. */
  textBytes: number;
  scaling: { kind: "none" } | { kind: "unsigned" } | { kind: "linear"; scale: number; zero: number };
  /** TNULL of an integer column. */
  undefinedValue: bigint | null;
}

const TYPES: Record<string, ColumnType> = {
  L: "bool",
  X: "bits",
  B: "uint8",
  I: "int16",
  J: "int32",
  K: "int64",
  A: "text",
  E: "float32",
  D: "float64",
  C: "complex64",
  M: "complex128",
};
/** Bits of the integers whose TZERO may flip the sign bit only (FITS 4.0, 7.3.2, table 19). */
const INTEGER_BITS: Record<string, number> = { B: 8, I: 16, J: 32, K: 64 };

/** The plan of a binary column. A TDIM that asks for more elements than the cell has is ignored, as astropy does. */
export function planColumn(header: Header, column: BinaryColumn): ColumnPlan {
  const element = column.heapType ?? column.type;
  const scaling = scalingOf(header, column.number, element);
  const isHeap = column.heapType !== null;
  const { cellShape, cellElements, textBytes } = isHeap
    ? { cellShape: [], cellElements: 0, textBytes: 0 }
    : cellOf(header, column);
  const description = {
    name: column.name,
    unit: column.unit,
    type: typeOf(element, scaling.kind),
    cellShape,
    isVariableLength: isHeap && element !== "A",
    format: column.format,
  };
  const undefinedValue = "BIJK".includes(element) ? readNull(header, column.number) : null;
  return { column, description, element, cellElements, textBytes, scaling, undefinedValue };
}

/**
 * Columns by name (the case of letters does not matter; of two of one name the first) or by number: "#3" is that of TTYPE3.
 * @param names all columns when left out
 * @throws NotFoundError
 */
export function chooseColumns<T extends { name: string }>(
  columns: T[],
  names: string[] | undefined,
  place: string,
): T[] {
  if (!names) return columns;
  return names.map((name) => {
    const wanted = name.trim().toUpperCase();
    const number = /^#(\d+)$/.exec(wanted)?.[1];
    const column =
      columns.find((one) => one.name.toUpperCase() === wanted && wanted !== "") ??
      (number === undefined ? undefined : columns[Number(number) - 1]);
    if (column) return column;
    const known = columns.map((one, i) => one.name || `#${i + 1}`).join(", ");
    throw new NotFoundError({ place, found: `no column ${name}`, expected: `one of ${known}` });
  });
}

/** TSCALn and TZEROn of any table; a missing or undefined one has its default. */
export function readScale(header: Header, number: number): { scale: number; zero: number } {
  return { scale: header.getNumber(`TSCAL${number}`) ?? 1, zero: header.getNumber(`TZERO${number}`) ?? 0 };
}

function scalingOf(header: Header, number: number, element: string): ColumnPlan["scaling"] {
  if ("LXA".includes(element)) return { kind: "none" };
  const { scale, zero } = readScale(header, number);
  if (scale === 1 && zero === 0) return { kind: "none" };
  if (scale === 1 && flippedOf(element)?.zero === zero) return { kind: "unsigned" };
  return { kind: "linear", scale, zero };
}

/** The other sign of an integer element; undefined for other elements. */
function flippedOf(element: string) {
  return SIGN_CONVENTIONS[INTEGER_BITS[element] ?? 0];
}

function typeOf(element: string, scaling: ColumnPlan["scaling"]["kind"]): ColumnType {
  if (scaling === "unsigned") return flippedOf(element)!.type;
  if (scaling === "linear") return element === "C" || element === "M" ? "complex128" : "float64";
  return TYPES[element]!;
}

function cellOf(header: Header, column: BinaryColumn) {
  const { type, repeat } = column;
  const dimensions = readDimensions(header, column);
  if (type === "A") {
    const width = Number(/A(\d+)/.exec(column.format)?.[1] ?? 0);
    const isDivided = width > 0 && width < repeat;
    const [textBytes = 0, ...others] = dimensions ?? (isDivided ? [width, Math.floor(repeat / width)] : [repeat]);
    return { cellShape: others.toReversed(), cellElements: product(others), textBytes };
  }
  const cellShape = dimensions?.toReversed() ?? (repeat === 1 ? [] : [repeat]);
  return { cellShape, cellElements: product(cellShape), textBytes: 0 };
}

/** TDIMn, fastest axis first; null where it is absent, unreadable or larger than the cell. */
function readDimensions(header: Header, column: BinaryColumn): number[] | null {
  const text = header.getText(`TDIM${column.number}`) ?? "";
  const inner = /^\s*\(([\d\s,]+)\)\s*$/.exec(text)?.[1];
  if (inner === undefined) return null;
  const lengths = inner.split(",").map(Number);
  return product(lengths) <= column.repeat && lengths.every((length) => length > 0) ? lengths : null;
}

/** TNULLn as an integer. */
function readNull(header: Header, number: number): bigint | null {
  const text = header.getText(`TNULL${number}`)?.trim() ?? "";
  return /^[+-]?\d{1,19}$/.test(text) ? BigInt(text.replace("+", "")) : null;
}

function product(lengths: number[]): number {
  return lengths.reduce((total, length) => total * length, 1);
}

/** @throws MalformedFileError for an array in the heap whose TFORM asks for several descriptors a row (FITS 4.0, 7.3.1) */
export function requireOneDescriptor({ column }: ColumnPlan, place: string): void {
  if (column.heapType === null || column.repeat <= 1) return;
  throw new MalformedFileError({
    place: `${place}, column ${column.name || `#${column.number}`}`,
    found: `TFORM${column.number} = "${column.format}"`,
    expected: "one descriptor of a heap array, or none",
  });
}
