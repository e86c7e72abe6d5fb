import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { type Catalog, readCatalog } from "./index";

const read = (text: string | Uint8Array, options = {}): Promise<Catalog> => {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return readCatalog(memoryByteSource(bytes, "t.csv"), options);
};
const columnsOf = async (text: string | Uint8Array) =>
  (await read(text)).columns.map(({ name, type, values, isNull }) => ({
    name,
    type,
    values: Array.from<string | number | bigint>(values),
    nulls: isNull ? [...isNull].join("") : null,
  }));

describe("CSV", () => {
  it("infers types over the whole column", async () => {
    expect(await columnsOf("i,f,b,t,late,n\n1,1,True,x,1,\n-2,2.5,false,y,2,NULL\n")).toEqual([
      { name: "i", type: "int64", values: [1n, -2n], nulls: null },
      { name: "f", type: "float64", values: [1, 2.5], nulls: null },
      { name: "b", type: "bool", values: [1, 0], nulls: null },
      { name: "t", type: "text", values: ["x", "y"], nulls: null },
      { name: "late", type: "int64", values: [1n, 2n], nulls: null },
      { name: "n", type: "float64", values: [Number.NaN, Number.NaN], nulls: "11" },
    ]);
  });

  it("goes back to text when a late cell is no number, digits and leading zeros kept", async () => {
    expect(await columnsOf("a,b,c\n007,True,1e3\n1.50,2,\nx7,False,nan\n")).toEqual([
      { name: "a", type: "text", values: ["007", "1.50", "x7"], nulls: null },
      { name: "b", type: "text", values: ["True", "2", "False"], nulls: null },
      { name: "c", type: "float64", values: [1000, Number.NaN, Number.NaN], nulls: "010" },
    ]);
  });

  it("keeps integers beyond 2^53 exact, beyond 2^63 unsigned, beyond that as text", async () => {
    const text = "a,b,c,d\n1,1,1,9007199254740993\n9007199254740993,18446744073709551615,18446744073709551616,0.5\n";
    expect(await columnsOf(text)).toEqual([
      { name: "a", type: "int64", values: [1n, 9007199254740993n], nulls: null },
      { name: "b", type: "uint64", values: [1n, 18446744073709551615n], nulls: null },
      { name: "c", type: "text", values: ["1", "18446744073709551616"], nulls: null },
      { name: "d", type: "float64", values: [9007199254740992, 0.5], nulls: null },
    ]);
  });

  it("goes from exact integers to other kinds", async () => {
    const text = "a,b,c\n9007199254740993,9007199254740993,9007199254740993\nnan,x,\n1,True, 5\n";
    expect(await columnsOf(text)).toEqual([
      { name: "a", type: "float64", values: [9007199254740992, Number.NaN, 1], nulls: null },
      { name: "b", type: "text", values: ["9007199254740993", "x", "True"], nulls: null },
      { name: "c", type: "int64", values: [9007199254740993n, 0n, 5n], nulls: "010" },
    ]);
  });

  it("knows nan, infinities and null words", async () => {
    expect(await columnsOf("f,i,t\nnan,1,a\n-Inf,--,NULL\n+infinity,n/a,None\n,NA,b\n")).toEqual([
      { name: "f", type: "float64", values: [Number.NaN, -Infinity, Infinity, Number.NaN], nulls: "0001" },
      { name: "i", type: "int64", values: [1n, 0n, 0n, 0n], nulls: "0111" },
      { name: "t", type: "text", values: ["a", "", "", "b"], nulls: "0110" },
    ]);
  });

  it("keeps an empty text in quotes apart from null, in columns of text", async () => {
    expect(await columnsOf('t,i,u\n"",1,""\n,"",x\n"NULL","3",""\n')).toEqual([
      { name: "t", type: "text", values: ["", "", "NULL"], nulls: "010" },
      { name: "i", type: "int64", values: [1n, 0n, 3n], nulls: "010" },
      { name: "u", type: "text", values: ["", "x", ""], nulls: null },
    ]);
  });

  it("undoes quotes: commas, line ends, quotes, Windows line ends, a byte order mark, no last line end", async () => {
    const text = '\ufeff"a","b, c"\r\n"x\ny","say ""hi"""\r\n\r\n"z",\r\n# a comment\r\n1,2';
    expect(await columnsOf(text)).toEqual([
      { name: "a", type: "text", values: ["x\ny", "z", "1"], nulls: null },
      { name: "b, c", type: "text", values: ['say "hi"', "", "2"], nulls: "010" },
    ]);
  });

  it("takes tabs, bars and semicolons, and blanks within cells", async () => {
    expect((await columnsOf("a b\tc\n1 2\t3\n"))[0]).toMatchObject({ name: "a b", values: ["1 2"] });
    expect((await columnsOf("a|b\n1| 2.5 \n"))[1]).toMatchObject({ type: "float64", values: [2.5] });
    expect((await columnsOf("a;b\n1,5;2\n"))[0]).toMatchObject({ type: "text", values: ["1,5"] });
  });

  it("names columns without header col1, col2, and empty or repeated names apart", async () => {
    expect((await columnsOf("1,2.5\n3,4\n")).map(({ name }) => name)).toEqual(["col1", "col2"]);
    const catalog = await read(",a,a,a_2\n0,1,2,3\n");
    expect(catalog.columns.map(({ name }) => name)).toEqual(["col1", "a", "a_3", "a_2"]);
    expect(catalog.problems).toEqual([
      { place: "t.csv", found: "column a twice, read as a_3", expected: "distinct names" },
    ]);
  });

  it("reads a row that ends early with nulls, and says so", async () => {
    const catalog = await read("a,b,c\n1,2,3\n4\n5,6,7\n");
    expect(catalog.columns[2]!.isNull).toEqual(Uint8Array.of(0, 1, 0));
    expect(catalog.problems).toEqual([{ place: "line 3 of t.csv", found: "1 cell", expected: "3", row: 1 }]);
  });

  it("decodes UTF-8, and Windows-1252 with a word about it", async () => {
    expect((await columnsOf("α,b\n🔭 telescope,é\n"))[0]).toMatchObject({ name: "α", values: ["🔭 telescope"] });
    const catalog = await read(Uint8Array.of(...new TextEncoder().encode("a,b\nx,"), 0xe9, 0x0a));
    expect(catalog.columns[1]!.values).toEqual(["é"]);
    expect(catalog.problems[0]?.found).toContain("not UTF-8");
  });

  it("reads a header without rows", async () => {
    expect(await columnsOf("a,b\n")).toEqual([
      { name: "a", type: "float64", values: [], nulls: null },
      { name: "b", type: "float64", values: [], nulls: null },
    ]);
  });

  it("grows beyond what the first 64 kB promise", async () => {
    const long = `${"9".repeat(15)}.5,x\n`.repeat(4000);
    const short = "1,y\n".repeat(200_000);
    const { columns, rowCount } = await read(`a,b\n${long}${short}`);
    expect(rowCount).toBe(204_000);
    expect(columns[0]!.values.slice(3999, 4001)).toEqual(Float64Array.of(999999999999999.5, 1));
    expect(columns[1]!.values.slice(3999, 4001)).toEqual(["x", "y"]);
  });
});

