// Every format that astropy writes, against what astropy reads back from it (fixtures/catalogs.golden.py).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { memoryByteSource } from "@/lib/files/byte-source";
import { type Catalog, type CatalogColumn, readCatalog } from "./index";

const FOLDER = join(import.meta.dirname, "fixtures");
const goldenSchema = z.record(
  z.string(),
  z.object({
    rowCount: z.number(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        unit: z.string().nullable(),
        description: z.string().nullable(),
        values: z.array(z.unknown()),
      }),
    ),
  }),
);
const golden = goldenSchema.parse(JSON.parse(readFileSync(join(FOLDER, "catalogs.json"), "utf8")));

/** Text tables carry no type of their own: integers are int64, floats float64. */
const INFERRED = new Set(["csv", "whitespace", "sextractor"]);

async function read(name: string, options = {}): Promise<Catalog> {
  return readCatalog(memoryByteSource(readFileSync(join(FOLDER, name)), name), options);
}

describe.each(Object.keys(golden))("%s", (name) => {
  const answer = golden[name]!;

  it("has astropy's columns, types and units", async () => {
    const catalog = await read(name);
    expect(catalog.rowCount).toBe(answer.rowCount);
    expect(catalog.columns.map((column) => column.name)).toEqual(answer.columns.map((column) => column.name));
    for (const [i, column] of catalog.columns.entries()) {
      const { type, unit, description } = answer.columns[i]!;
      if (type !== "object" && !INFERRED.has(catalog.format))
        expect([column.name, column.type]).toEqual([column.name, type]);
      expect(column.unit).toBe(unit === "pix" ? "pixel" : unit);
      expect(column.description).toBe(description?.trim() ?? null);
    }
  });

  it("has astropy's values and nulls", async () => {
    const catalog = await read(name);
    for (const [i, column] of catalog.columns.entries()) {
      const { values, type } = answer.columns[i]!;
      for (let row = 0; row < catalog.rowCount; row++) {
        const read = isFloat(type) ? asFloat(values[row]) : values[row];
        // astropy leaves truth values of untyped tables as text
        const expected = column.type === "bool" && type === "text" ? read === "True" : read;
        expect([column.name, row, cell(column, row)]).toEqual([column.name, row, expected]);
      }
    }
  });

  it("gives one column alone as among all", async () => {
    const all = await read(name);
    const last = all.columns.at(-1)!;
    expect((await read(name, { columns: [last.name] })).columns).toEqual([last]);
  });
});

const isFloat = (type: string) => type.startsWith("float") || type === "object" || type.startsWith("complex");

/** JSON has no NaN; astropy masks it where VOTable says so, and we keep it as a value. */
function asFloat(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asFloat);
  if (value === null) return Number.NaN;
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : value;
}

function cell(column: CatalogColumn, row: number): unknown {
  const { values, type, cellShape, offsets, isNull } = column;
  const isComplex = type.startsWith("complex");
  const size = cellShape.reduce((product, length) => product * length, isComplex ? 2 : 1);
  const parts = Array.from({ length: offsets ? offsets[row + 1]! - offsets[row]! : size }, (_, k) => {
    const value = values[(offsets ? offsets[row]! : row * size) + k];
    if (type === "bool") return value === 1;
    return typeof value === "bigint" || /^u?int/.test(type) ? String(value) : value;
  });
  if (isNull?.[row] === 1 && !/^(float|complex)/.test(type)) return null;
  return offsets || size > 1 ? parts : parts[0];
}
