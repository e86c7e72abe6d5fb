// Where the cells of a column gather: big-endian bytes come in, row by row or array by array, values of native order go out
// (FITS 4.0, 5 and 7.3.3). Numbers keep every bit until they are scaled, a NaN its payload.

import { InvalidParameterError } from "@/lib/errors";
import type { ColumnPlan, FitsColumn } from "./columns";
import { finishNumbers } from "./table-scaling";
import { decodeTexts } from "./table-text";

/** Cells of one column at equal distances. */
export interface Cells {
  bytes: Uint8Array;
  /** First byte of the first cell, and bytes from one cell to the next. */
  offset: number;
  stride: number;
  count: number;
  /** Elements of each cell. */
  elements: number;
}

export interface ColumnStore {
  /** Puts the elements of `cells` at element `first` of the store and behind it. */
  fill(cells: Cells, first: number): void;
  /** The column; the store is spent. `offsets` in elements of the store, for arrays of the heap. */
  finish(offsets: Float64Array | null): FitsColumn;
}

/** Bytes of the number that an element is made of, and how many make one. */
const WORDS: Record<string, { bytes: number; perElement: number }> = {
  B: { bytes: 1, perElement: 1 },
  I: { bytes: 2, perElement: 1 },
  J: { bytes: 4, perElement: 1 },
  E: { bytes: 4, perElement: 1 },
  K: { bytes: 8, perElement: 1 },
  D: { bytes: 8, perElement: 1 },
  C: { bytes: 4, perElement: 2 },
  M: { bytes: 8, perElement: 2 },
};

/** What one call gives at most; more than that is for ranges of rows. */
const MOST_BYTES = 2 ** 32;

/**
 * A store for `elements` elements: of text, strings.
 * @throws InvalidParameterError for a column of more than 4 GiB in memory
 */
export function makeStore(plan: ColumnPlan, elements: number, place: string): ColumnStore {
  const bytes = elements * storeBytes(plan);
  if (bytes > MOST_BYTES) {
    const found = `column ${plan.column.name || `#${plan.column.number}`} that needs ${bytes} bytes of memory`;
    throw new InvalidParameterError({ place, found, expected: `rows that need at most ${MOST_BYTES}` });
  }
  if (plan.element === "A") return textStore(plan, elements);
  if (plan.element === "X") return bitStore(plan, elements);
  if (plan.element === "L") return logicalStore(plan, elements);
  return numberStore(plan, elements);
}

/** Bytes that a store and its column need at most for each element. */
export function storeBytes(plan: ColumnPlan): number {
  if (plan.element === "A") return 8 + plan.textBytes;
  const word = WORDS[plan.element];
  if (!word) return plan.element === "X" ? 1 : 2;
  const stored = word.bytes * word.perElement;
  return stored + (plan.scaling.kind === "linear" ? 8 * word.perElement : 0) + (plan.undefinedValue === null ? 0 : 1);
}

function numberStore(plan: ColumnPlan, elements: number): ColumnStore {
  const { bytes: wordBytes, perElement } = WORDS[plan.element]!;
  const buffer = new ArrayBuffer(elements * perElement * wordBytes);
  const copy = swapper(buffer, wordBytes);
  return {
    fill(cells, first) {
      if (cells.count > 0 && cells.elements > 0) copy(cells, cells.elements * perElement, first * perElement);
    },
    finish: (offsets) => {
      const scaled = perElement === 1 ? offsets : (offsets?.map((offset) => offset * perElement) ?? null);
      return { ...common(plan, scaled), ...finishNumbers(plan, buffer) };
    },
  };
}

/** A function that copies `words` words of each cell to word `first` of the buffer and on, in native order. */
function swapper(buffer: ArrayBuffer, wordBytes: number): (cells: Cells, words: number, first: number) => void {
  if (wordBytes === 1) {
    const target = new Uint8Array(buffer);
    return (cells, words, first) => copyBytes(cells, words, target, first);
  }
  if (wordBytes === 2) {
    const target = new Int16Array(buffer);
    return (cells, words, first) => swap2(cells, words, target, first);
  }
  const target = new Int32Array(buffer);
  if (wordBytes === 4) return (cells, words, first) => swap4(cells, words, target, first);
  return (cells, words, first) => swap8(cells, words, target, first);
}

/**
 * The order of a copy of `words` words from each cell: where words are few, all first ones, then all second ones, so that the inner loop
 * is a long one either way.
 */
function loopsOf({ stride, count }: Cells, words: number, wordBytes: number) {
  return words < count
    ? { outer: words, from: wordBytes, to: 1, inner: count, fromStep: stride, toStep: words }
    : { outer: count, from: stride, to: words, inner: words, fromStep: wordBytes, toStep: 1 };
}

