import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { InvalidParameterError, MalformedFileError, NotFoundError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { describeColumns, openFits, readTable } from "./index";
import { countingSource } from "./testing/counting-source";
import { goldenOf } from "./testing/golden-column";
import { patchCard } from "./testing/patch-card";
import { tableFile } from "./testing/table-file";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const bytes = new Uint8Array(gunzipSync(readFileSync(fixture("columns.fits.gz"))));
const truth: Record<string, { name: string }[]> = JSON.parse(readFileSync(fixture("columns.json"), "utf8"));
const open = (changed: Uint8Array = bytes) => openFits(memoryByteSource(changed, "columns.fits"));
const TABLES = ["FIXED", "HEAP", "ASCII", "NAMES"];
const indexOf = (name: string) => TABLES.indexOf(name) + 1;

describe.each(TABLES)("table %s", (name) => {
  it.each(truth[name]!.map((golden, i) => ({ ...golden, number: i + 1 })))(
    "reads column $number, $name",
    async (golden) => {
      const { number, ...expected } = golden;
      const { rowCount, columns } = await readTable(await open(), indexOf(name), { columns: [`#${number}`] });
      expect(rowCount).toBe(3);
      expect(columns.map(goldenOf)).toEqual([expected]);
    },
  );

  it("reads all columns at once, and tells beforehand what they hold", async () => {
    const file = await open();
    const { columns } = await readTable(file, indexOf(name));
    expect(columns.map(goldenOf)).toEqual(truth[name]);
    const told = describeColumns(file, indexOf(name)).map(({ name, type, cellShape, unit }) => ({
      name,
      type,
      cellShape,
      unit,
    }));
    expect(told).toEqual(columns.map(({ name, type, cellShape, unit }) => ({ name, type, cellShape, unit })));
    const isVariable = describeColumns(file, indexOf(name)).map((one) => one.isVariableLength);
    expect(isVariable).toEqual(columns.map((column) => column.offsets !== null));
  });

  it.each([0, 1, 2])("reads row %i as it stands among all", async (row) => {
    const file = await open();
    const whole = await readTable(file, indexOf(name));
    const one = await readTable(file, indexOf(name), { rows: { start: row, end: row + 1 } });
    expect(one.rowCount).toBe(1);
    for (const [i, column] of one.columns.entries()) {
      const all = whole.columns[i]!;
      const each = all.values.length / 3;
      const [start, end] = all.offsets ? [all.offsets[row]!, all.offsets[row + 1]!] : [row * each, (row + 1) * each];
      expect(column.values).toEqual(all.values.slice(start, end));
      expect(column.isNull).toEqual(all.isNull?.slice(start, end) ?? null);
    }
  });

  it("reads no rows", async () => {
    const { rowCount, columns } = await readTable(await open(), indexOf(name), { rows: { start: 3, end: 3 } });
    expect(rowCount).toBe(0);
    expect(columns.every((column) => column.values.length === 0)).toBe(true);
  });
});

describe("readTable", () => {
  it("finds columns by name in any case, of two of one name the first, and by number", async () => {
    const { columns } = await readTable(await open(), indexOf("NAMES"), { columns: ["Short", "#3", "#7"] });
    expect(columns.map((column) => column.values[0])).toEqual([1, 2, 3]);
    expect((await readTable(await open(), 1, { columns: [] })).columns).toEqual([]);
  });

  it("keeps the payload of a NaN", async () => {
    const { columns } = await readTable(await open(), 1, { columns: ["REAL", "DOUBLE"] });
    expect(columns.map((column) => column.unit)).toEqual(["adu", null]);
    expect(new Uint32Array((columns[0]!.values as Float32Array).buffer)[1]).toBe(0x7fc00000);
  });

  it("refuses what is not there", async () => {
    const file = await open();
    await expect(readTable(file, 4, { columns: ["GAIN"] })).rejects.toBeInstanceOf(NotFoundError);
    await expect(readTable(file, 4, { columns: ["GAIN"] })).rejects.toThrow(
      "no column GAIN, expected one of #1, short, SHORT, #7",
    );
    await expect(readTable(file, 4, { columns: ["#0"] })).rejects.toThrow("no column #0");
    await expect(readTable(file, 4, { columns: ["#5"] })).rejects.toThrow("no column #5");
    await expect(readTable(file, 4, { columns: [""] })).rejects.toBeInstanceOf(NotFoundError);
    await expect(readTable(file, 0)).rejects.toBeInstanceOf(UnsupportedFormatError);
    await expect(readTable(file, 7)).rejects.toThrow("5 HDUs, expected an HDU 7");
    expect(() => describeColumns(file, 0)).toThrow("HDU of type empty");
    for (const rows of [
      { start: -1, end: 1 },
      { start: 2, end: 1 },
      { start: 0, end: 4 },
      { start: 0.5, end: 1 },
    ]) {
      await expect(readTable(file, 1, { rows })).rejects.toBeInstanceOf(InvalidParameterError);
    }
  });

  it.each([
    [1, "TFORM1", "TFORM1  = '999A'", "columns of 1189 bytes"],
    [1, "TFORM1", "TFORM1  = 'WHAT'", 'TFORM1 = "WHAT"'],
    [1, "TFIELDS", "TFIELDS = -1", "TFIELDS = -1"],
    [1, "NAXIS1", "NAXIS1  = 7", "columns of 191 bytes"],
    [1, "NAXIS1", "NAXIS1  = 100000000000000", "truncated, or a lying header"],
    [1, "NAXIS2", "NAXIS2  = 1000000000", "truncated, or a lying header"],
    [2, "THEAP", "THEAP   = 3", "THEAP = 3"],
    [2, "THEAP", "THEAP   = 100000", "THEAP = 100000"],
    [2, "TFORM5", "TFORM5  = '2PI'", 'TFORM5 = "2PI", expected one descriptor of a heap array, or none'],
    [2, "PCOUNT", "PCOUNT  = 5", "THEAP = "],
    [3, "TBCOL2", "TBCOL2  = 78", 'TBCOL2 = 78 and TFORM2 = "I4"'],
    [3, "TBCOL2", "TBCOL2  = 0", "TBCOL2 = 0"],
    [3, "TFORM2", "TFORM2  = 'I0'", 'TFORM2 = "I0"'],
    [3, "TFORM2", "TFORM2  = '1J'", 'TFORM2 = "1J"'],
    [3, "TFORM4", "TFORM4  = 'F8.2'", 'HDU 3 of columns.fits, column TEXT, row 1: "name one", expected a number'],
    [3, "TFORM4", "TFORM4  = 'I8'", '"name one", expected an integer'],
  ])("refuses HDU %i whose %s lies: %s", async (hdu, keyword, card, found) => {
    const file = await open();
    const from = file.hdus[hdu]!.dataStart - file.hdus[hdu]!.headerBytes.length;
    const lying = await open(patchCard(bytes, keyword, card, from));
    const error = await readTable(lying, hdu).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MalformedFileError);
    expect(String(error)).toContain(found);
  });

  it("refuses a table that the file cuts off, and still describes it", async () => {
    const { dataStart } = (await open()).hdus[2]!;
    const file = await open(bytes.slice(0, dataStart + 100));
    await expect(readTable(file, 2)).rejects.toThrow("truncated, or a lying header");
    expect(describeColumns(file, 2)).toHaveLength(truth.HEAP!.length);
  });

  it("refuses columns of no width that would fill the memory", async () => {
    const { dataStart, headerBytes } = (await open()).hdus[4]!;
    let lying: Uint8Array = bytes;
    const lie = (keyword: string, card: string) => {
      lying = patchCard(lying, keyword, card, dataStart - headerBytes.length);
    };
    lie("NAXIS1", "NAXIS1  = 0");
    lie("NAXIS2", "NAXIS2  = 1000000000000");
    for (let i = 1; i <= 4; i++) lie(`TFORM${i}`, `TFORM${i}  = '0A'`);
    await expect(readTable(await open(lying), 4)).rejects.toThrow("rows that need 32000000000000 bytes of memory");
  });
});

