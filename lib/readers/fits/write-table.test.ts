// Binary tables of every column type, read back value by value.

import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { type ColumnToWrite, type ColumnType, openFits, readTable, verifyFits, writeFits } from "./index";
import { anyNumbers, seededRandom } from "./testing/seeded";
import type { TableToWrite } from "./write-table";

async function reopen(table: TableToWrite) {
  const file = await openFits(memoryByteSource(writeFits([{ cards: [["EXTNAME", "CAT"]], table }]), "x.fits"));
  expect(await verifyFits(file)).toEqual([]);
  return file;
}

const ROWS = 23;
const NUMBERS = {
  uint8: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
};

function flags(count: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: count }, () => (random() < 0.5 ? 0 : 1));
}

/** Lengths 0 to 4, in units of `step` values. */
function offsetsOf(seed: number, step: number): Float64Array {
  const random = seededRandom(seed);
  const offsets = new Float64Array(ROWS + 1);
  for (let i = 0; i < ROWS; i++) offsets[i + 1] = offsets[i]! + step * Math.floor(random() * 5);
  return offsets;
}

function columnOf(type: ColumnType, count: number, seed: number): Pick<ColumnToWrite, "type" | "values"> {
  if (type === "bool" || type === "bits") return { type, values: flags(count, seed) };
  if (type === "text") throw new Error("no numbers");
  const make = NUMBERS[type];
  const perElement = type.startsWith("complex") ? 2 : 1;
  return {
    type,
    values: anyNumbers<InstanceType<typeof make>>(make, make.BYTES_PER_ELEMENT, perElement * count, seed),
  };
}

describe("columns come back value by value", () => {
  const numbers: (keyof typeof NUMBERS)[] = ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64"];
  const types: ColumnType[] = [...numbers, "float32", "float64", "complex64", "complex128", "bool", "bits"];

  it.each(types)("%s: scalars, arrays, and arrays of variable length", async (type) => {
    const step = type.startsWith("complex") ? 2 : 1;
    const offsets = offsetsOf(7, step);
    const columns: ColumnToWrite[] = [
      { name: "scalar", unit: "nJy", ...columnOf(type, ROWS, 1) },
      { name: "vector", cellShape: [3], ...columnOf(type, 3 * ROWS, 2) },
      { name: "matrix", cellShape: [2, 5], ...columnOf(type, 10 * ROWS, 3) },
      { name: "heap", offsets, ...columnOf(type, offsets[ROWS]! / step, 4) },
    ];
    const { rowCount, columns: read } = await readTable(await reopen({ columns }), 1);
    expect(rowCount).toBe(ROWS);
    for (const [i, { name, values, cellShape = [] }] of columns.entries()) {
      const column = read[i]!;
      // bits without TDIM, which other readers do not know for them
      const shape = type === "bits" && name === "matrix" ? [10] : cellShape;
      expect(column).toMatchObject({ name, type, cellShape: shape, unit: i === 0 ? "nJy" : null });
      expect(column.values).toEqual(values);
      expect(column.offsets).toEqual(name === "heap" ? offsets : null);
    }
  });

  it("text: scalars, arrays of strings, empty ones, quotes", async () => {
    const values = ["M 31", "", "it's", " leads", '~!"#'];
    const pairs = values.flatMap((text, i) => [text.repeat(i), text]);
    const columns = [
      { name: "NAME", values },
      { name: "PAIRS", cellShape: [2], values: pairs },
      { name: "EMPTY", values: ["", "", "", "", ""] },
    ];
    const { columns: read } = await readTable(await reopen({ columns }), 1);
    expect(read.map((column) => column.values)).toEqual([values, pairs, ["", "", "", "", ""]]);
    expect(read[1]!.cellShape).toEqual([2]);
  });

  it("undefined integers, floats, logicals and text are told apart from values", async () => {
    const isNull = Uint8Array.of(0, 1, 0, 0);
    const columns: ColumnToWrite[] = [
      { name: "SHORT", values: Int16Array.of(-32768, 5, -32767, 9), isNull },
      { name: "BYTE", values: Uint8Array.of(0, 5, 1, 255), isNull },
      { name: "WORD", values: Uint16Array.of(0, 5, 1, 65535), isNull },
      { name: "LONG", values: BigInt64Array.of(-(2n ** 63n), 5n, 0n, 2n ** 63n - 1n), isNull },
      { name: "OK", type: "bool", values: Uint8Array.of(1, 1, 0, 1), isNull },
      { name: "FLUX", values: Float32Array.of(1, 2, 3, 4), isNull },
      { name: "NAME", values: ["a", "b", "c", "d"], isNull },
    ];
    const { columns: read } = await readTable(await reopen({ columns }), 1);
    for (const [i, column] of read.entries()) {
      if (i < 5) expect(column.isNull).toEqual(isNull);
      const kept = [...column.values].filter((_, row) => row !== 1);
      expect(kept).toEqual([...columns[i]!.values].filter((_, row) => row !== 1));
    }
    expect(read[5]!.values[1]).toBeNaN();
    expect(read[6]!.values[1]).toBe("");
  });

  it("whole tables of another writer, read and written and read again", async () => {
    const source = await openFile(join(import.meta.dirname, "fixtures/compressed-table.fits.fz.gz"));
    const file = await openFits(source);
    expect(file.hdus.map(({ type }) => type)).toContain("bintable");
    for (const hdu of file.hdus.filter(({ type }) => type === "bintable")) {
      const first = await readTable(file, hdu.index);
      const again = await readTable(await reopen({ columns: first.columns, rowCount: first.rowCount }), 1);
      expect(again.rowCount).toBe(first.rowCount);
      for (const [i, column] of first.columns.entries()) {
        expect(again.columns[i]).toMatchObject({ name: column.name, unit: column.unit, type: column.type });
        expect(again.columns[i]!.offsets).toEqual(column.offsets);
        if (!column.isNull?.includes(1)) expect(again.columns[i]!.values).toEqual(column.values);
      }
    }
    await source.close();
  });

  it("a table without rows, one without columns, and one behind another HDU", async () => {
    const none = await reopen({ columns: [{ name: "X", values: new Int32Array(0) }] });
    expect((await readTable(none, 1)).rowCount).toBe(0);
    const bare = await reopen({ columns: [], rowCount: 4 });
    expect(bare.hdus[1]?.shape).toEqual([4, 0]);
    const bytes = writeFits([{ cards: [] }, { cards: [], table: { columns: [{ name: "X", values: ["a"] }] } }]);
    expect((await openFits(memoryByteSource(bytes, "x.fits"))).hdus.map((hdu) => hdu.type)).toEqual([
      "empty",
      "bintable",
    ]);
  });

  it("tells descriptions in the comment of TTYPE, long ones whole in TCOMM", async () => {
    const long = `flux, ${"described at length, ".repeat(8)}`.trim();
    const columns = [
      { name: "ID", values: Int32Array.of(1), description: "a number" },
      { name: "FLUX", values: Int32Array.of(1), description: long },
    ];
    const { header } = (await reopen({ columns })).hdus[1]!;
    expect(header.cards.find((card) => card.keyword === "TTYPE1")?.comment).toBe("a number");
    expect(header.get("TCOMM1")).toBeUndefined();
    expect(header.get("TCOMM2")).toBe(long);
    expect(header.get("LONGSTRN")).toBe("OGIP 1.0");
  });
});

