import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { writeFits } from "@/lib/readers/fits";
import { run } from "./fits";
import { HelpAsked, UsageError } from "./usage";

const FIXTURES = path.resolve(import.meta.dirname, "../../lib/readers/fits/fixtures");

let folder: string;
let file: string;
let damaged: string;

beforeAll(() => {
  folder = mkdtempSync(path.join("/tmp", "annulus-fits-"));
  file = path.join(folder, "a.fits");
  const pixels = Float32Array.of(1, 2, 3, 4, 5, Number.NaN);
  const hdus = [
    { cards: [["OBJECT", "dark"]] as [string, string][] },
    { cards: [["EXTNAME", "SCI"]] as [string, string][], image: { width: 3, height: 2, pixels } },
    {
      cards: [["EXTNAME", "DQ"]] as [string, string][],
      image: { width: 3, height: 2, pixels: Int16Array.of(0, 1, 2, 3, 4, 5) },
    },
  ];
  const bytes = writeFits(hdus);
  writeFileSync(file, bytes);
  damaged = path.join(folder, "damaged.fits");
  writeFileSync(damaged, bytes.subarray(0, bytes.length - 2880 + 4));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** Runs the command with its output kept. */
async function output(...args: string[]) {
  const lines: string[] = [];
  const keep = (text: unknown) => lines.push(String(text).replace(/\n$/, ""));
  vi.spyOn(console, "log").mockImplementation(keep);
  vi.spyOn(process.stdout, "write").mockImplementation((text) => keep(text) > 0);
  const errors: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => errors.push(String(text).trim()) > 0);
  const exitCode = await run(args);
  vi.restoreAllMocks();
  return { exitCode, lines, errors, text: lines.join("\n") };
}

async function json(...args: string[]) {
  const { exitCode, text } = await output(...args, "--json");
  return { exitCode, report: JSON.parse(text) };
}

describe("annulus fits", () => {
  test("lists HDUs as numpy sees them", async () => {
    const { exitCode, lines } = await output(file);
    expect(exitCode).toBe(0);
    expect(lines.map((line) => line.replaceAll(/ +/g, " "))).toEqual([
      "hdu name type shape bitpix compression",
      "0 empty",
      "1 SCI image 2 x 3 -32",
      "2 DQ image 2 x 3 16",
    ]);
    const { report } = await json(file);
    const sci = { index: 1, name: "SCI", type: "image", shape: [2, 3], bitpix: -32, compression: null };
    expect(report).toEqual({
      file,
      hdus: [
        { index: 0, name: null, type: "empty", shape: [], bitpix: null, compression: null },
        sci,
        { ...sci, index: 2, name: "DQ", bitpix: 16 },
      ],
      errors: [],
    });
  });

  test("measures the physical values of the HDU asked for, by index or name", async () => {
    const statistics = { finite: 5, nan: 1, min: 1, max: 5, mean: 3, std: Math.SQRT2, sum: 15 };
    for (const args of [[file, "--hdu", "1"], [file, "--hdu", "sci"], [`${file}[SCI]`]]) {
      const { report } = await json(...args, "--statistics");
      expect(report.hdus).toEqual([expect.objectContaining({ index: 1, statistics })]);
    }
    const { text } = await output(file, "--statistics");
    expect(text).toMatch(/^1 +SCI +5 +1 +1 +5 +3 +1\.414\d+ +15$/m);
  });

  test("measures every column of a table, and 64 bits exactly", async () => {
    const table = path.join(FIXTURES, "columns.fits.gz");
    const { exitCode, report } = await json(table, "--statistics");
    expect(exitCode).toBe(0);
    const columns = report.hdus.find(({ type }: { type: string }) => type === "bintable").statistics;
    expect(Object.values(columns).length).toBeGreaterThan(3);
    for (const values of Object.values(columns)) {
      const keys = Object.keys(Object(values));
      expect(["count", "finite,nan,min,max,mean,std,sum"]).toContain(keys.join());
    }
    const plain = path.join(FIXTURES, "pixels.fits.gz");
    const wide = await json(plain, "--statistics", "--hdu", "INT64");
    const { min, max } = wide.report.hdus[0].statistics;
    expect([min, max]).toEqual(["-9223372036854775808", "9223372036854775807"]);
  });

  test("prints the cards of a header", async () => {
    const { lines } = await output(`${file}[DQ]`);
    expect(lines[0]).toMatch(/^XTENSION= 'IMAGE/);
    expect(lines).toContain("EXTNAME = 'DQ      '");
    const { text } = await output(file, "--header", "--hdu", "0");
    expect(text).toMatch(/HDU 0\nSIMPLE {2}=/);
    const { report } = await json(file, "--header", "--hdu", "0");
    expect(report.hdus[0].cards).toContainEqual(expect.objectContaining({ keyword: "OBJECT", value: "dark" }));
  });

  test("goes on behind an HDU that is broken, and exits 1", async () => {
    const { exitCode, report } = await json(damaged, "--statistics");
    expect(exitCode).toBe(1);
    expect(report.hdus).toHaveLength(3);
    expect(report.hdus[1].statistics.sum).toBe(15);
    expect(report.hdus[2].statistics).toBeNull();
    expect(report.errors).toEqual([
      {
        hdu: 2,
        place: "HDU 2 of damaged.fits",
        found: expect.stringContaining("truncated"),
        expected: expect.stringContaining("data up to byte"),
      },
    ]);
    const { errors } = await output(damaged);
    expect(errors).toEqual([expect.stringMatching(/^annulus: HDU 2 of damaged\.fits: file of .* bytes/)]);
  });

  test("says what breaks the standard, and where", async () => {
    expect(await json(file, "--verify")).toMatchObject({ exitCode: 0, report: { errors: [] } });
    expect((await output(file, "--verify")).text).toContain("verified: no fault found");
    const bytes = readFileSync(file);
    bytes.writeInt16BE(77, bytes.length - 2880 + 4); // a pixel of the last HDU: DATASUM and CHECKSUM are wrong
    const wrong = path.join(folder, "wrong.fits");
    writeFileSync(wrong, bytes);
    const { exitCode, report } = await json(wrong, "--verify");
    expect(exitCode).toBe(1);
    const places = report.errors.map(({ place }: { place: string }) => place);
    expect(places).toEqual([
      expect.stringMatching(/^HDU 2 .*DATASUM.*4\.4\.2\.7/),
      expect.stringMatching(/^HDU 2 .*CHECKSUM/),
    ]);
    expect((await json(wrong, "--verify", "--hdu", "1")).report.errors).toEqual([]);
  });

  test("counts no values where the header has rows or pixels of no bytes", async () => {
    const wide = (card: string) => card.padEnd(80);
    const header = (...cards: string[]) => [...cards, "END"].map(wide).join("").padEnd(2880);
    const number = (keyword: string, value: number) => `${keyword.padEnd(8)}= ${String(value).padStart(20)}`;
    const axes = (first: number, second: number) => [
      number("NAXIS", 2),
      number("NAXIS1", first),
      number("NAXIS2", second),
    ];
    const table = [number("BITPIX", 8), ...axes(0, Number.MAX_SAFE_INTEGER), number("PCOUNT", 0), number("GCOUNT", 1)];
    const nothing = path.join(folder, "nothing.fits");
    writeFileSync(
      nothing,
      header(`SIMPLE  = ${"T".padStart(20)}`, number("BITPIX", 16), ...axes(0, 5)) +
        header("XTENSION= 'BINTABLE'", ...table, number("TFIELDS", 1), "TFORM1  = '0J      '"),
    );
    const { exitCode, report } = await json(nothing, "--statistics");
    expect([exitCode, report.errors, report.hdus[0].statistics]).toEqual([0, [], null]);
    expect(report.hdus[1].statistics["#1"]).toMatchObject({ finite: 0, sum: null });
  });

  test("writes the decoded pixels as numpy reads them", async () => {
    const out = path.join(folder, "x.npy");
    const tiles = path.join(FIXTURES, "pixels-tiles.fits.gz");
    const { exitCode, text } = await output(tiles, "--hdu", "RICE-U2", "--out", out);
    expect(exitCode).toBe(0);
    expect(text).toContain(`${out}: HDU 2, uint16 5 x 17 x 23`);
    const bytes = readFileSync(out);
    expect(bytes.toString("latin1", 10, 80)).toContain(
      "{'descr': '<u2', 'fortran_order': False, 'shape': (5, 17, 23), }",
    );
    expect(bytes.length).toBe(128 + 2 * 5 * 17 * 23);
    const { report } = await json(file, "--out", out);
    expect(report.out).toEqual({ file: out, hdu: 1, type: "float32", shape: [2, 3] });
  });

  test("tells of files that cannot be read, each in its own report", async () => {
    const text = path.join(folder, "notes.txt");
    writeFileSync(text, "no FITS at all");
    const { exitCode, lines, errors } = await output(text, path.join(folder, "gone.fits"), file);
    expect(exitCode).toBe(1);
    expect(lines.join("\n")).toContain("SCI");
    expect(errors).toEqual([
      expect.stringMatching(/^annulus: HDU 0 of notes\.txt: "no FITS a" at its start/),
      expect.stringMatching(/^annulus: gone\.fits: is not there/),
    ]);
    const unknown = await json(file, "--hdu", "VAR");
    expect(unknown).toMatchObject({
      exitCode: 1,
      report: { hdus: [], errors: [{ found: "no HDU VAR", expected: "an index from 0 to 2 or one of SCI, DQ" }] },
    });
    const unwritable = await json(file, "--out", path.join(folder, "no/such/folder/x.npy"));
    expect(unwritable).toMatchObject({ exitCode: 1, report: { errors: [{ expected: "a file that can be written" }] } });
  });

  test("refuses wrong usage", async () => {
    const wrong = [
      [],
      [file, "--hdu", ""],
      [file, "--hdu=-1"],
      [`${file}[1]`, "--hdu", "2"],
      [file, "--out", "x.fits"],
      [file, damaged, "--out", "x.npy"],
      [file, "--frobnicate"],
    ];
    for (const args of wrong) await expect(run(args)).rejects.toThrow(UsageError);
    await expect(run(["--help"])).rejects.toThrow(HelpAsked);
  });
});
