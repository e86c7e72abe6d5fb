// One column of a Parquet file while its row groups come in.

import type { DecodedArray, SchemaElement, SchemaTree } from "hyparquet";
import { type CatalogArray, type CatalogColumn, type CatalogType, newArray } from "./catalog";

type NumberType = Exclude<CatalogType, "text" | "bits" | "complex64" | "complex128">;

const TIME_UNITS: Record<string, string> = { MILLIS: "ms", MICROS: "us", NANOS: "ns" };

export class ParquetLeaf {
  readonly name: string;
  readonly top: string;
  private readonly element: SchemaElement;
  private readonly type: NumberType | "text" | "bytes";
  private readonly isList: boolean;
  private values: CatalogArray | null = null;
  private cells: unknown[] | null = null;
  private isNull: Uint8Array | null = null;
  private rowCount = 0;

  /**
   * @param path names from the top-level column to this one
   * @param tree its part of the schema
   */
  constructor(
    private readonly path: string[],
    tree: SchemaTree,
  ) {
    this.name = path.join(".");
    this.top = path[0]!;
    this.isList = tree.children.length > 0 || tree.element.repetition_type === "REPEATED";
    this.element = onlyLeaf(tree) ?? { name: "" };
    this.type = typeOf(this.element);
  }

  begin(rowCount: number): void {
    this.rowCount = rowCount;
    if (this.isList || this.type === "text" || this.type === "bytes") this.cells = new Array<unknown>(rowCount);
    else this.values = newArray(this.type, rowCount);
  }

  /** The rows of one row group, decoded by hyparquet for the top-level column. */
  add(data: DecodedArray, rowStart: number): void {
    const { values, path } = this;
    if (values && path.length === 1 && !Array.isArray(data) && data.constructor === values.constructor) {
      (values as { set(data: ArrayLike<unknown>, offset: number): void }).set(data, rowStart);
      return;
    }
    for (let i = 0; i < data.length; i++) {
      let cell: unknown = data[i];
      for (let k = 1; k < path.length; k++) cell = memberOf(cell, path[k]!);
      this.put(cell, rowStart + i);
    }
  }

  finish(): CatalogColumn {
    const { name, isNull } = this;
    const column = { name, unit: this.unit(), description: null, ucd: null, cellShape: [], offsets: null, isNull };
    if (this.values) return { ...column, type: this.type as NumberType, values: this.values };
    const cells = this.cells ?? [];
    if (this.isList) return { ...column, ...(this.joinLists(cells) ?? { type: "text", values: cells.map(jsonText) }) };
    const texts = this.type === "text" ? cells : decodeAll(cells);
    if (texts) return { ...column, type: "text", values: texts.map((cell) => (typeof cell === "string" ? cell : "")) };
    return { ...column, ...joinArrays(cells as (ArrayLike<number> | null)[], "uint8") };
  }

  private put(cell: unknown, row: number): void {
    if (cell === null || cell === undefined) {
      this.isNull ??= new Uint8Array(this.rowCount);
      this.isNull[row] = 1;
      const { values } = this;
      if (values instanceof Float32Array || values instanceof Float64Array) values[row] = Number.NaN;
      if (this.cells) this.cells[row] = null;
    } else if (this.cells) this.cells[row] = cell;
    else if (this.values instanceof BigInt64Array || this.values instanceof BigUint64Array) {
      this.values[row] = typeof cell === "bigint" ? cell : BigInt(Number(cell));
    } else this.values![row] = Number(cell);
  }

  private unit(): string | null {
    const { converted_type: kind, logical_type: logical, type } = this.element;
    if (kind === "DATE") return "d";
    if (kind === "TIMESTAMP_MILLIS" || kind === "TIME_MILLIS") return "ms";
    if (kind === "TIMESTAMP_MICROS" || kind === "TIME_MICROS") return "us";
    if (logical?.type === "TIMESTAMP" || logical?.type === "TIME") return TIME_UNITS[logical.unit] ?? null;
    return type === "INT96" ? "ns" : null;
  }

