import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { InvalidParameterError, UnsupportedFormatError } from "../errors";
import { type Table, tableFormatOf, writeCsv, writeEcsv, writeParquet, writeRegions, writeTable } from "./index";

const TABLE: Table = {
  name: "dark rings",
  meta: { mode: "annulus", note: 'k = 5 σ: "quoted", #1\n2nd line 𝛼' },
  columns: [
    { name: "exposure", type: "int64", unit: null, description: "13 digits", values: [2025061300222n, 1, null] },
    { name: "score", type: "float64", unit: null, description: "", values: [0.1, Number.NaN, null] },
    { name: "radius", type: "float64", unit: "px", description: "Radius, or none", values: [1e-7, -0, 1 / 3] },
    { name: "ok", type: "bool", unit: null, description: "", values: [true, false, null] },
    { name: "kind", type: "text", unit: null, description: "", values: ['a "b", c', "", null] },
  ],
};
const EMPTY: Table = { ...TABLE, columns: TABLE.columns.map((column) => ({ ...column, values: [] })) };

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bufferOf = (bytes: Uint8Array) => bytes.slice().buffer;

describe("CSV", () => {
  it("keeps null, NaN and empty text apart", () => {
    expect(text(writeCsv(TABLE))).toBe(
      'exposure,score,radius,ok,kind\n2025061300222,0.1,1e-7,True,"a ""b"", c"\n1,nan,-0.0,False,""\n,,0.3333333333333333,,\n',
    );
  });

  it("writes the header line of an empty table", () => {
    expect(text(writeCsv(EMPTY))).toBe("exposure,score,radius,ok,kind\n");
  });
});

describe("ECSV", () => {
  it("describes columns as astropy does, in ASCII", () => {
    const header = text(writeEcsv(TABLE)).split("\nexposure,")[0];
    expect(header).toMatchInlineSnapshot(`
      "# %ECSV 1.0
      # ---
      # delimiter: ','
      # datatype:
      # - {name: "exposure", datatype: int64, description: "13 digits"}
      # - {name: "score", datatype: float64}
      # - {name: "radius", unit: "pix", datatype: float64, description: "Radius, or none"}
      # - {name: "ok", datatype: bool}
      # - {name: "kind", datatype: string}
      # meta: !!omap
      # - {"name": "dark rings"}
      # - {"mode": "annulus"}
      # - {"note": "k = 5 \\u03c3: \\"quoted\\", #1\\n2nd line \\U0001d6fc"}
      # schema: astropy-2.0"
    `);
  });
});

describe("Parquet", () => {
  it("reads back with types, nulls, 64-bit integers and NaN", async () => {
    const file = bufferOf(writeParquet(TABLE));
    expect(await parquetReadObjects({ file })).toEqual([
      { exposure: 2025061300222n, score: 0.1, radius: 1e-7, ok: true, kind: 'a "b", c' },
      { exposure: 1n, score: Number.NaN, radius: -0, ok: false, kind: "" },
      { exposure: null, score: null, radius: 1 / 3, ok: null, kind: null },
    ]);
    const { schema, key_value_metadata } = parquetMetadata(file);
    expect(schema.slice(1).map(({ name, type }) => `${name} ${type}`)).toEqual([
      "exposure INT64",
      "score DOUBLE",
      "radius DOUBLE",
      "ok BOOLEAN",
      "kind BYTE_ARRAY",
    ]);
    const entries = new Map(key_value_metadata?.map(({ key, value }) => [key, value]));
    expect(entries.get("mode")).toBe("annulus");
    expect(entries.get("table::len::kind")).toBe("8");
    expect(entries.get("table_meta_yaml")).toContain('- {name: "radius", unit: "pix", datatype: float64');
  });

  it("writes empty tables with all their columns", async () => {
    const file = bufferOf(writeParquet(EMPTY));
    expect(parquetMetadata(file).schema.length).toBe(6);
    expect(await parquetReadObjects({ file })).toEqual([]);
  });
});

describe("refusals", () => {
  const withColumn = (
    values: Table["columns"][number]["values"],
    type: "int64" | "float64" | "bool" | "text",
  ): Table => ({
    name: "t",
    meta: {},
    columns: [{ name: "c", type, unit: null, description: "", values }],
  });

  it("names table, column, row and value of another type", () => {
    expect(() => writeCsv(withColumn([1, 2.5], "int64"))).toThrow(
      "table t, column c, row 1: number 2.5, expected int64",
    );
    expect(() => writeParquet(withColumn(["1"], "float64"))).toThrow(InvalidParameterError);
    expect(() => writeEcsv(withColumn([1], "text"))).toThrow(InvalidParameterError);
    expect(() => writeCsv(withColumn([2 ** 53], "int64"))).toThrow(InvalidParameterError);
  });

  it("refuses columns of different lengths and a name twice", () => {
    const column = withColumn([1], "int64").columns[0]!;
    expect(() => writeCsv({ name: "t", meta: {}, columns: [column, { ...column, values: [] }] })).toThrow("0 values");
    expect(() => writeCsv({ name: "t", meta: {}, columns: [column, column] })).toThrow("the name twice");
  });

  it("finds the format by the file's ending or refuses it", () => {
    expect(tableFormatOf("a/b.ECSV")).toBe("ecsv");
    expect(tableFormatOf("rings.parquet")).toBe("parquet");
    expect(["a.vot", "a.votable", "a.XML"].map(tableFormatOf)).toEqual(["votable", "votable", "votable"]);
    expect(() => tableFormatOf("rings.xlsx")).toThrow(UnsupportedFormatError);
    expect(() => tableFormatOf("rings")).toThrow("a name without ending");
    expect(text(writeTable(EMPTY, "csv"))).toBe(text(writeCsv(EMPTY)));
  });
});

describe("DS9 regions", () => {
  it("count from 1", () => {
    const regions = writeRegions(
      [
        { shape: "circle", x: 0, y: 9.5, radiusPixels: 5, label: "#0 {g}=0.991", tag: "ring", color: "red" },
        { shape: "box", x: 99, y: 199, widthPixels: 10, heightPixels: 12.3456 },
      ],
      "LSSTCam 2025061300222\nR22_S11",
    );
    expect(regions.split("\n").slice(1)).toEqual([
      "# LSSTCam 2025061300222 R22_S11",
      'global color=green dashlist=8 3 width=1 font="helvetica 10 normal roman" select=1 highlite=1 edit=1 move=1 delete=1',
      "image",
      "circle(1,10.5,5) # color=red text={#0 g=0.991} tag={ring}",
      "box(100,200,10,12.346,0)",
      "",
    ]);
  });

  it("refuse what is not a number", () => {
    expect(() => writeRegions([{ shape: "circle", x: Number.NaN, y: 0, radiusPixels: 1 }])).toThrow("region 0, x: NaN");
    expect(() => writeRegions([{ shape: "box", x: 0, y: 0 }])).toThrow(InvalidParameterError);
  });
});