describe("blank-separated tables", () => {
  it("take their names from the comment above the first row", async () => {
    const catalog = await read("# RAPID truth\n#    object_id   ra   obj_type   \n 10430000698194  7.5e+00   galaxy\n");
    expect(catalog).toMatchObject({ format: "whitespace", meta: { comments: "RAPID truth" }, rowCount: 1 });
    expect(catalog.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "object_id int64",
      "ra float64",
      "obj_type text",
    ]);
  });

  it("have empty quotes for null", async () => {
    expect(await columnsOf('id ra\n1 ""\n2 1.5\n')).toEqual([
      { name: "id", type: "int64", values: [1n, 2n], nulls: null },
      { name: "ra", type: "float64", values: [Number.NaN, 1.5], nulls: "10" },
    ]);
  });
});

describe("ECSV", () => {
  const header = (types: string, more = "") => `# %ECSV 1.0\n# ---\n# datatype:\n${types}${more}`;

  it.each(["float64", "int32", "bool"])("reads a column of %s that is masked throughout", async (type) => {
    const { columns } = await read(`${header(`# - {name: a, datatype: ${type}}\n`)}a\n""\n""\n`);
    expect(columns[0]).toMatchObject({ type, isNull: Uint8Array.of(1, 1) });
  });

  it("keeps a tab within a cell: only spaces stand between them", async () => {
    const types = "# - {name: a, datatype: string}\n# - {name: b, datatype: int32}\n";
    expect((await columnsOf(`${header(types)}a b\nx\ty 12\n"" 3\n`))[0]).toMatchObject({ values: ["x\ty", ""] });
  });

  it("keeps JSON cells as text and says so", async () => {
    const types = "# - {name: a, datatype: string, subtype: 'float64[2]'}\n# - {name: b, datatype: int32}\n";
    const catalog = await read(`${header(types, "# meta: !!omap\n# - {name: t}\n# - {k: [1, 2]}\n")}a b\n"[1,2]" 5\n`);
    expect(catalog).toMatchObject({ name: "t", meta: { k: "[1,2]" } });
    expect(catalog.columns[0]).toMatchObject({ type: "text", values: ["[1,2]"] });
    expect(catalog.columns[1]!.values).toEqual(Int32Array.of(5));
    expect(catalog.problems[0]?.found).toBe("cells of float64[2], kept as the file's text");
  });

  it.each([
    ["# - {name: a, datatype: int8}\n", "a\n128\n", "column a of t.csv, row 0: 128, expected int8"],
    ["# - {name: a, datatype: int32}\n", "a\n1.5\n", "numbers with a point or exponent, expected int32"],
    [
      "# - {name: a, datatype: float64}\n",
      "a\n1\nx\n",
      "column a of t.csv, row 1: values of type text, expected float64",
    ],
    ["# - {name: a, datatype: bool}\n", "a\n1\n", "values of type int64, expected bool"],
    ["# - {name: a, datatype: complex64}\n", "a\n1+x\n", 'row 0: "1+x", expected a complex number'],
    ["# - {name: a, datatype: int32}\n", "b\n1\n", "line 5 of t.csv: name b, expected a as in the header"],
    ["# - {name: a}\n", "a\n1\n", "ECSV header of t.csv: datatype.0.datatype"],
    ["# - {name: [a\n", "a\n1\n", "ECSV header of t.csv"],
  ])("refuses %j with %j", async (types, rows, message) => {
    await expect(read(`${header(types)}${rows}`)).rejects.toThrow(message);
  });
});

describe("SExtractor", () => {
  it("refuses numbers out of order and rows too short for its columns", async () => {
    await expect(read("# 1 A\n# 1 B\n1 2\n")).rejects.toThrow(
      "line 2 of t.csv: column number 1, expected a number above 1",
    );
    await expect(read("# 1 A\n# 4 B\n1 2\n")).rejects.toThrow("line 3 of t.csv: 2 cells, expected 4 or more");
  });

  it("reads an empty catalogue", async () => {
    const catalog = await read("# 1 NUMBER Running number\n# 2 X_IMAGE Position [pixel]\n");
    expect(catalog).toMatchObject({ format: "sextractor", rowCount: 0 });
    expect(catalog.columns.map(({ unit }) => unit)).toEqual([null, "pixel"]);
  });
});
