// One column of a VOTable while its rows come in.

import { UnsupportedFormatError } from "@/lib/errors";
import { setPixels } from "../fits/scaling";
import { type CatalogArray, type CatalogColumn, newArray } from "./catalog";
import type { VotableField } from "./votable-field";

/** Elements that stand for missing arrays of fixed size, of one column: what a hostile file gets for an empty cell. */
const MOST_FILLED = 16_777_216;

export class VotableColumn {
  private values: CatalogArray;
  private readonly texts: string[] = [];
  private readonly offsets: number[] = [0];
  private isNull: Uint8Array | null = null;
  private length = 0;
  private filled = 0;
  private rows = 0;

  constructor(readonly field: VotableField) {
    this.values = newArray(field.type === "text" ? "uint8" : field.type, 0);
  }

  /** Room for `count` more elements. @returns array and the index of the first */
  extend(count: number): { values: CatalogArray; first: number } {
    const first = this.length;
    this.length += count;
    if (this.length > this.values.length) {
      const { type } = this.field;
      const larger = newArray(type === "text" ? "uint8" : type, Math.ceil(this.length * 1.5) + 64);
      setPixels(larger, this.values, 0);
      this.values = larger;
    }
    return { values: this.values, first };
  }

  addText(text: string): void {
    this.texts.push(text);
  }

  /** The cell is complete. */
  endRow(isNull: boolean): void {
    if (isNull) {
      if (this.isNull === null || this.rows >= this.isNull.length) {
        const flags = new Uint8Array(Math.ceil(this.rows * 1.5) + 64);
        if (this.isNull) flags.set(this.isNull);
        this.isNull = flags;
      }
      this.isNull[this.rows] = 1;
    }
    this.rows++;
    if (this.field.isVariable) this.offsets.push(this.field.type === "text" ? this.texts.length : this.length);
  }

  /** A missing cell: NaN, 0 or "". @throws UnsupportedFormatError when missing arrays alone would fill the memory */
  addNull(): void {
    const { type, count, isVariable, name } = this.field;
    if (!isVariable && type === "text") for (let i = 0; i < count; i++) this.texts.push("");
    else if (!isVariable) {
      const elements = type.startsWith("complex") ? 2 * count : count;
      if (count > 1) this.filled += elements;
      if (this.filled > MOST_FILLED) {
        const found = `missing arrays of together ${this.filled} elements`;
        throw new UnsupportedFormatError({ place: `FIELD ${name}`, found, expected: `at most ${MOST_FILLED}` });
      }
      const { values, first } = this.extend(elements);
      if (values instanceof Float32Array || values instanceof Float64Array) values.fill(Number.NaN, first, this.length);
    }
    this.endRow(true);
  }

  finish(): CatalogColumn {
    const { name, unit, description, ucd, type, shape, isVariable } = this.field;
    return {
      name,
      unit,
      description,
      ucd,
      // a single bit is a truth value: astropy writes booleans so
      type: type === "bits" && shape.length === 0 && !isVariable ? "bool" : type,
      cellShape: shape,
      values: type === "text" ? this.texts : this.values.subarray(0, this.length),
      offsets: isVariable ? Float64Array.from(this.offsets) : null,
      isNull: this.finishNulls(),
    };
  }

  private finishNulls(): Uint8Array | null {
    if (this.isNull === null) return null;
    const flags = new Uint8Array(this.rows);
    flags.set(this.isNull.subarray(0, this.rows));
    return flags;
  }
}
