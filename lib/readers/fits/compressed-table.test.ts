import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { describeColumns, openFits, readTable } from "./index";
import { countingSource } from "./testing/counting-source";
import { goldenOf } from "./testing/golden-column";
import { patchCard } from "./testing/patch-card";
import { tableFile } from "./testing/table-file";

const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);
const bytes = new Uint8Array(gunzipSync(readFileSync(fixture("compressed-table.fits.fz.gz"))));
const truth: { name: string; type: string }[] = JSON.parse(readFileSync(fixture("compressed-table.json"), "utf8"));
const open = (changed: Uint8Array = bytes) => openFits(memoryByteSource(changed, "t.fits.fz"));
/** Tables of 25 rows in tiles of 7, 25, 10 and 13. */
const ALGORITHMS = ["DEFAULT", "GZIP_1", "GZIP_2", "RICE_1"];

describe("a compressed table", () => {
  it("is listed as the table it stands for", async () => {
    const { hdus } = await open();
    expect(hdus.slice(1).map(({ name, type, shape, compression }) => ({ name, type, shape, compression }))).toEqual(
      ALGORITHMS.map((name) => ({ name, type: "bintable", shape: [25, hdus[1]!.shape[1]], compression: "ZTABLE" })),
    );
    const described = describeColumns(await open(), 1).map(({ name, type }) => ({ name, type }));
    expect(described).toEqual(truth.map(({ name, type }) => ({ name, type })));
  });

  describe.each(ALGORITHMS.map((algorithm, i) => ({ algorithm, hdu: i + 1 })))("by $algorithm", ({ hdu }) => {
    it.each(truth)("gives back $name", async (golden) => {
      const { rowCount, columns } = await readTable(await open(), hdu, { columns: [golden.name] });
      expect(rowCount).toBe(25);
      expect(columns.map(goldenOf)).toEqual([golden]);
    });

    it.each([
      [0, 25],
      [0, 1],
      [6, 8],
      [7, 7],
      [12, 20],
      [24, 25],
    ])("gives back rows %i to %i of all columns", async (start, end) => {
      const file = await open();
      const whole = await readTable(file, hdu);
      const part = await readTable(file, hdu, { rows: { start, end } });
      expect(part.rowCount).toBe(end - start);
      for (const [i, column] of part.columns.entries()) {
        const all = whole.columns[i]!;
        const each = all.values.length / 25;
        const [from, to] = all.offsets ? [all.offsets[start]!, all.offsets[end]!] : [start * each, end * each];
        expect(column.values).toEqual(all.values.slice(from, to));
        expect(column.isNull).toEqual(all.isNull?.slice(from, to) ?? null);
      }
    });
  });

  it("is read by the tiles and columns asked for", async () => {
    const source = countingSource(memoryByteSource(bytes, "t.fits.fz"));
    const file = await openFits(source);
    source.reset();
    await readTable(file, 1, { columns: ["STEPS"], rows: { start: 8, end: 9 } });
    const { reads, bytes: count } = source.counts();
    expect(reads).toBe(2);
    expect(count).toBeLessThan(16 + 4 * 7);
  });
});

describe("a compressed table that lies", () => {
  it.each([
    ["ZTILELEN", "ZTILELEN= 6", "table of 4 rows, expected 5 tiles of 6 rows"],
    ["ZTILELEN", "ZTILELEN= 0", "ZTILELEN = 0"],
    ["ZNAXIS2", "ZNAXIS2 = 29", "expected 5 tiles of 7 rows"],
    ["ZNAXIS2", "ZNAXIS2 = 28", "column OK, tile 4: "],
    ["ZNAXIS1", "ZNAXIS1 = 10", "expected rows of NAXIS1 = 10 bytes"],
    ["ZFORM2", "ZFORM2  = '1X'", "column BITS, tile 1: "],
    ["ZFORM16", "ZFORM16 = 'PK'", "column VI"],
    ["TFORM1", "TFORM1  = '16A'", 'TFORM1 = "16A", expected compressed bytes in the heap (1QB)'],
    ["ZPCOUNT", "ZPCOUNT = 3", ""],
  ])("is refused for its %s: %s", async (keyword, card, found) => {
    const file = await open();
    const start = file.hdus[1]!.dataStart - file.hdus[1]!.headerBytes.length;
    const lying = await open(patchCard(bytes, keyword, card, start));
    if (found === "") {
      expect((await readTable(lying, 1)).columns.map(goldenOf)).toEqual(truth);
      return;
    }
    const error = await readTable(lying, 1).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MalformedFileError);
    expect(String(error)).toContain(found);
  });

  it("is refused by name for an algorithm that is none, or not of this type", async () => {
    const { dataStart, headerBytes } = (await open()).hdus[1]!;
    const lie = (keyword: string, card: string) =>
      open(patchCard(bytes, keyword, card, dataStart - headerBytes.length));
    const plio = await lie("ZCTYP7", "ZCTYP7  = 'PLIO_1'");
    await expect(readTable(plio, 1)).rejects.toThrow('column LONG: ZCTYP7 = "PLIO_1" for a column of type J');
    const rice = await lie("ZCTYP9", "ZCTYP9  = 'RICE_1'");
    await expect(readTable(rice, 1)).rejects.toBeInstanceOf(UnsupportedFormatError);
    expect((await readTable(rice, 1, { columns: ["LONG"] })).columns).toHaveLength(1);
  });

  it("is refused when its arrays are one and the same, unpacked a thousand times", async () => {
    const rowCount = 1000;
    const bomb = gzipSync(new Uint8Array(100_000));
    const both = new DataView(new ArrayBuffer(rowCount * (8 + 16)));
    for (let row = 0; row < rowCount; row++) {
      both.setInt32(8 * row, 100_000);
      both.setInt32(8 * rowCount + 16 * row + 4, bomb.length);
    }
    const descriptors = gzipSync(new Uint8Array(both.buffer));
    const data = new Uint8Array([...new Array(16).fill(0), ...bomb, ...descriptors]);
    new DataView(data.buffer).setInt32(4, descriptors.length);
    new DataView(data.buffer).setInt32(12, bomb.length);
    const cards = ["ZTABLE  = T", "ZNAXIS1 = 8", `ZNAXIS2 = ${rowCount}`, `ZTILELEN= ${rowCount}`];
    const columns = [{ TTYPE: "BOMB", TFORM: "1QB", ZFORM: "1PB", ZCTYP: "GZIP_1" }];
    const heapBytes = data.length - 16;
    const file = await open(tableFile({ rowBytes: 16, rowCount: 1, columns, heapBytes, cards }, data));
    await expect(readTable(file, 1)).rejects.toThrow(`overlapping arrays of ${rowCount * bomb.length} bytes in all`);
    expect((await readTable(file, 1, { rows: { start: 5, end: 6 } })).columns[0]!.values).toHaveLength(100_000);
  });

  it("ends in a table or in an error that names the place, wherever its bytes are broken", async () => {
    const { dataStart, dataBytes } = (await open()).hdus[1]!;
    for (let at = dataStart; at < dataStart + dataBytes; at += 97) {
      const broken = bytes.slice();
      broken.fill(0, at, at + 16);
      const table = await readTable(await open(broken), 1).catch((reason: unknown) => reason);
      if (table instanceof Error) expect(table).toBeInstanceOf(MalformedFileError);
      else expect(table).toMatchObject({ rowCount: 25 });
    }
  });
});
