import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { readCatalog } from "@/lib/readers/catalogs";
import { type Table, type TableColumn, writeEcsv, writeParquet, writeTable, writeVotable } from "./index";
import { votableUnit } from "./units";

const FIXTURES = join(import.meta.dirname, "fixtures");
const TABLE: Table = {
  name: 'dark "rings" & <more>',
  meta: { mode: "annulus", note: 'k = 5 σ: "quoted"\n2nd line' },
  columns: [
    {
      name: "exposure",
      type: "int64",
      unit: null,
      description: "13 digits",
      values: [2025061300222n, -(2n ** 63n), null],
    },
    { name: "score", type: "float64", unit: null, description: "", values: [0.1, Number.NaN, null] },
    { name: "radius", type: "float64", unit: "px", description: "Radius <of> & none", values: [1e-7, -0, -Infinity] },
    { name: "ok", type: "bool", unit: null, description: "", values: [true, false, null] },
    { name: "kind", type: "text", unit: null, description: "", values: ["a <b> & c", " x ", null] },
    { name: "remark", type: "text", unit: "e-", description: "", values: ["5 σ", "𝛼\nβ", ""] },
  ],
};
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const read = (bytes: Uint8Array) => readCatalog(memoryByteSource(bytes, "t"));

describe("what is written is read back", () => {
  const column = (type: TableColumn["type"], values: TableColumn["values"]): TableColumn => {
    return { name: "x", type, unit: null, description: "", values };
  };
  const tableOf = (only: TableColumn): Table => ({ name: "t", meta: {}, columns: [only] });

  it("many booleans in Parquet, which stand in runs", async () => {
    const values = Array.from({ length: 60 }, (_, i) => i % 7 < 3 || i > 40);
    const { columns } = await read(writeParquet(tableOf(column("bool", values))));
    expect(columns[0]!.values).toEqual(Uint8Array.from(values, Number));
  });

  it("words for null as texts, and a null in a line of its own", async () => {
    const words = ["NULL", "null", "N/A", "NA", "None", "--", "a"];
    for (const format of ["csv", "ecsv"] as const) {
      const texts = await read(writeTable(tableOf(column("text", words)), format));
      expect([texts.columns[0]!.values, texts.columns[0]!.isNull]).toEqual([words, null]);
      const numbers = await read(writeTable(tableOf(column("int64", [1, null, 3])), format));
      expect([...(numbers.columns[0]!.isNull ?? [])]).toEqual([0, 1, 0]);
    }
  });
});

describe("VOTable", () => {
  // fixtures/votable.check.py reads these files with astropy
  it("is what astropy was shown", async () => {
    await expect(text(writeVotable(TABLE))).toMatchFileSnapshot(join(FIXTURES, "tabledata.vot"));
    await expect(text(writeVotable(TABLE, "BINARY2"))).toMatchFileSnapshot(join(FIXTURES, "binary2.vot"));
  });

  it.each(["TABLEDATA", "BINARY2"] as const)("%s comes back through our own reader", async (serialization) => {
    const catalog = await read(writeVotable(TABLE, serialization));
    expect(catalog).toMatchObject({ name: TABLE.name, format: "votable", meta: TABLE.meta, rowCount: 3, problems: [] });
    expect(catalog.columns.map(({ name, type, unit }) => `${name} ${type} ${unit}`)).toEqual([
      "exposure int64 null",
      "score float64 null",
      "radius float64 pixel",
      "ok bool null",
      "kind text null",
      "remark text electron",
    ]);
    const [exposure, score, radius, ok, kind, remark] = catalog.columns;
    expect(exposure).toMatchObject({ description: "13 digits", isNull: Uint8Array.of(0, 0, 1) });
    expect(exposure!.values).toEqual(BigInt64Array.of(2025061300222n, -(2n ** 63n), 0n));
    expect(score).toMatchObject({
      isNull: Uint8Array.of(0, 0, 1),
      values: Float64Array.of(0.1, Number.NaN, Number.NaN),
    });
    expect(Object.is(radius!.values[1], -0)).toBe(true);
    expect(radius).toMatchObject({ description: "Radius <of> & none", isNull: null });
    expect(ok).toMatchObject({ values: Uint8Array.of(1, 0, 0), isNull: Uint8Array.of(0, 0, 1) });
    // trailing blanks of a stream are padding; in TABLEDATA they are text
    expect(kind!.values).toEqual(["a <b> & c", serialization === "TABLEDATA" ? " x " : " x", ""]);
    expect(remark!.values).toEqual(["5 σ", "𝛼\nβ", ""]);
  });

  it("joins pieces of a long stream", async () => {
    const values = Float64Array.from({ length: 20_000 }, (_, i) => i / 3);
    const column = { name: "x", type: "float64", unit: null, description: "", values } as const;
    const catalog = await read(writeVotable({ name: "t", meta: {}, columns: [column] }, "BINARY2"));
    expect(catalog.columns[0]!.values).toEqual(values);
  });

  it("writes tables without rows or columns", async () => {
    const empty = { ...TABLE, columns: TABLE.columns.map((column) => ({ ...column, values: [] })) };
    for (const serialization of ["TABLEDATA", "BINARY2"] as const) {
      expect(await read(writeVotable(empty, serialization))).toMatchObject({ rowCount: 0 });
    }
    expect(await read(writeVotable({ name: "t", meta: {}, columns: [] }))).toMatchObject({ columns: [], rowCount: 0 });
  });

  it("spells units as VOUnit does", () => {
    expect(["px", "px^2", "mm2", "e-", "sigma", null].map(votableUnit)).toEqual([
      "pixel",
      "pixel**2",
      "mm**2",
      "electron",
      null,
      null,
    ]);
  });

  it("is the format of .vot, .votable and .xml", () => {
    expect(text(writeTable(TABLE, "votable"))).toBe(text(writeVotable(TABLE)));
  });
});

describe("ECSV and Parquet of ours", () => {
  it.each([
    ["ecsv", writeEcsv(TABLE)],
    ["parquet", writeParquet(TABLE)],
  ] as const)("%s comes back with units, types and nulls", async (format, bytes) => {
    const catalog = await read(bytes);
    expect(catalog).toMatchObject({ format, name: TABLE.name, rowCount: 3 });
    expect(catalog.meta).toMatchObject(TABLE.meta);
    for (const [i, column] of catalog.columns.entries()) {
      const { name, type, description, values } = TABLE.columns[i]!;
      expect(column).toMatchObject({ name, type, description: description === "" ? null : description });
      for (let row = 0; row < 3; row++) {
        const value = values[row] ?? null;
        const found = column.isNull?.[row] === 1 ? null : column.values[row];
        expect(found).toEqual(typeof value === "boolean" ? Number(value) : value);
      }
    }
    expect(catalog.columns[2]!.unit).toBe("pix");
  });
});
