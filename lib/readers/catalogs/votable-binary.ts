// Rows of BINARY and BINARY2 streams, big-endian, as their bytes come in (VOTable 1.4, 5.3 and 5.4).

import { type CatalogArray, type CatalogType, malformed } from "./catalog";
import type { VotableColumn } from "./votable-column";
import type { VotableField } from "./votable-field";

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
const UTF16 = new TextDecoder("utf-16be", { ignoreBOM: true });

/** Takes the stream piece by piece; holds back the bytes of a row that is not complete. */
export class BinaryRows {
  private bytes = new Uint8Array(0);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  rowCount = 0;

  /**
   * @param columns of all fields in order; null for those that are not wanted
   * @param fields of the table
   * @param hasNullFlags true for BINARY2: one bit a field in front of each row
   * @param place of the table, for messages
   */
  constructor(
    private readonly columns: (VotableColumn | null)[],
    private readonly fields: VotableField[],
    private readonly hasNullFlags: boolean,
    private readonly place: string,
  ) {
    const hasWidth = hasNullFlags || fields.some((field) => countBytes(field) || cellBytes(field, 1) > 0);
    if (fields.length === 0 || !hasWidth) throw malformed(place, "rows of no bytes", "a FIELD with data");
  }

  push(piece: Uint8Array): void {
    this.append(piece);
    let start = 0;
    for (let end = this.rowEnd(start); end >= 0; end = this.rowEnd(start)) {
      this.readRow(start);
      this.rowCount++;
      start = end;
    }
    this.bytes.copyWithin(0, start, this.length);
    this.length -= start;
  }

  /** @throws MalformedFileError when bytes are left that make no row */
  end(): void {
    if (this.length === 0) return;
    const found = `a stream that ends ${this.length} bytes into row ${this.rowCount}`;
    throw malformed(this.place, found, "whole rows");
  }