function copyBytes(cells: Cells, words: number, target: Uint8Array, first: number): void {
  const { bytes, offset, stride, count } = cells;
  if (words === stride) {
    target.set(bytes.subarray(offset, offset + count * words), first);
    return;
  }
  const { outer, from, to, inner, fromStep, toStep } = loopsOf(cells, words, 1);
  for (let k = 0; k < outer; k++) {
    let out = first + k * to;
    for (let i = 0, at = offset + k * from; i < inner; i++, at += fromStep, out += toStep) target[out] = bytes[at]!;
  }
}

function swap2(cells: Cells, words: number, target: Int16Array, first: number): void {
  const view = viewOf(cells.bytes);
  const { outer, from, to, inner, fromStep, toStep } = loopsOf(cells, words, 2);
  for (let k = 0; k < outer; k++) {
    let out = first + k * to;
    for (let i = 0, at = cells.offset + k * from; i < inner; i++, at += fromStep, out += toStep) {
      target[out] = view.getInt16(at);
    }
  }
}

function swap4(cells: Cells, words: number, target: Int32Array, first: number): void {
  const view = viewOf(cells.bytes);
  const { outer, from, to, inner, fromStep, toStep } = loopsOf(cells, words, 4);
  for (let k = 0; k < outer; k++) {
    let out = first + k * to;
    for (let i = 0, at = cells.offset + k * from; i < inner; i++, at += fromStep, out += toStep) {
      target[out] = view.getInt32(at);
    }
  }
}

/** Two halves of 4 bytes each: no BigInt, no float that could change a NaN. */
function swap8(cells: Cells, words: number, target: Int32Array, first: number): void {
  const view = viewOf(cells.bytes);
  const { outer, from, to, inner, fromStep, toStep } = loopsOf(cells, words, 8);
  for (let k = 0; k < outer; k++) {
    let out = 2 * (first + k * to);
    for (let i = 0, at = cells.offset + k * from; i < inner; i++, at += fromStep, out += 2 * toStep) {
      target[out + 1] = view.getInt32(at);
      target[out] = view.getInt32(at + 4);
    }
  }
}

/** DataView reads of one kind in a loop compile to a load and a byte swap. */
function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bits, the first one in the highest bit of the first byte (FITS 4.0, 7.3.3.1). */
function bitStore(plan: ColumnPlan, elements: number): ColumnStore {
  const values = new Uint8Array(elements);
  return {
    fill({ bytes, offset, stride, count, elements: bits }, first) {
      for (let i = 0, to = first; i < count; i++) {
        const at = offset + i * stride;
        for (let k = 0; k < bits; k++) values[to++] = (bytes[at + (k >> 3)]! >> (7 - (k & 7))) & 1;
      }
    },
    finish: (offsets) => ({ ...common(plan, offsets), values, isNull: null }),
  };
}

/** By the stored byte: tables, for branches on random logicals are guessed wrong half of the time. */
const IS_TRUE = Uint8Array.from({ length: 256 }, (_, letter) => (letter === 0x54 ? 1 : 0));
const IS_UNDEFINED = Uint8Array.from({ length: 256 }, (_, letter) => (letter === 0x54 || letter === 0x46 ? 0 : 1));

/** "T" and "F"; whatever else stands there, a NUL above all, is undefined. */
function logicalStore(plan: ColumnPlan, elements: number): ColumnStore {
  const values = new Uint8Array(elements);
  return {
    fill: (cells, first) => copyBytes(cells, cells.elements, values, first),
    finish(offsets) {
      const isNull = new Uint8Array(elements);
      for (let i = 0; i < elements; i++) {
        const letter = values[i]!;
        isNull[i] = IS_UNDEFINED[letter]!;
        values[i] = IS_TRUE[letter]!;
      }
      return { ...common(plan, offsets), values, isNull };
    },
  };
}

/** In the heap an array of characters is one string; in the row a cell has `elements` strings of textBytes. */
function textStore(plan: ColumnPlan, elements: number): ColumnStore {
  const values = new Array<string>(elements).fill("");
  const isHeap = plan.column.heapType !== null;
  return {
    fill(cells, first) {
      const textBytes = isHeap ? cells.elements : plan.textBytes;
      decodeTexts(cells, textBytes, isHeap ? 1 : cells.elements, values, first);
    },
    finish: () => ({ ...common(plan, null), values, isNull: null }),
  };
}

function common({ description }: ColumnPlan, offsets: Float64Array | null) {
  const { name, unit, type, cellShape } = description;
  return { name, unit, type, cellShape, offsets };
}
