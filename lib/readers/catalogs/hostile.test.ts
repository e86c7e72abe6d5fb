// Broken and hostile files: each ends in a tagged error that names the place, soon and without much memory.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isAnnulusError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { writeParquet } from "@/lib/tables";
import { readCatalog } from "./index";

const fixture = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, "fixtures", name)));
const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (bytes: Uint8Array | string, options = {}) =>
  readCatalog(memoryByteSource(typeof bytes === "string" ? utf8(bytes) : bytes, "h"), options);

const votable = (fields: string, data: string) =>
  `<?xml version="1.0"?><VOTABLE version="1.4"><RESOURCE><TABLE>${fields}<DATA>${data}</DATA></TABLE></RESOURCE></VOTABLE>`;
const INT = '<FIELD name="a" datatype="int"/>';
const rows = (...cells: string[]) => rowsOf(cells);
const rowsOf = (cells: string[]) =>
  `<TABLEDATA>${cells.map((cell) => `<TR><TD>${cell}</TD></TR>`).join("")}</TABLEDATA>`;
const stream = (kind: string, base64: string) => `<${kind}><STREAM encoding="base64">${base64}</STREAM></${kind}>`;

describe("text", () => {
  it.each([
    ["", "h: an empty file"],
    ["# only\n# comments\n", "h: no line but comments"],
    ["a,b\n1,2,3\n", "line 2 of h: more than 2 cells, expected 2"],
    ['a,b\n1,"2\n3,4\n', "line 2 of h: a quote that is never closed"],
    ['a,b\n"1"x,2\n', "line 2 of h: text behind a closing quote"],
    ["a,b\n1,\u00002\n", "line 2 of h: a NUL byte, expected text in UTF-8"],
    [`a,b\n${"1\n".repeat(200)}`, "line 102 of h: 1 cell, expected 2"],
    [`a${",a".repeat(20_001)}\n`, "h: 20002 columns, expected at most 20000"],
    [`a,b\n${"1,x\n".repeat(20_000)}1,\u0000y\n`, "line 20002 of h: a NUL byte"],
    ["SIMPLE  =                    T", "h: a FITS file"],
    ["<!DOCTYPE html><html></html>", "h: XML or HTML that is no VOTable"],
    ["x".repeat(5_000_000), "h: a line longer than 4000000 bytes"],
  ])("refuses %j", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("refuses UTF-16 and gzip by name", async () => {
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x61, 0))).rejects.toThrow("h: UTF-16 text");
    await expect(read(Uint8Array.of(0x1f, 0x8b, 8))).rejects.toThrow("h: gzip, not yet decompressed");
  });

  // in quadratic time it would never end
  it("reads a long line of one cell and a million quotes in linear time", async () => {
    expect((await read(`a,b\n1,${"x".repeat(20_000_000)}\n`)).rowCount).toBe(1);
    expect((await read(`a,b\n1,"${'""'.repeat(1_000_000)}"\n`)).columns[1]!.values[0]).toHaveLength(1_000_000);
  });

  it("does not unfold YAML aliases without end", async () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let i = 98; i < 107; i++) {
      const [before, name] = [String.fromCharCode(i - 1), String.fromCharCode(i)];
      bomb.push(`${name}: &${name} [${new Array(9).fill(`*${before}`).join(",")}]`);
    }
    const header = ["%ECSV 1.0", "---", ...bomb, "datatype:", "- {name: n, datatype: int32}"].map(
      (line) => `# ${line}\n`,
    );
    await expect(read(`${header.join("")}n\n1\n`)).rejects.toThrow("ECSV header of h");
  });
});