describe("descriptors that lie", () => {
  const lie = async (number: number, at: number, value: number) => {
    const file = await open();
    const changed = bytes.slice();
    new DataView(changed.buffer).setInt32(file.hdus[2]!.dataStart + at, value);
    return readTable(await open(changed), 2, { columns: [`#${number}`] });
  };

  it("are refused when they point out of the heap", async () => {
    const error = await lie(1, 4, 1_000_000).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MalformedFileError);
    expect(error).toMatchObject({
      place: "HDU 2 of columns.fits, row 1, column VL",
      found: "array of 2 at byte 1000000 of the heap",
    });
    await expect(lie(1, 0, -1)).rejects.toThrow("array of 4294967295 at byte");
    await expect(lie(5, 32, -1)).rejects.toThrow("array of -4294967295 at byte");
  });

  it("leave columns readable that they are not of", async () => {
    expect((await lie(3, 4, 1_000_000)).columns).toHaveLength(1);
  });
});

describe("bytes read", () => {
  const open = async (of: Uint8Array) => {
    const source = countingSource(memoryByteSource(of, "x.fits"));
    const file = await openFits(source);
    source.reset();
    return { file, source };
  };

  it("are those of the rows asked for", async () => {
    const { file, source } = await open(bytes);
    await readTable(file, 1, { columns: ["BYTE"], rows: { start: 1, end: 2 } });
    expect(source.counts()).toEqual({ reads: 1, bytes: 1 });
  });

  it("are those of the arrays asked for, joined", async () => {
    const { file, source } = await open(bytes);
    await readTable(file, 2, { columns: ["VK"], rows: { start: 0, end: 2 } });
    const rowBytes = file.hdus[2]!.shape[1]!;
    expect(source.counts()).toEqual({ reads: 2, bytes: rowBytes + 8 + 3 * 8 });
  });

  it("are the columns asked for where rows are wide", async () => {
    const { file, source } = await open(wideTable());
    const { columns } = await readTable(file, 1, { columns: ["LAST", "FIRST"] });
    expect(columns.map((column) => [...(column.values as Int32Array)])).toEqual([
      [10, 20],
      [1, 2],
    ]);
    expect(source.counts()).toEqual({ reads: 4, bytes: 16 });
  });
});

/** Two rows of 200,008 bytes: a number, 200,000 characters, a number. */
function wideTable(): Uint8Array {
  const rowBytes = 200_008;
  const rows = new Uint8Array(2 * rowBytes);
  const view = new DataView(rows.buffer);
  for (const row of [0, 1]) {
    view.setInt32(row * rowBytes, row + 1);
    view.setInt32(row * rowBytes + 200_004, (row + 1) * 10);
  }
  const columns = [
    { TTYPE: "FIRST", TFORM: "J" },
    { TTYPE: "TEXT", TFORM: "200000A" },
    { TTYPE: "LAST", TFORM: "J" },
  ];
  return tableFile({ rowBytes, rowCount: 2, columns }, rows);
}