describe("writeFits refuses columns", () => {
  const refuse = (column: Omit<ColumnToWrite, "name">, message: string) => {
    const table = {
      columns: [
        { name: "ID", values: Int32Array.of(1, 2) },
        { name: "X", ...column },
      ],
    };
    expect(() => writeFits([{ cards: [], table }])).toThrow(message);
  };

  it("whose lengths or offsets do not fit", () => {
    refuse({ values: Int32Array.of(1, 2, 3) }, "column X of 3 rows, expected 2 rows, as ID");
    refuse({ values: new Int32Array(7), cellShape: [2] }, "column X: 7 values, expected whole cells of 2");
    refuse({ values: new Int32Array(7), cellShape: [0.5] }, "cell shape 0.5");
    refuse({ values: new Int32Array(7), offsets: [0, 3, 8] }, "cell 1 from 3 to 8");
    refuse({ values: new Int32Array(7), offsets: [0, 3, 2] }, "cell 1 from 3 to 2");
    refuse({ values: new Float32Array(4), type: "complex64", offsets: [0, 1, 4] }, "cell 0 from 0 to 1");
    refuse({ values: new Int32Array(2), isNull: new Uint8Array(3) }, "isNull of 3, expected one for each of 2");
  });

  it("whose values are not of the type", () => {
    refuse({ values: ["a", "é"] }, "HDU 1, column X: character 233 in value 1, expected printable ASCII");
    refuse({ values: ["a", "b\n"] }, "character 10 in value 1");
    refuse({ values: Int32Array.of(1, 2), type: "bool" }, "Int32Array as bool");
    refuse({ values: Uint8Array.of(1, 2), type: "bits" }, "2 in bits, expected 0 or 1");
    refuse({ values: Float64Array.of(1, 2), type: "float32" }, "Float64Array as float32");
    refuse({ values: ["a", "b"], type: "int32" }, "Array as int32");
    refuse({ values: Uint8Array.of(1, 0), type: "bits", isNull: Uint8Array.of(1, 0) }, "undefined bits");
    refuse({ values: ["a", "b"], offsets: [0, 1, 2] }, "text of variable length");
  });

  it("and cards that describe them", () => {
    const table = { columns: [{ name: "ID", values: Int32Array.of(1, 2) }] };
    expect(() => writeFits([{ cards: [["TUNIT1", "m"]], table }])).toThrow("a card TUNIT1");
    expect(() => writeFits([{ cards: [["THEAP", 1]], table }])).toThrow("a card THEAP");
  });
});