describe("VOTable", () => {
  it.each([
    [votable(INT, rows("1", "x")), 'FIELD a of h, row 1: "x", expected an int32'],
    [votable(INT, rows("2147483648")), 'row 0: "2147483648", expected an int32'],
    [votable(INT, "<TABLEDATA><TR><TD>1</TD><TD>2</TD></TR></TABLEDATA>"), "row 0 of h: 2 or more TD, expected 1"],
    [votable(INT, "<TABLEDATA><TR></TR></TABLEDATA>"), "row 0 of h: 0 TD, expected 1"],
    // fuzz seed 1, case 25728: a cell outside a row shifted the column
    [votable(`${INT}<TD/>`, rows("1")), "TD in TABLE, expected TD in TR"],
    [
      votable(INT, "<TABLEDATA><TR><TD>1</TD><TR><TD>2</TD></TR></TR></TABLEDATA>"),
      "TR in TR, expected TR in TABLEDATA",
    ],
    [votable('<FIELD name="a" datatype="int" arraysize="3"/>', rows("1 2")), "row 0: 2 elements, expected 3"],
    [
      votable('<FIELD name="a" datatype="int" arraysize="2x*"/>', rows("1 2 3")),
      "3 elements, expected a multiple of 2",
    ],
    [votable('<FIELD name="a" datatype="int" arraysize="x"/>', rows("1")), "FIELD a of h: arraysize x"],
    [
      votable('<FIELD name="a" datatype="int" arraysize="99999999999"/>', rows("")),
      "expected at most 16777216 elements",
    ],
    [votable('<FIELD name="a" datatype="char" arraysize="0x*"/>', rows("x")), "texts of one character or more"],
    [votable('<FIELD name="a" datatype="text"/>', rows("1")), "FIELD a of h: datatype text"],
    [votable('<FIELD name="a" datatype="int" arraysize="9999999"/>', rows("", "", "")), "missing arrays of together"],
    [votable(INT, stream("BINARY", "AAAA")), "h: a stream that ends 3 bytes into row 0"],
    [votable(INT, stream("BINARY", "AAAAA")), "base64 that ends with 1 digits"],
    [votable(INT, stream("BINARY", "AA*A")), 'h: "*", expected base64'],
    [votable(INT, stream("BINARY2", "")).replace('"int"', '"int" arraysize="0"'), null],
    [votable('<FIELD name="a" datatype="int" arraysize="0"/>', stream("BINARY", "")), "h: rows of no bytes"],
    [
      votable('<FIELD name="a" datatype="int" arraysize="*"/>', stream("BINARY", "f////w==")),
      "a stream that ends 4 bytes",
    ],
    [votable('<FIELD name="a" datatype="int" arraysize="*"/>', stream("BINARY", "/////w==")), "an array of length -1"],
    [votable(INT, '<FITS><STREAM href="x.fits"/></FITS>'), "h: data as FITS"],
    [votable(INT, '<BINARY><STREAM href="file:///etc/passwd"/></BINARY>'), "a STREAM at file:///etc/passwd"],
    [votable(INT, '<BINARY><STREAM encoding="gzip">AA</STREAM></BINARY>'), "encoding gzip, expected base64"],
    [votable(INT, rows("1")).slice(0, 120), "unclosed tag"],
    [votable(INT, rows("&x;")), "undefined entity"],
    ["<?xml version='1.0'?><a/>", "h: no element VOTABLE"],
    [
      '<VOTABLE><RESOURCE><INFO name="QUERY_STATUS" value="ERROR">bad</INFO></RESOURCE></VOTABLE>',
      "0 tables and QUERY_STATUS ERROR",
    ],
    ['<?xml version="1.0" encoding="x-unknown"?><VOTABLE/>', "h: encoding x-unknown"],
  ])("%#: %s", async (text, message) => {
    if (message === null) expect((await read(text)).rowCount).toBe(0);
    else await expect(read(text)).rejects.toThrow(message);
  });

  it("expands no entities of a document type", async () => {
    const entities = Array.from({ length: 10 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const document = votable(INT, rows("&l10;")).replace("?>", `?><!DOCTYPE VOTABLE [<!ENTITY l0 "1">${entities}]>`);
    await expect(read(document)).rejects.toThrow("undefined entity");
    const outside = votable(INT, rows("&f;")).replace(
      "?>",
      '?><!DOCTYPE VOTABLE [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    );
    await expect(read(outside)).rejects.toThrow("undefined entity");
  });

  it("says which table there is not, and reads the second", async () => {
    const two = fixture("two.vot");
    expect(await read(two, { table: 1 })).toMatchObject({ name: "second", rowCount: 1, meta: { tables: "2" } });
    await expect(read(two, { table: 2 })).rejects.toThrow("h: 2 tables, expected table 2");
  });

  it("tells a wrong nrows", async () => {
    const document = votable(INT, rows("1", "2")).replace("<TABLE>", '<TABLE nrows="3">');
    expect((await read(document)).problems).toEqual([{ place: "h", found: "2 rows", expected: "3 by nrows" }]);
  });

  it("reads a prefix, CDATA, and tags cut by the pieces of the file", async () => {
    const many = Array.from({ length: 200_000 }, (_, i) => String(i));
    const plain = votable(INT, rowsOf(["<![CDATA[7]]>", ...many]));
    const prefixed = plain.replaceAll(/<(\/?)([A-Z]+)/g, "<$1v:$2");
    const { columns, rowCount } = await read(prefixed);
    expect(rowCount).toBe(200_001);
    expect(columns[0]!.values.slice(0, 3)).toEqual(Int32Array.of(7, 0, 1));
    expect(columns[0]!.values[200_000]).toBe(199_999);
  });
});

describe("Parquet", () => {
  const column = (type: "int64" | "text", values: (bigint | string)[]) => ({
    name: "c",
    type,
    unit: null,
    description: "",
    values,
  });
  const numbers = Array.from({ length: 100 }, (_, i) => BigInt(i * i));
  const whole = writeParquet({ name: "t", meta: {}, columns: [column("int64", numbers)] });

  it.each([0.1, 0.5, 0.9, 0.99])("refuses %f of a file", async (part) => {
    await expect(read(whole.slice(0, Math.floor(whole.length * part)))).rejects.toThrow("Parquet that does not decode");
  });

  it("ends every changed byte in values or a tagged error", async () => {
    for (let i = 0; i < whole.length; i++) {
      for (const change of [0x01, 0xff]) {
        const bytes = whole.slice();
        bytes[i]! ^= change;
        const result = await read(bytes).catch((error: unknown) => error);
        if (result instanceof Error)
          expect(`${i} ${change} ${isAnnulusError(result)} ${result.message}`).toMatch(/^\d+ \d+ true/);
      }
    }
  });
});

it.each(["binary.vot", "binary2.vot", "tabledata.vot", "types.ecsv", "sextractor.cat", "table.csv"])(
  "ends every cut of %s in values or a tagged error",
  async (name) => {
    const whole = fixture(name);
    for (let length = 0; length < whole.length; length += 7) {
      const result = await read(whole.slice(0, length)).catch((error: unknown) => error);
      if (result instanceof Error) expect(`${length} ${isAnnulusError(result)} ${result.message}`).toMatch(/^\d+ true/);
    }
  },
);