  /** Lists of plain numbers as one array; null when there is anything else in them. */
  private joinLists(cells: unknown[]): Pick<CatalogColumn, "type" | "values" | "offsets"> | null {
    const { type } = this;
    if (type === "text" || type === "bytes" || type === "bool") return null;
    const wanted = type === "int64" || type === "uint64" ? "bigint" : "number";
    const isPlain = (cell: unknown) =>
      cell === null || (isArrayLike(cell) && Array.from(cell).every((part) => typeof part === wanted));
    return cells.every(isPlain) ? joinArrays(cells as (ArrayLike<number> | null)[], type) : null;
  }
}

function joinArrays(cells: (ArrayLike<number | bigint> | null)[], type: NumberType) {
  const offsets = new Float64Array(cells.length + 1);
  for (const [i, cell] of cells.entries()) offsets[i + 1] = offsets[i]! + (cell?.length ?? 0);
  const values = newArray(type, offsets[cells.length]!);
  for (const [i, cell] of cells.entries()) {
    if (cell) (values as { set(cell: ArrayLike<unknown>, offset: number): void }).set(cell, offsets[i]!);
  }
  return { type, values, offsets };
}

function isArrayLike(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}

function memberOf(cell: unknown, name: string): unknown {
  return typeof cell === "object" && cell !== null ? (cell as Record<string, unknown>)[name] : null;
}

function onlyLeaf(tree: SchemaTree): SchemaElement | null {
  if (tree.children.length === 0) return tree.element;
  return tree.children.length === 1 ? onlyLeaf(tree.children[0]!) : null;
}

function typeOf({ type, converted_type: kind, logical_type: logical }: SchemaElement): NumberType | "text" | "bytes" {
  if (kind === "DECIMAL" || logical?.type === "FLOAT16") return "float64";
  const unsigned = logical?.type === "INTEGER" && !logical.isSigned ? logical.bitWidth : 0;
  const bits = logical?.type === "INTEGER" ? logical.bitWidth : 0;
  if (type === "BOOLEAN") return "bool";
  if (type === "FLOAT") return "float32";
  if (type === "DOUBLE") return "float64";
  if (type === "INT96") return "int64";
  if (type === "INT64") return kind === "UINT_64" || unsigned === 64 ? "uint64" : "int64";
  if (type === "INT32") {
    if (kind === "UINT_8" || unsigned === 8) return "uint8";
    if (kind === "UINT_16" || unsigned === 16) return "uint16";
    if (kind === "UINT_32" || unsigned === 32) return "uint32";
    if (kind === "INT_8" || bits === 8) return "int8";
    return kind === "INT_16" || bits === 16 ? "int16" : "int32";
  }
  const isText =
    kind === "UTF8" || kind === "ENUM" || kind === "JSON" || logical?.type === "STRING" || logical?.type === "UUID";
  return isText ? "text" : "bytes";
}

/** Bytes as text when all of them are UTF-8: writers of old did not mark text as such. */
function decodeAll(cells: unknown[]): (string | null)[] | null {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const texts: (string | null)[] = [];
  for (const cell of cells) {
    if (!(cell instanceof Uint8Array)) {
      texts.push(typeof cell === "string" ? cell : null);
      continue;
    }
    if (cell.includes(0)) return null;
    try {
      texts.push(decoder.decode(cell));
    } catch (error) {
      if (error instanceof TypeError) return null;
      throw error;
    }
  }
  return texts;
}

function jsonText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  const exact: string[] = [];
  const text = JSON.stringify(cell, (_key, value: unknown) => {
    if (typeof value === "bigint") return `\u0000${exact.push(String(value)) - 1}`;
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    return ArrayBuffer.isView(value) ? bytesOrNumbers(value) : value;
  });
  // integers beyond 2^53 keep their digits
  return text.replaceAll(/"\\u0000(\d+)"/g, (_match, index: string) => exact[Number(index)] ?? "null");
}

function bytesOrNumbers(view: ArrayBufferView): unknown {
  if (!(view instanceof Uint8Array)) return Array.from(view as unknown as Iterable<unknown>);
  const texts = decodeAll([view]);
  if (texts) return texts[0];
  let binary = "";
  for (const byte of view) binary += String.fromCharCode(byte);
  return btoa(binary);
}
