// Headers that lie on purpose: each ends in a tagged error that names place, found and expected, before much is allocated.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isAnnulusError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/memory-source";
import { openFits, readImage, readPixels, writeFits } from "./index";
import { patchCard } from "./testing/patch-card";

const tiles = Uint8Array.from(gunzipSync(readFileSync(join(import.meta.dirname, "fixtures/pixels-tiles.fits.gz"))));

/** The error that reading the HDU `name` gives when these cards of it are replaced: keyword, card. */
async function refusal(name: string, ...lies: [keyword: string, card: string][]): Promise<string> {
  const whole = await openFits(memoryByteSource(tiles, "x.fits"));
  const hdu = whole.hdus.find((one) => one.name === name)!;
  let bytes: Uint8Array = tiles;
  for (const [keyword, card] of lies) bytes = patchCard(bytes, keyword, card, hdu.dataStart - hdu.headerBytes.length);
  try {
    const file = await openFits(memoryByteSource(bytes, "x.fits"));
    await readPixels(file, hdu.index);
  } catch (error) {
    if (!isAnnulusError(error)) throw error;
    expect(error.place).toContain(`HDU ${hdu.index} of x.fits`);
    expect(error.message).toBe(`${error.place}: ${error.found}, expected ${error.expected}`);
    return `${error.found}, expected ${error.expected}`;
  }
  return "read";
}

describe("what fpack leaves without lying", () => {
  it("a dither seed of -1 where no tile is quantised", async () => {
    const pixels = Float32Array.of(1e30, -1e-30, 3, Number.POSITIVE_INFINITY);
    const bytes = writeFits([{ cards: [], image: { width: 4, height: 1, pixels, compression: "RICE_1" } }]);
    const file = await openFits(memoryByteSource(patchCard(bytes, "ZDITHER0", "ZDITHER0= -1"), "x.fits"));
    expect((await readPixels(file, 1)).pixels).toEqual(pixels);
    expect((await readImage(file, 1)).pixels).toEqual(pixels);
  });
});

describe("a tiled image is refused whose header", () => {
  it.each([
    [
      "claims more pixels than any compression makes",
      "RICE-I2",
      ["ZNAXIS1", "ZNAXIS1 = 4000000"],
      "image of 4000000 x 17 x 5 in",
    ],
    [
      "claims more than a number holds",
      "RICE-I2",
      ["ZNAXIS2", "ZNAXIS2 = 900719925474099"],
      "at most 86 pixels a byte",
    ],
    [
      "claims more axes than it has",
      "RICE-I2",
      ["ZNAXIS", "ZNAXIS  = 999"],
      "compressed data with a broken header, expected an image",
    ],
    ["claims another grid", "RICE-I2", ["ZTILE3", "ZTILE3  = 1"], "table of 27 rows, expected 3 x 3 x 5 tiles"],
    ["has tiles of no size", "RICE-I2", ["ZTILE3", "ZTILE3  = 0"], "ZTILE3 = 0"],
    ["has tiles of half a pixel", "RICE-I2", ["ZTILE1", "ZTILE1  = 9.5"], "ZTILE1 = 9.5"],
    ["makes 64 bits of Rice", "RICE-I2", ["ZBITPIX", "ZBITPIX = 64"], "RICE stream for integers of 64 bits"],
    [
      "makes floats of Rice without a scale",
      "RICE-I2",
      ["ZBITPIX", "ZBITPIX = -32"],
      "RICE stream for floats without ZSCALE",
    ],
    [
      "makes floats of PLIO without a scale",
      "PLIO-I2",
      ["ZBITPIX", "ZBITPIX = -64"],
      "PLIO stream for floats without ZSCALE",
    ],
    ["takes Rice for HCOMPRESS", "RICE-I2", ["ZCMPTYPE", "ZCMPTYPE= 'HCOMPRESS_1'"], "without its magic number"],
    ["takes Rice for PLIO", "RICE-I4", ["ZCMPTYPE", "ZCMPTYPE= 'PLIO_1'"], "PLIO list of"],
    ["takes Rice for gzip", "RICE-I2", ["ZCMPTYPE", "ZCMPTYPE= 'GZIP_1'"], "expected a whole gzip stream"],
    [
      "takes Rice for bytes",
      "RICE-I2",
      ["ZCMPTYPE", "ZCMPTYPE= 'NOCOMPRESS'"],
      "bytes for 120 pixels, expected 1, 2 or 4",
    ],
    ["turns the tiles of HCOMPRESS", "HCOMPRESS-I2", ["ZTILE1", "ZTILE1  = 8"], "tiles"],
    ["names no compression", "RICE-I2", ["ZCMPTYPE", "ZCMPTYPE= ''"], "expected RICE_1, RICE_ONE, GZIP_1"],
    ["has a column of no width", "SCALE-COLUMN", ["TFORM2", "TFORM2  = '0D'"], "column ZSCALE without a value"],
    ["has a scale of letters", "SCALE-COLUMN", ["TFORM2", "TFORM2  = '8A'"], "column ZSCALE of type A"],
    ["has blanks of no width", "ZBLANK-COLUMN", ["TFORM2", "TFORM2  = '0K'"], "column ZBLANK without a value"],
    ["has descriptors of no width", "INT64-GZIP_1", ["TFORM1", "TFORM1  = '0PB'"], "no bytes in any column"],
    ["has rows narrower than their columns", "SCALE-COLUMN", ["NAXIS1", "NAXIS1  = 8"], "expected"],
    ["has a heap behind its end", "INT64-GZIP_1", ["PCOUNT", "PCOUNT  = 10"], "an array within its 10 bytes"],
    ["has its heap before its rows", "INT64-GZIP_1", ["TFIELDS", "THEAP   = 3"], "expected"],
    ["has a dither without end", "QUANTISED-F4", ["ZDITHER0", "ZDITHER0= 10001"], "ZDITHER0 = 10001"],
  ] as [string, string, [string, string], string][])("%s", async (_, name, lie, message) => {
    expect(await refusal(name, lie)).toContain(message);
  });

  it("lacks one of its own keywords, while the HDUs behind it are read", async () => {
    const whole = await openFits(memoryByteSource(tiles, "x.fits"));
    for (const [keyword, card, found] of [
      ["ZNAXIS", "ZNAXIS  = 4", "ZNAXIS4 missing"],
      ["ZBITPIX", "ZBITPIX = 7", "ZBITPIX 7"],
      ["ZNAXIS2", "ZNAXIS2 = -1", "ZNAXIS2 = -1"],
    ] as const) {
      const { dataStart, headerBytes } = whole.hdus[3]!;
      const bytes = patchCard(tiles, keyword, card, dataStart - headerBytes.length);
      const file = await openFits(memoryByteSource(bytes, "x.fits"));
      expect(file.problems).toMatchObject([{ hdu: 3, place: "HDU 3 of x.fits", found }]);
      expect(file.hdus.length).toBe(whole.hdus.length);
      expect(file.hdus[3]).toMatchObject({ type: "unsupported", compression: null });
      expect((await readPixels(file, 4)).pixels.length).toBeGreaterThan(0);
    }
  });

  it("claims a large tile that its bytes cannot hold", async () => {
    const lies: [string, string][] = [
      ["ZNAXIS1", "ZNAXIS1 = 1048576"],
      ["ZNAXIS2", "ZNAXIS2 = 1"],
      ["ZTILE1", "ZTILE1  = 524288"],
      ["ZTILE2", "ZTILE2  = 1"],
    ];
    expect(await refusal("BLANK-KEYWORD", ...lies)).toContain("bytes for 524288 pixels");
  });
});

