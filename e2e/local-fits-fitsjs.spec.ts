// Our reader and fitsjs 0.6.6 in one page, on the same bytes: equal where fitsjs is right, and wrong where
// docs/decisions/0005-our-reader-in-the-browser.md says so.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { build } from "esbuild";
import { expect, test } from "./fixtures";

const ROOT = path.resolve(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const FIXTURES = path.join(ROOT, "lib/readers/fits/fixtures");

// fitsjs makes its worker of source text; ours compiles WebAssembly in the page here, in the application in its worker
test.use({ bypassCSP: true });

/** A FITS file of one image, its bytes as given. */
function rawFits(bitpix: number, axes: [number, number], data: DataView, cards: Record<string, number> = {}): Buffer {
  const structure = { BITPIX: bitpix, NAXIS: 2, NAXIS1: axes[0], NAXIS2: axes[1], ...cards };
  const lines = ["SIMPLE  =                    T"];
  for (const [keyword, value] of Object.entries(structure)) {
    lines.push(`${keyword.padEnd(8)}= ${String(value).padStart(20)}`);
  }
  const header = [...lines, "END"].map((line) => line.padEnd(80)).join("");
  const blocks = (length: number) => Math.ceil(length / 2880) * 2880;
  const bytes = Buffer.alloc(blocks(header.length) + blocks(data.byteLength));
  bytes.write(header.padEnd(blocks(header.length)), "latin1");
  bytes.set(new Uint8Array(data.buffer), blocks(header.length));
  return bytes;
}

type Setter = "setUint8" | "setInt16" | "setInt32" | "setFloat32" | "setFloat64";

function bigEndian(setter: Setter, width: number, values: readonly number[]): DataView {
  const view = new DataView(new ArrayBuffer(width * values.length));
  for (const [i, value] of values.entries()) view[setter](i * width, value);
  return view;
}

function fixture(name: string): Buffer {
  return gunzipSync(readFileSync(path.join(FIXTURES, `${name}.gz`)));
}

interface FitsjsImage {
  getFrame(frame: number, done: (pixels: Float32Array) => void): void;
  _getFrame(buffer: ArrayBuffer, bitpix: number, bzero: number, bscale: number): ArrayLike<number>;
}
interface Fitsjs {
  FITS: {
    new (file: File, done: (fits: { hdus: unknown[]; getDataUnit(index: number): FitsjsImage }) => void): unknown;
    Image: { prototype: FitsjsImage };
  };
}
interface Ours {
  openFits(source: unknown): Promise<unknown>;
  readPixels(file: unknown, hdu: number): Promise<{ pixels: ArrayLike<number | bigint> }>;
  blobByteSource(blob: Blob, name: string): unknown;
}
declare global {
  interface Window {
    astro: Fitsjs;
    annulus: Ours;
  }
}

/** Puts both readers into the page. */
async function loadReaders(page: Page): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { openFits, readPixels } from "@/lib/readers/fits"; export { blobByteSource } from "@/lib/files/blob-source";`,
      resolveDir: ROOT,
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "annulus",
    write: false,
  });
  await page.goto("/settings");
  await page.addScriptTag({ content: readFileSync(require.resolve("fitsjs/lib/fits.js"), "utf8") });
  await page.addScriptTag({ content: outputFiles[0]?.text ?? "" });
}

/** NaN travels as text: pixels of an HDU by our reader and by fitsjs. */
async function readBoth(page: Page, bytes: Buffer, hdu = 0): Promise<{ ours: string[]; fitsjs: string[] }> {
  return page.evaluate(
    async ({ base64, index }) => {
      const letters = atob(base64);
      const file = new File([Uint8Array.from(letters, (letter) => letter.charCodeAt(0))], "x.fits");
      const opened = await window.annulus.openFits(window.annulus.blobByteSource(file, "x.fits"));
      const { pixels } = await window.annulus.readPixels(opened, index);
      const theirs = await new Promise<ArrayLike<number>>((resolve) => {
        new window.astro.FITS(file, (fits) => fits.getDataUnit(index).getFrame(0, resolve));
      });
      const text = (value: number | bigint) => String(value === 0 ? 0 : value);
      return { ours: Array.from(pixels, text), fitsjs: Array.from(theirs, text) };
    },
    { base64: bytes.toString("base64"), index: hdu },
  );
}

/** What fitsjs's decoder makes of a buffer, and what our reader does of a file with the same bytes. */
async function decodeBoth(page: Page, bitpix: number, data: DataView, bzero: number, bscale: number) {
  const width = Math.abs(bitpix) / 8;
  const scaling = { ...(bzero === 0 ? {} : { BZERO: bzero }), ...(bscale === 1 ? {} : { BSCALE: bscale }) };
  const bytes = rawFits(bitpix, [data.byteLength / width, 1], data, scaling);
  return page.evaluate(
    async ({ base64, buffer, scale }) => {
      const bytesOf = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const opened = await window.annulus.openFits(
        window.annulus.blobByteSource(new Blob([bytesOf(base64)]), "x.fits"),
      );
      const { pixels } = await window.annulus.readPixels(opened, 0);
      const { prototype } = window.astro.FITS.Image;
      const theirs = prototype._getFrame(bytesOf(buffer).buffer, scale.bitpix, scale.bzero, scale.bscale);
      return { ours: Array.from(pixels, Number), fitsjs: Array.from(theirs) };
    },
    {
      base64: bytes.toString("base64"),
      buffer: Buffer.from(data.buffer).toString("base64"),
      scale: { bitpix, bzero, bscale },
    },
  );
}

test("plain images without scaling are equal, pixel for pixel", async ({ page }) => {
  await loadReaders(page);
  const noise = (n: number, most: number) => Array.from({ length: n }, (_, i) => ((i * 7919) % (2 * most)) - most);
  const float = [...noise(118, 1000).map((value) => value / 7), Number.NaN, 1e-40];
  const cases: [number, DataView][] = [
    [-32, bigEndian("setFloat32", 4, float)],
    [
      8,
      bigEndian(
        "setUint8",
        1,
        noise(120, 128).map((value) => value + 128),
      ),
    ],
    [16, bigEndian("setInt16", 2, [...noise(118, 32000), -32768, 32767])],
    [32, bigEndian("setInt32", 4, [...noise(118, 2 ** 30), -(2 ** 31), 2 ** 31 - 1])],
  ];
  for (const [bitpix, data] of cases) {
    const { ours, fitsjs } = await readBoth(page, rawFits(bitpix, [12, 10], data));
    expect(ours, `BITPIX ${bitpix}`).toHaveLength(120);
    expect(fitsjs, `BITPIX ${bitpix}`).toEqual(ours);
  }
});

test("Rice floats with dither 1 are equal where no stored integer is negative", async ({ page }) => {
  await loadReaders(page);
  const { ours, fitsjs } = await readBoth(page, fixture("rice-floats-dither1.fits.fz"), 1);
  expect(ours).toHaveLength(37 * 23);
  // fitsjs takes a negative one for one of more than 2^31
  const different = fitsjs.filter((value, i) => value !== ours[i]).map(Number);
  expect(different).toHaveLength(21);
  expect(Math.min(...different)).toBeGreaterThan(1e9);
});

test("Rice integers: fitsjs removes a dither that is not there", async ({ page }) => {
  await loadReaders(page);
  const { ours, fitsjs } = await readBoth(page, fixture("rice-integers.fits.fz"), 1);
  expect(ours.every((value) => Number.isInteger(Number(value)))).toBe(true);
  // without ZDITHER0 its first row starts before the sequence of random numbers
  expect(fitsjs.slice(0, 37).every((value) => value === "NaN")).toBe(true);
  const differences = ours.slice(37).map((value, i) => Number(fitsjs[37 + i]) - Number(value));
  // most are off by a dither; negative ones come as unsigned, others are lost where differences wrap around 16 bits
  const small = differences.filter((difference) => Math.abs(difference) <= 0.5);
  expect(small.filter((difference) => difference !== 0).length).toBeGreaterThan(ours.length / 3);
  expect(Math.max(...differences)).toBeGreaterThan(65535);
});

test("Rice floats without dither: fitsjs removes one all the same", async ({ page }) => {
  await loadReaders(page);
  const { ours, fitsjs } = await readBoth(page, fixture("rice-floats-undithered.fits.fz"), 1);
  expect(fitsjs.filter((value, i) => value !== ours[i]).length).toBeGreaterThan(ours.length / 2);
});

const WRONG: [
  what: string,
  bitpix: number,
  data: DataView,
  bzero: number,
  bscale: number,
  truth: number[],
  said: number[],
][] = [
  ["float64", -64, bigEndian("setFloat64", 8, [1.5, 2.5]), 0, 1, [1.5, 2.5], [1.9375, 0, 1.524612729185401e-42, 0]],
  [
    "unsigned 16-bit",
    16,
    bigEndian("setInt16", 2, [-32768, -32668, 7232, 32767]),
    32768,
    1,
    [0, 100, 40000, 65535],
    [0, 100, -25536, -1],
  ],
  ["unsigned 32-bit", 32, bigEndian("setInt32", 4, [-(2 ** 31), 852516352]), 2 ** 31, 1, [0, 3e9], [0, -1294967296]],
  ["int16 scaled by 2", 16, bigEndian("setInt16", 2, [1, 30000]), 0, 2, [2, 60000], [2, -5536]],
  ["int32 scaled by a half", 32, bigEndian("setInt32", 4, [33554434]), 0, 0.5, [16777217], [16777216]],
];

for (const [what, bitpix, data, bzero, bscale, truth, said] of WRONG) {
  test(`${what}: fitsjs is wrong without a word, ours is right`, async ({ page }) => {
    await loadReaders(page);
    const { ours, fitsjs } = await decodeBoth(page, bitpix, data, bzero, bscale);
    expect(ours).toEqual(truth);
    expect(fitsjs).toEqual(said);
  });
}

test("BLANK of a plain image is a number to fitsjs, NaN to us", async ({ page }) => {
  await loadReaders(page);
  const data = bigEndian("setInt16", 2, [-32768, 1, 2, 3]);
  const { ours, fitsjs } = await readBoth(page, rawFits(16, [2, 2], data, { BLANK: -32768 }));
  expect(fitsjs).toEqual(["-32768", "1", "2", "3"]);
  expect(ours[0]).toMatch(/NaN|-32768/);
});

test("64-bit integers are an error to fitsjs", async ({ page }) => {
  await loadReaders(page);
  const data = new DataView(new ArrayBuffer(8));
  data.setBigInt64(0, 2n ** 53n + 1n);
  await expect(decodeBoth(page, 64, data, 0, 1)).rejects.toThrow("TypeError");
});

test("one GZIP_2 extension loses the whole file to fitsjs", async ({ page, expectedErrors }) => {
  expectedErrors.push(/GZIP_2|not yet implement/);
  await loadReaders(page);
  const failing = page.waitForEvent("pageerror");
  void readBoth(page, fixture("gzip2-integers.fits.fz"), 1).catch(() => undefined);
  expect(String(await failing)).toMatch(/GZIP_2/);
});
