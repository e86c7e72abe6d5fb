// Cells of TABLEDATA: the text of a TD to the elements that its FIELD declares (VOTable 1.4, 5.1 and 6).

import { type CatalogArray, malformed } from "./catalog";
import type { VotableColumn } from "./votable-column";
import type { VotableField } from "./votable-field";

const INTEGER = /^[+-]?\d+$/;
const HEXADECIMAL = /^0x[0-9a-f]+$/i;
const TRUTH: Record<string, number> = { t: 1, true: 1, "1": 1, f: 0, false: 0, "0": 0 };
const SPECIAL: Record<string, number> = { nan: Number.NaN, inf: Infinity, "+inf": Infinity, "-inf": -Infinity };

/** Least and most of the integer types. */
const RANGES: Record<string, [bigint, bigint]> = {
  uint8: [0n, 255n],
  int16: [-32768n, 32767n],
  int32: [-2147483648n, 2147483647n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
};

/**
 * Adds a cell to its column. An empty TD is null, and so is the text of VALUES null, and ? of a boolean.
 *
 * @param column gets the cell
 * @param text of the TD
 * @param place of the cell, for messages
 * @throws MalformedFileError when the text does not suit datatype or arraysize
 */
export function addCell(column: VotableColumn, text: string, place: string): void {
  const { type, nullText, count, isVariable } = column.field;
  const trimmed = text.trim();
  if (type === "text") addTextCell(column, text, place);
  else if (trimmed === "" || trimmed === nullText || (type === "bool" && trimmed === "?")) column.addNull();
  else if (count === 1 && !isVariable && !type.startsWith("complex")) {
    const { values, first } = column.extend(1);
    setElement(values, first, trimmed, type, place);
    column.endRow(false);
  } else {
    const isPacked = type === "bits" && !/\s/.test(trimmed);
    addElements(column, isPacked ? [...trimmed] : trimmed.split(/\s+/), place);
  }
}

function addElements(column: VotableColumn, parts: string[], place: string): void {
  const { type, count, isVariable, textLength } = column.field;
  const each = (type.startsWith("complex") ? 2 : 1) * count * (textLength ?? 1);
  const isWrong = isVariable ? parts.length % each !== 0 : parts.length !== each;
  if (isWrong) throw malformed(place, `${parts.length} elements`, isVariable ? `a multiple of ${each}` : String(each));
  const { values, first } = column.extend(parts.length);
  const elementType = type === "complex64" ? "float32" : type === "complex128" ? "float64" : type;
  for (const [i, part] of parts.entries()) setElement(values, first + i, part, elementType, place);
  column.endRow(false);
}

function addTextCell(column: VotableColumn, text: string, place: string): void {
  const { field } = column;
  if (field.nullText !== null && text === field.nullText) column.addNull();
  else {
    const isOneText = field.textLength === null || (field.count === 1 && !field.isVariable);
    for (const piece of isOneText ? [text] : splitTexts(field, text, place)) column.addText(piece);
    column.endRow(text === "");
  }
}

/** Several texts of one length, written one behind the other. */
function splitTexts({ textLength, isVariable, count }: VotableField, text: string, place: string): string[] {
  const length = textLength ?? 1;
  const pieces: string[] = [];
  for (let i = 0; i < text.length; i += length) pieces.push(text.slice(i, i + length).trimEnd());
  if (isVariable) return pieces;
  if (pieces.length > count) throw malformed(place, `${pieces.length} texts`, `${count} of ${length} characters`);
  while (pieces.length < count) pieces.push("");
  return pieces;
}

function setElement(values: CatalogArray, index: number, text: string, type: string, place: string): void {
  if (type === "float32" || type === "float64") {
    const value = SPECIAL[text.toLowerCase()] ?? Number(text);
    if (Number.isNaN(value) && text.toLowerCase() !== "nan") throw malformed(place, JSON.stringify(text), `a ${type}`);
    values[index] = value;
  } else if (type === "bool" || type === "bits") {
    const value = TRUTH[text.toLowerCase()];
    if (value === undefined) throw malformed(place, JSON.stringify(text), type === "bool" ? "a truth value" : "0 or 1");
    values[index] = value;
  } else setInteger(values, index, text, type, place);
}

function setInteger(values: CatalogArray, index: number, text: string, type: string, place: string): void {
  const [least, most] = RANGES[type]!;
  const isNumber = INTEGER.test(text) || HEXADECIMAL.test(text);
  const value = isNumber && text.length < 100 ? BigInt(text.startsWith("+") ? text.slice(1) : text) : null;
  if (value === null || value < least || value > most)
    throw malformed(place, JSON.stringify(text.slice(0, 100)), `an ${type}`);
  if (values instanceof BigInt64Array) values[index] = value;
  else values[index] = Number(value);
}
