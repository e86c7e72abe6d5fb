// A column whose type was inferred to the type that its file declares.

import { type CatalogArray, type CatalogColumn, type CatalogType, malformed, newArray } from "./catalog";

const COMPLEX = /^\(?\s*([+-]?(?:[\d.]+(?:e[+-]?\d+)?|nan|inf))?(?:([+-]?(?:[\d.]+(?:e[+-]?\d+)?|nan|inf)?)j)?\s*\)?$/i;

/**
 * The same values in the declared type.
 *
 * @param column scalar, with inferred type
 * @param type what the file declares
 * @param rowCount number of rows
 * @param place of the column, for messages
 * @returns a column of that type; float32 rounded once, integers exact
 * @throws MalformedFileError naming the row when a value does not suit the type
 */
export function castColumn(column: CatalogColumn, type: CatalogType, rowCount: number, place: string): CatalogColumn {
  if (column.type === type) return column;
  const { values } = column;
  // of a column of numbers "" is a null, which without any number in it cannot be inferred
  const isAllEmpty = type !== "text" && Array.isArray(values) && values.every((text) => text === "");
  const isNull = isAllEmpty && rowCount > 0 ? new Uint8Array(rowCount).fill(1) : column.isNull;
  const isAllNull = isNull?.every((flag) => flag === 1);
  if (type === "text") {
    if (isAllNull || rowCount === 0) return { ...column, type, values: new Array<string>(rowCount).fill("") };
    throw malformed(place, `values of type ${column.type}`, "text");
  }
  if (type === "complex64" || type === "complex128") return castComplex(column, type, place);
  if (isAllNull || rowCount === 0) {
    const empty = newArray(type, rowCount);
    if (empty instanceof Float32Array || empty instanceof Float64Array) empty.fill(Number.NaN);
    return { ...column, type, values: empty, isNull };
  }
  if (Array.isArray(values) || column.type === "bool" || type === "bool") {
    throw malformed(place, `values of type ${column.type}`, type);
  }
  if (type === "float32") return { ...column, type, values: Float32Array.from(asNumbers(values, isNull)) };
  if (type === "float64") return { ...column, type, values: asNumbers(values, isNull) };
  return { ...column, type, values: castIntegers(values, type, place) };
}

function asNumbers(values: CatalogArray, isNull: Uint8Array | null): Float64Array {
  const numbers = Float64Array.from(values as ArrayLike<number | bigint>, Number);
  if (isNull) for (let i = 0; i < numbers.length; i++) if (isNull[i] === 1) numbers[i] = Number.NaN;
  return numbers;
}

function castIntegers(values: CatalogArray, type: Exclude<CatalogType, "text">, place: string): CatalogArray {
  if (!(values instanceof BigInt64Array) && !(values instanceof BigUint64Array)) {
    throw malformed(place, "numbers with a point or exponent", type);
  }
  const cast = newArray(type, values.length);
  const isWide = cast instanceof BigInt64Array || cast instanceof BigUint64Array;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (isWide) cast[row] = value;
    else cast[row] = Number(value);
    if (BigInt(cast[row]!) !== value) throw malformed(`${place}, row ${row}`, String(value), type);
  }
  return cast;
}

function castComplex(column: CatalogColumn, type: "complex64" | "complex128", place: string): CatalogColumn {
  const texts = Array.isArray(column.values) ? column.values : Array.from(column.values as Iterable<unknown>, String);
  const values = type === "complex64" ? new Float32Array(2 * texts.length) : new Float64Array(2 * texts.length);
  for (const [row, text] of texts.entries()) {
    const match = COMPLEX.exec(text.trim());
    if (column.isNull?.[row] === 1) values.fill(Number.NaN, 2 * row, 2 * row + 2);
    else if (!match || text.trim() === "")
      throw malformed(`${place}, row ${row}`, JSON.stringify(text), "a complex number");
    else {
      values[2 * row] = partOf(match[1] ?? "0");
      values[2 * row + 1] =
        match[2] === undefined ? 0 : partOf(/\d|nan|inf/i.test(match[2]) ? match[2] : `${match[2]}1`);
    }
  }
  return { ...column, type, values };
}

function partOf(text: string): number {
  const infinite = /^([+-]?)inf$/i.exec(text);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  return Number(text);
}
