import { describe, expect, it } from "vitest";
import { memoryByteSource, openFile } from "@/lib/files/byte-source";
import { describeWithData, testDataPath } from "@/lib/testing/test-data";
import { openFits, type ReadTableOptions, readTable } from "./index";
import { tableFile } from "./testing/table-file";

/** A cell read as slowly and plainly as can be: one element at a time. */
const SLOW: Record<string, { bytes: number; read: (view: DataView, at: number) => (number | bigint)[] }> = {
  L: { bytes: 1, read: (view, at) => [view.getUint8(at) === 84 ? 1 : 0] },
  B: { bytes: 1, read: (view, at) => [view.getUint8(at)] },
  I: { bytes: 2, read: (view, at) => [view.getInt16(at)] },
  J: { bytes: 4, read: (view, at) => [view.getInt32(at)] },
  K: { bytes: 8, read: (view, at) => [view.getBigInt64(at)] },
  E: { bytes: 4, read: (view, at) => [view.getFloat32(at)] },
  D: { bytes: 8, read: (view, at) => [view.getFloat64(at)] },
  C: { bytes: 8, read: (view, at) => [view.getFloat32(at), view.getFloat32(at + 4)] },
  M: { bytes: 16, read: (view, at) => [view.getFloat64(at), view.getFloat64(at + 8)] },
};
const ROWS = 9000;

describe("a table of noise over several pieces", () => {
  const letters = Object.keys(SLOW);
  const columns = [1, 3, 0, 2, 1, 40, 1, 5, 2, 1, 1, 1, 1].map((repeat, i) => ({
    repeat,
    letter: letters[i % letters.length]!,
  }));
  const rowBytes = columns.reduce((total, { repeat, letter }) => total + repeat * SLOW[letter]!.bytes, 0);
  const rows = noise(ROWS * rowBytes);
  const file = tableFile(
    { rowBytes, rowCount: ROWS, columns: columns.map(({ repeat, letter }) => ({ TFORM: `${repeat}${letter}` })) },
    rows,
  );

  it.each([
    [0, ROWS],
    [1, 2],
    [4321, ROWS],
  ])("is what its slow twin reads, rows %i to %i", async (start, end) => {
    const table = await readTable(await openFits(memoryByteSource(file, "noise.fits")), 1, { rows: { start, end } });
    let offset = 0;
    for (const [i, { repeat, letter }] of columns.entries()) {
      const { bytes, read } = SLOW[letter]!;
      const twin: (number | bigint)[] = [];
      const view = new DataView(rows.buffer);
      for (let row = start; row < end; row++) {
        for (let k = 0; k < repeat; k++) twin.push(...read(view, row * rowBytes + offset + k * bytes));
      }
      expect(Array.from<number | bigint>(table.columns[i]!.values as Float64Array)).toEqual(twin);
      offset += repeat * bytes;
    }
  });
});

describe("text over several pieces", () => {
  const words = Array.from(
    { length: 5000 },
    (_, i) => ["", "same", "same", `a star, number ${i}`, "ünïcode", "ends\0here"][i % 6]!,
  );
  const width = 300;
  const rows = new Uint8Array(words.length * width).fill(32);
  for (const [row, word] of words.entries())
    for (let i = 0; i < word.length; i++) rows[row * width + i] = word.charCodeAt(i);

  it("is read as it was written, up to a NUL and without trailing blanks", async () => {
    const file = tableFile(
      { rowBytes: width, rowCount: words.length, columns: [{ TFORM: "20A" }, { TFORM: "280A" }] },
      rows,
    );
    const { columns } = await readTable(await openFits(memoryByteSource(file, "text.fits")), 1);
    expect(columns[0]!.values).toEqual(words.map((word) => word.slice(0, 20).replace(/\0.*/, "").trimEnd()));
    expect(columns[1]!.values).toEqual(words.map((word) => word.slice(20)));
  });
});

describeWithData("tables of other writers have the values that astropy gives", () => {
  it.each([
    ["ccd/rubintv_production/LSST-TS8_gains/R22_S11_7045D_eotest_results.fits", "gain", "float32", 22.445415258407593],
    ["decals/desitarget/t/tractor-3303p000.fits", "flux_r", "float32", 10.922867268323898],
    ["decals/desitarget/t/tractor-3303p000.fits", "dec", "float64", -0.7631530853648449],
    ["decals/legacypipe/testcase9/gaia/chunk-05699.fits", "ra", "float64", 1984.345807991173],
    ["ccd/astropy/tb.fits", "c3", "float64", 10.4],
    ["ccd/astropy/tdim.fits", "v_mag", "float32", 38.6],
    ["ccd/astropy/variable_length_table.fits", "var", "int16", 137],
    ["ccd/astropy/ascii.fits", "b", "int32", 422],
  ])("%s, column %s of %s sums to %f", async (path, name, type, sum) => {
    const table = await readTestTable(path, 1, { columns: [name] });
    const [column] = table.columns;
    expect(column?.type).toBe(type);
    const total = Array.from(column!.values as Float64Array).reduce((all, value) => all + value, 0);
    expect(total).toBeCloseTo(sum, 5);
  });

  it("reads strings and arrays from the heap of a camera's description", async () => {
    const path = "butler/obs_lsst/lsstCam/LSSTCam/calib/unbounded/camera/camera_LSSTCam_LSSTCam_calib_unbounded.fits";
    const { columns } = await readTestTable(path, 3, { columns: ["name", "serial"], rows: { start: 0, end: 2 } });
    expect(columns.map((column) => column.values)).toEqual([
      ["R01_S00", "R01_S01"],
      ["ITL-3800C-083", "ITL-3800C-226"],
    ]);
  });
});

async function readTestTable(path: string, hdu: number, options: ReadTableOptions) {
  const source = await openFile(testDataPath(path));
  try {
    return await readTable(await openFits(source), hdu, options);
  } finally {
    await source.close();
  }
}

/** Bytes of a linear congruence: the same in every run. */
function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = 12345;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}
