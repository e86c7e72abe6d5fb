// One column of a text table while it grows: its type is what all its cells so far allow.

import type { CatalogArray } from "./catalog";
import { parseInteger, parseNumber } from "./parse-number";

/** What all cells so far can be. `skip`: the column is not wanted. */
export const KIND = { skip: 0, unknown: 1, bool: 2, integer: 3, real: 4, text: 5 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

const NULL_WORDS = new Set(["", "NULL", "null", "Null", "N/A", "n/a", "NA", "<NA>", "None", "--"]);
const SPECIAL_NUMBERS: Record<string, number> = {
  nan: Number.NaN,
  "+nan": Number.NaN,
  "-nan": Number.NaN,
  inf: Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  infinity: Infinity,
  "+infinity": Infinity,
  "-infinity": -Infinity,
};
const TRUTH: Record<string, number> = { True: 1, true: 1, TRUE: 1, False: 0, false: 0, FALSE: 0 };

/** Type, values and nulls of a finished column. */
export interface BuiltColumn {
  type: "bool" | "int64" | "uint64" | "float64" | "text";
  values: CatalogArray | string[];
  isNull: Uint8Array | null;
}

export class ColumnBuilder {
  /** Numbers and truth values, whatever the kind but text and exact integers. */
  numbers: Float64Array;
  texts: string[] = [];
  private isNull: Uint8Array | null = null;
  private integers: bigint[] | null = null;
  private hasEmptyText = false;
  /** Row whose cell made a column of numbers or truth values one of text, which a second pass must read; -1 when none did. */
  lateRow = -1;
  /** True while cells are numbers as far as known, so that parseNumber may write into `numbers`. */
  readsNumbers: boolean;

  /**
   * @param kind unknown to infer it; skip or text when it is known
   * @param capacity rows to begin with
   */
  constructor(
    public kind: Kind,
    capacity: number,
  ) {
    this.numbers = new Float64Array(kind === KIND.skip || kind === KIND.text ? 0 : capacity);
    this.readsNumbers = kind === KIND.unknown;
  }

  /** True when all cells have to be read again, as text. */
  get needsSecondPass(): boolean {
    return this.lateRow >= 0;
  }

  /** Makes room for `capacity` rows. */
  grow(capacity: number): void {
    if (this.kind === KIND.skip || this.kind === KIND.text || capacity <= this.numbers.length) return;
    const numbers = new Float64Array(capacity);
    numbers.set(this.numbers);
    this.numbers = numbers;
  }

  setNull(row: number): void {
    if (this.kind === KIND.skip) return;
    if (this.isNull === null || row >= this.isNull.length) {
      const isNull = new Uint8Array(Math.max(this.numbers.length, Math.ceil(row * 1.5) + 16));
      if (this.isNull) isNull.set(this.isNull);
      this.isNull = isNull;
    }
    this.isNull[row] = 1;
    if (this.kind === KIND.text) this.texts[row] = "";
    else this.numbers[row] = 0;
    if (this.integers) this.integers[row] = 0n;
  }

  /** A number that parseNumber has put into `numbers` already. */
  acceptNumber(row: number, isInteger: boolean): void {
    const { kind } = this;
    if (kind === KIND.bool) this.becomeText(row, null);
    else if (!isInteger) this.kind = KIND.real;
    else if (kind === KIND.unknown || kind === KIND.integer) {
      this.kind = KIND.integer;
      if (!Number.isSafeInteger(this.numbers[row])) this.becomeExact(row);
    }
  }

  /** True while integers are read exactly, because one of them is beyond 2^53. */
  get isExact(): boolean {
    return this.integers !== null;
  }

  /** An integer of any size in [start, end). @returns false when it is none, and nothing was done */
  acceptExact(row: number, bytes: Uint8Array, start: number, end: number): boolean {
    const value = parseInteger(bytes, start, end);
    if (value === null || this.integers === null) return false;
    this.integers[row] = value;
    return true;
  }

  /**
   * A cell that is not just a number.
   *
   * @param row where it stands
   * @param text without quotes
   * @param isQuoted null words in quotes are text; an empty text in quotes is null in a column of numbers only
   */
  accept(row: number, text: string, isQuoted: boolean): void {
    if (this.kind === KIND.skip) return;
    const trimmed = text.trim();
    if (isQuoted && text === "") this.acceptEmptyText(row);
    else if (!isQuoted && NULL_WORDS.has(trimmed)) this.setNull(row);
    else if (this.kind === KIND.text) this.texts[row] = text;
    else if (Object.hasOwn(TRUTH, trimmed)) this.acceptTruth(row, TRUTH[trimmed]!);
    else this.acceptSpecial(row, trimmed, text);
  }

  /** The finished column, cut to `rowCount` rows. Call it when no second pass is needed. */
  finish(rowCount: number): BuiltColumn {
    const isNull = this.isNull ? padded(this.isNull, rowCount) : null;
    if (this.kind === KIND.text || (this.kind === KIND.unknown && this.hasEmptyText)) {
      for (let row = this.texts.length; row < rowCount; row++) this.texts.push("");
      return { type: "text", values: this.texts, isNull: this.kind === KIND.text ? isNull : null };
    }
    if (this.integers) return this.finishIntegers(this.integers, isNull);
    const numbers = this.numbers.subarray(0, rowCount);
    if (this.kind === KIND.integer) return { type: "int64", values: toInt64(numbers), isNull };
    if (this.kind === KIND.bool) return { type: "bool", values: Uint8Array.from(numbers), isNull };
    if (isNull) for (let row = 0; row < rowCount; row++) if (isNull[row] === 1) numbers[row] = Number.NaN;
    return { type: "float64", values: numbers, isNull };
  }

  private acceptEmptyText(row: number): void {
    if (this.kind === KIND.text) {
      this.texts[row] = "";
      return;
    }
    this.hasEmptyText = true;
    this.setNull(row);
  }

  private acceptTruth(row: number, value: number): void {
    if (this.kind !== KIND.unknown && this.kind !== KIND.bool) this.becomeText(row, null);
    else {
      this.kind = KIND.bool;
      this.readsNumbers = false;
      this.numbers[row] = value;
    }
  }

  private becomeExact(row: number): void {
    this.readsNumbers = false;
    this.integers = Array.from(this.numbers.subarray(0, row), BigInt);
  }

  /** Integers among other numbers: each rounded once, as any number. */
  private becomeReal(): void {
    for (const [row, value] of (this.integers ?? []).entries()) this.numbers[row] = Number(value);
    this.integers = null;
    this.kind = KIND.real;
    this.readsNumbers = true;
  }

  private acceptSpecial(row: number, trimmed: string, text: string): void {
    const special = SPECIAL_NUMBERS[trimmed.toLowerCase()];
    if (special !== undefined && this.kind !== KIND.bool) {
      this.becomeReal();
      this.numbers[row] = special;
      return;
    }
    const exact = this.integers && integerOf(trimmed);
    if (this.integers && exact !== null) {
      this.integers[row] = exact;
      return;
    }
    const after = numberIn(trimmed, this.numbers, row);
    if (this.integers && after !== 0) {
      this.becomeReal();
      numberIn(trimmed, this.numbers, row);
    } else if (after !== 0) {
      this.acceptNumber(row, after > 0);
      if (this.integers) this.integers[row] = integerOf(trimmed) ?? 0n;
    } else this.becomeText(row, text);
  }

  /** From here on text. Cells before it are lost unless all were null. */
  private becomeText(row: number, text: string | null): void {
    this.readsNumbers = false;
    this.integers = null;
    this.numbers = new Float64Array(0);
    if (this.kind !== KIND.unknown || text === null || this.hasEmptyText) {
      this.lateRow = row;
      this.kind = KIND.skip;
      return;
    }
    this.kind = KIND.text;
    for (let i = 0; i < row; i++) this.texts.push("");
    this.texts[row] = text;
  }

  private finishIntegers(integers: bigint[], isNull: Uint8Array | null): BuiltColumn {
    if (integers.every((value) => BigInt.asIntN(64, value) === value)) {
      return { type: "int64", values: BigInt64Array.from(integers), isNull };
    }
    if (integers.every((value) => BigInt.asUintN(64, value) === value)) {
      return { type: "uint64", values: BigUint64Array.from(integers), isNull };
    }
    // no type holds them: their digits do
    return { type: "text", values: integers.map((value, i) => (isNull?.[i] ? "" : String(value))), isNull };
  }
}

function padded(flags: Uint8Array, rowCount: number): Uint8Array {
  if (flags.length >= rowCount) return flags.subarray(0, rowCount);
  const all = new Uint8Array(rowCount);
  all.set(flags);
  return all;
}

/** Doubles that are integers to 2^53, as int64, in the same memory: the two 32-bit halves are written where the double stood. */
function toInt64(numbers: Float64Array): BigInt64Array {
  const low = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!;
    low[2 * i] = value;
    low[2 * i + 1] = Math.floor(value / 4294967296);
  }
  return new BigInt64Array(numbers.buffer, numbers.byteOffset, numbers.length);
}

const scratch = new Uint8Array(1024);

/** As parseNumber, for a whole short text; 0 when something follows the number. */
function numberIn(text: string, target: Float64Array, row: number): number {
  if (text.length === 0 || text.length > scratch.length) return 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return 0;
    scratch[i] = code;
  }
  const after = parseNumber(scratch, 0, text.length, target, row);
  return Math.abs(after) === text.length ? after : 0;
}

function integerOf(text: string): bigint | null {
  const bytes = new TextEncoder().encode(text);
  return parseInteger(bytes, 0, bytes.length);
}