describe("strange but legal", () => {
  it("tiles of one pixel's width are copied at once", async () => {
    // 8 Mpix of zeros in one tile of some 8 kB
    const length = 8 << 20;
    const stream = gzipSync(new Uint8Array(length));
    const cards = [
      "XTENSION= 'BINTABLE'",
      "BITPIX  = 8",
      "NAXIS   = 2",
      "NAXIS1  = 8",
      "NAXIS2  = 1",
      `PCOUNT  = ${stream.length}`,
      "GCOUNT  = 1",
      "TFIELDS = 1",
      "TTYPE1  = 'COMPRESSED_DATA'",
      "TFORM1  = '1PB'",
      "ZIMAGE  = T",
      "ZCMPTYPE= 'GZIP_1'",
      "ZBITPIX = 8",
      "ZNAXIS  = 2",
      "ZNAXIS1 = 1",
      `ZNAXIS2 = ${length}`,
      `ZTILE2  = ${length}`,
      "END",
    ];
    const bytes = Buffer.alloc(2880 + 8 + stream.length, " ");
    bytes.write(cards.map((card) => card.padEnd(80)).join(""));
    bytes.writeInt32BE(stream.length, 2880);
    bytes.writeInt32BE(0, 2884);
    bytes.set(stream, 2888);
    const file = await openFits(memoryByteSource(Buffer.concat([writeFits([{ cards: [] }]), bytes]), "x.fits"));
    const began = process.cpuUsage();
    expect((await readPixels(file, 1)).pixels.length).toBe(length);
    expect((await readImage(file, 1)).height).toBe(length);
    // a copy for each pixel would take seconds; processor time, for other tests run beside this one
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(2);
  });

  it("an image of 999 axes is read, and cut", async () => {
    const axes = Array.from({ length: 999 }, (_, i) => `NAXIS${i + 1}`.padEnd(8).concat(`= ${i === 500 ? 7 : 1}`));
    const cards = ["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 999", ...axes, "END"];
    const header = cards.map((card) => card.padEnd(80)).join("");
    const bytes = Buffer.concat([
      Buffer.from(header.padEnd(Math.ceil(header.length / 2880) * 2880)),
      Buffer.from("0123456"),
    ]);
    const file = await openFits(memoryByteSource(bytes, "x.fits"));
    const { pixels, shape } = await readPixels(file, 0);
    expect([Buffer.from(pixels.buffer).toString(), shape.length, shape[498]]).toEqual(["0123456", 999, 7]);
    const start = shape.map((length) => (length === 7 ? 3 : 0));
    const end = shape.map((length) => (length === 7 ? 5 : 1));
    expect(Buffer.from((await readPixels(file, 0, { section: { start, end } })).pixels.buffer).toString()).toBe("34");
  });
});