  private append(piece: Uint8Array): void {
    if (this.length + piece.length > this.bytes.length) {
      const larger = new Uint8Array(Math.ceil((this.length + piece.length) * 1.25));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    this.bytes.set(piece, this.length);
    this.length += piece.length;
  }

  /** Where the row at `start` ends, or -1 while it is not complete. */
  private rowEnd(start: number): number {
    let position = start + (this.hasNullFlags ? Math.ceil(this.fields.length / 8) : 0);
    for (const field of this.fields) {
      if (!countBytes(field)) position += cellBytes(field, 1);
      else {
        if (position + 4 > this.length) return -1;
        position += 4 + cellBytes(field, this.countAt(position));
      }
      if (position > this.length) return -1;
    }
    return position;
  }

  private countAt(position: number): number {
    const count = this.view.getInt32(position);
    if (count >= 0) return count;
    throw malformed(`${this.place}, row ${this.rowCount}`, `an array of length ${count}`, "0 or more");
  }

  private readRow(start: number): void {
    let position = start + (this.hasNullFlags ? Math.ceil(this.fields.length / 8) : 0);
    for (const [i, field] of this.fields.entries()) {
      const isFlagged = this.hasNullFlags && ((this.bytes[start + (i >> 3)]! >> (7 - (i & 7))) & 1) === 1;
      const steps = countBytes(field) ? this.countAt(position) : 1;
      if (countBytes(field)) position += 4;
      const column = this.columns[i];
      const byteLength = cellBytes(field, steps);
      if (column && isFlagged) column.addNull();
      else if (column && field.type === "text") this.readTexts(column, position, byteLength, steps);
      else if (column) this.readCell(column, position, steps);
      position += byteLength;
    }
  }

  private readCell(column: VotableColumn, position: number, steps: number): void {
    const { field } = column;
    const isScalar = field.count === 1 && !field.isVariable;
    const elements = elementCount(field, steps);
    if (elements % field.count !== 0) {
      throw malformed(
        `FIELD ${field.name} of ${this.place}, row ${this.rowCount}`,
        `${elements} elements`,
        `a multiple of ${field.count}`,
      );
    }
    const { values, first } = column.extend(field.type.startsWith("complex") ? 2 * elements : elements);
    const isUndefined = readElements(this.view, position, field, values, first, elements);
    const isNull = isScalar && (isUndefined || (field.nullText !== null && String(values[first]) === field.nullText));
    if (isNull && !(values instanceof Float32Array || values instanceof Float64Array)) clear(values, first);
    column.endRow(isNull);
  }

  private readTexts(column: VotableColumn, position: number, byteLength: number, steps: number): void {
    const { textLength, elementBytes, count, isVariable, nullText } = column.field;
    const each = textLength === null ? byteLength : textLength * elementBytes;
    const texts = textLength === null ? 1 : isVariable ? Math.floor(steps / textLength) : count;
    let isEmpty = true;
    for (let k = 0; k < texts; k++) {
      const from = position + k * each;
      const text = decodeText(this.bytes.subarray(from, from + each), column.field);
      if (text !== "" && text !== nullText) isEmpty = false;
      column.addText(text);
    }
    column.endRow(isEmpty && !isVariable);
  }
}

/** True for cells that begin with their length. */
function countBytes(field: VotableField): boolean {
  return field.isVariable || (field.type === "text" && field.textLength === null);
}

/** The length in front of a cell counts elements; for texts and arrays of several axes, all of them. */
function elementCount(field: VotableField, steps: number): number {
  return field.isVariable ? steps : field.count;
}

function cellBytes(field: VotableField, steps: number): number {
  if (field.type === "text") {
    if (field.textLength === null) return steps * field.elementBytes;
    return (field.isVariable ? steps : field.count * field.textLength) * field.elementBytes;
  }
  const elements = elementCount(field, steps);
  return field.type === "bits" ? Math.ceil(elements / 8) : elements * field.elementBytes;
}

function decodeText(bytes: Uint8Array, { isUnicode }: VotableField): string {
  const text = (isUnicode ? UTF16 : UTF8).decode(bytes);
  const end = text.indexOf("\0");
  return (end < 0 ? text : text.slice(0, end)).trimEnd();
}

/** @returns true when a single boolean is undefined */
function readElements(
  view: DataView,
  position: number,
  { type }: VotableField,
  values: CatalogArray,
  first: number,
  count: number,
): boolean {
  if (type === "bool") return readTruths(view, position, values, first, count);
  // the standard has a single bit in front of its byte (0x80), astropy writes 0x08: the others are zero
  if (type === "bits" && count === 1) values[first] = view.getUint8(position) === 0 ? 0 : 1;
  else readNumbers(view, position, type, values, first, count);
  return false;
}

function readNumbers(
  view: DataView,
  position: number,
  type: CatalogType,
  values: CatalogArray,
  first: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    if (type === "bits") values[first + i] = (view.getUint8(position + (i >> 3)) >> (7 - (i & 7))) & 1;
    else if (type === "uint8") values[first + i] = view.getUint8(position + i);
    else if (type === "int16") values[first + i] = view.getInt16(position + 2 * i);
    else if (type === "int32") values[first + i] = view.getInt32(position + 4 * i);
    else if (type === "int64") values[first + i] = view.getBigInt64(position + 8 * i);
    else if (type === "float32") values[first + i] = view.getFloat32(position + 4 * i);
    else if (type === "float64") values[first + i] = view.getFloat64(position + 8 * i);
    else readComplex(view, position, type === "complex64" ? 4 : 8, values, first, i);
  }
}

function readComplex(view: DataView, position: number, width: number, values: CatalogArray, first: number, i: number) {
  for (let part = 0; part < 2; part++) {
    const at = position + (2 * i + part) * width;
    values[first + 2 * i + part] = width === 4 ? view.getFloat32(at) : view.getFloat64(at);
  }
}

function readTruths(view: DataView, position: number, values: CatalogArray, first: number, count: number): boolean {
  let isUndefined = false;
  for (let i = 0; i < count; i++) {
    const letter = String.fromCharCode(view.getUint8(position + i));
    isUndefined = !"Tt1Ff0".includes(letter);
    values[first + i] = "Tt1".includes(letter) ? 1 : 0;
  }
  return isUndefined;
}

function clear(values: CatalogArray, index: number): void {
  if (values instanceof BigInt64Array) values[index] = 0n;
  else values[index] = 0;
}
