import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isAnnulusError, MalformedFileError, UnsupportedFormatError } from "@/lib/errors";
import { type ByteSource, memoryByteSource } from "@/lib/files/byte-source";
import { openFits, readImage, readPixels, writeFits } from "./index";
import { patchCard } from "./testing/patch-card";

const BLOCK = 2880;
const image = (width: number, height: number) => ({
  width,
  height,
  pixels: new Float32Array(width * height).fill(1.5),
});
const open = (bytes: Uint8Array) => openFits(memoryByteSource(bytes, "x.fits"));

/** A source that keeps the ranges read. */
function countingSource(bytes: Uint8Array): ByteSource & { ranges: [number, number][]; total: () => number } {
  const inner = memoryByteSource(bytes, "counted.fits");
  const ranges: [number, number][] = [];
  return {
    ...inner,
    ranges,
    total: () => ranges.reduce((sum, [start, end]) => sum + end - start, 0),
    read(start, end) {
      ranges.push([start, end]);
      return inner.read(start, end);
    },
    readInto(start, target) {
      ranges.push([start, start + target.length]);
      return inner.readInto(start, target);
    },
  };
}

describe("what is read", () => {
  const bytes = writeFits([
    { cards: [["OBJECT", "dark"]] },
    { cards: [["EXTNAME", "A"]], image: image(1000, 700) },
    { cards: Array.from({ length: 400 }, (_, i) => [`KEY${i}`, i] as [string, number]), image: image(1000, 700) },
  ]);

  it("is headers only when a file is opened", async () => {
    const source = countingSource(bytes);
    const file = await openFits(source);
    expect(file.hdus).toHaveLength(3);
    expect(file.hdus[2]!.header.get("KEY399")).toBe(399);
    expect(source.total()).toBeLessThan(2 * 4 * BLOCK + 5 * 4 * BLOCK + 8 * BLOCK);
    expect(file.hdus[2]!.headerBytes.length % BLOCK).toBe(0);
  });

  it("is the rows of a section only", async () => {
    const source = countingSource(bytes);
    const file = await openFits(source);
    const before = source.total();
    await readImage(file, 1, { section: { x0: 10, x1: 74, y0: 100, y1: 164 } });
    expect(source.total() - before).toBe((63 * 1000 + 64) * 4);
    expect(source.ranges.at(-1)![0]).toBe(file.hdus[1]!.dataStart + 100 * 4000 + 10 * 4);
  });
});

describe("openFits on files that are none", () => {
  it.each([
    ["a text file", Buffer.from("RA,DEC\n1,2\n".repeat(1000)), '"RA,DEC?1," at its start'],
    ["an empty file", new Uint8Array(0), "an empty file"],
    ["a few letters", Buffer.from("SIM"), '"SIM" at its start'],
    [
      "a header without END",
      Buffer.from("SIMPLE  =                    T".padEnd(5000)),
      "header without END in 5000 bytes",
    ],
  ])("refuses %s in words", async (_, bytes, found) => {
    const error = await open(bytes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MalformedFileError);
    expect(error).toMatchObject({ place: "HDU 0 of x.fits", found: expect.stringContaining(found) });
  });

  it.each([
    ["BITPIX", "BITPIX  = 7", "BITPIX 7, expected 8, 16, 32, 64, -32 or -64"],
    ["NAXIS1", "NAXIS1  = -5", "NAXIS1 = -5, expected an integer of at least 0"],
    ["NAXIS1", "NAXIS1  = 3.5", "NAXIS1 = 3.5"],
    ["NAXIS1", "COMMENT", "NAXIS1 missing"],
    ["NAXIS", "NAXIS   = 3", "NAXIS3 missing"],
    ["NAXIS", "NAXIS   = 1000", "NAXIS = 1000, expected an integer from 0 to 999"],
    ["NAXIS1", "NAXIS1  = 900719925474099", "a size that a file can have"],
    ["EXTEND", "PCOUNT  = -1", "PCOUNT = -1"],
  ])("refuses a primary HDU whose %s lies: %s", async (keyword, card, message) => {
    const bytes = patchCard(writeFits([{ cards: [], image: image(30, 20) }]), keyword, card);
    await expect(open(bytes)).rejects.toThrow(message);
  });
});

describe("openFits on files that break on the way", () => {
  const whole = writeFits([
    { cards: [] },
    { cards: [["EXTNAME", "GOOD"]], image: image(30, 20) },
    { cards: [["EXTNAME", "BAD"]], image: image(30, 20) },
  ]);
  const bad = 3 * BLOCK;

  it("keeps the HDUs before a cut, and the header of the one that is cut", async () => {
    const file = await open(whole.subarray(0, bad + BLOCK + 100));
    expect(file.hdus.map((hdu) => hdu.name)).toEqual([null, "GOOD", "BAD"]);
    expect(file.problems).toEqual([
      {
        hdu: 2,
        place: "HDU 2 of x.fits",
        found: `file of ${bad + BLOCK + 100} bytes (truncated, or a lying header)`,
        expected: `data up to byte ${bad + BLOCK + 2400}`,
      },
    ]);
    expect((await readImage(file, 1)).pixels[0]).toBe(1.5);
    await expect(readImage(file, 2)).rejects.toThrow(MalformedFileError);
  });

  it("keeps the HDUs before a header that is cut", async () => {
    const file = await open(whole.subarray(0, bad + 500));
    expect(file.hdus).toHaveLength(2);
    expect(file.problems).toMatchObject([{ hdu: 2, found: "header without END in 500 bytes" }]);
  });

  it("needs no padding behind the last data", async () => {
    const file = await open(whole.subarray(0, bad + BLOCK + 2400));
    expect(file.problems).toEqual([]);
    expect((await readImage(file, 2)).pixels[599]).toBe(1.5);
  });

  it.each([
    ["NAXIS2", "NAXIS2  = 4", bad, "behind the data", 3],
    ["NAXIS2", "NAXIS2  = 100000", BLOCK, "truncated, or a lying header", 2],
    ["PCOUNT", "PCOUNT  = 99999999", BLOCK, "truncated, or a lying header", 2],
    ["PCOUNT", "PCOUNT  = -8", BLOCK, "PCOUNT = -8", 1],
    ["BITPIX", "BITPIX  = 12", bad, "BITPIX 12", 2],
  ])("tells that %s lies: %s", async (keyword, card, from, found, hdus) => {
    const longer = writeFits([
      { cards: [] },
      { cards: [], image: image(30, 20) },
      { cards: [], image: image(30, 100) },
    ]);
    const file = await open(patchCard(longer, keyword, card, from));
    expect(file.hdus).toHaveLength(hdus);
    expect(file.problems).toHaveLength(1);
    if (found !== "behind the data") expect(file.problems[0]!.found).toContain(found);
    else expect(file.problems[0]!.expected).toBe('"XTENSION="');
  });

  it("overlooks zeros and blanks behind the last HDU, and tells of anything else", async () => {
    const followed = (tail: Uint8Array) => open(Buffer.concat([whole, tail]));
    expect((await followed(new Uint8Array(BLOCK))).problems).toEqual([]);
    expect((await followed(new Uint8Array(999).fill(32))).problems).toEqual([]);
    expect((await followed(Buffer.from("leftover".repeat(20)))).problems).toMatchObject([{ hdu: 3 }]);
  });
});

describe("readImage refuses", () => {
  it("an image of zero size", async () => {
    const bytes = patchCard(writeFits([{ cards: [], image: image(30, 20) }]), "NAXIS2", "NAXIS2  = 0");
    const file = await open(bytes.subarray(0, BLOCK));
    expect(file.hdus[0]).toMatchObject({ type: "image", shape: [0, 30] });
    await expect(readImage(file, 0)).rejects.toThrow("image of zero size (30 x 0)");
  });

  it("what is no two-dimensional image, by name", async () => {
    const cards = [
      "XTENSION= 'FOREIGN '",
      "BITPIX  = 8",
      "NAXIS   = 1",
      "NAXIS1  = 10",
      "PCOUNT  = 0",
      "GCOUNT  = 1",
      "END",
    ];
    const foreign = Buffer.alloc(2 * BLOCK, " ");
    foreign.write(cards.map((card) => card.padEnd(80)).join(""));
    const file = await open(Buffer.concat([writeFits([{ cards: [] }]), foreign]));
    expect(file.hdus.map((hdu) => hdu.type)).toEqual(["empty", "unsupported"]);
    await expect(readImage(file, 0)).rejects.toThrow("HDU of type empty, expected an image");
    await expect(readImage(file, 1)).rejects.toThrow(UnsupportedFormatError);
    await expect(readImage(file, 2)).rejects.toThrow("2 HDUs, expected an HDU 2");
  });

  it("random groups, by name", async () => {
    const cards = [
      "SIMPLE  = T",
      "BITPIX  = -32",
      "NAXIS   = 3",
      "NAXIS1  = 0",
      "NAXIS2  = 5",
      "NAXIS3  = 2",
      "GROUPS  = T",
      "PCOUNT  = 3",
      "GCOUNT  = 7",
      "END",
    ];
    const groups = Buffer.alloc(2 * BLOCK, " ");
    groups.write(cards.map((card) => card.padEnd(80)).join(""));
    const following = writeFits([{ cards: [] }, { cards: [], image: image(3, 2) }]).subarray(BLOCK);
    const file = await open(Buffer.concat([groups, following]));
    expect(file.hdus[0]).toMatchObject({ type: "unsupported", dataBytes: 4 * 7 * (3 + 10) });
    for (const reading of [readImage(file, 0), readPixels(file, 0)]) {
      await expect(reading).rejects.toThrow("HDU 0 of x.fits: random groups, expected an image");
    }
    expect((await readImage(file, 1)).pixels[0]).toBe(1.5);
  });

  it("no image whose pixels are all NaN: that is for who measures to say", async () => {
    const nans = { width: 4, height: 4, pixels: new Float32Array(16).fill(Number.NaN) };
    const file = await open(writeFits([{ cards: [], image: nans }]));
    expect((await readImage(file, 0)).pixels.every(Number.isNaN)).toBe(true);
  });
});

describe("whole-file gzip", () => {
  const bytes = writeFits([{ cards: [], image: image(30, 20) }]);

  it("is undone, told by its content", async () => {
    const file = await open(gzipSync(bytes));
    expect(file.byteLength).toBe(bytes.length);
    expect((await readImage(file, 0)).pixels[7]).toBe(1.5);
  });

  it("that ends too early or is broken is malformed", async () => {
    const compressed = gzipSync(bytes);
    await expect(open(compressed.subarray(0, -10))).rejects.toThrow("gzip stream that ends too early");
    await expect(open(Buffer.concat([compressed.subarray(0, 30), Buffer.alloc(60, 255)]))).rejects.toThrow(
      MalformedFileError,
    );
  });
});

describe("damage", () => {
  const files = readdirSync(join(import.meta.dirname, "fixtures")).filter((name) => name.endsWith(".gz"));

  /** Park and Miller's generator below `limit`: the same damage everywhere. */
  function randomsFrom(seed: number): (limit: number) => number {
    let state = seed;
    return (limit) => {
      state = (16807 * state) % (2 ** 31 - 1);
      return state % limit;
    };
  }

  /** Cuts every fifth file, and writes bytes, digits and long numbers into all of them. */
  function damage(whole: Uint8Array, round: number, random: (limit: number) => number): Uint8Array {
    const bytes = whole.slice(0, round % 5 === 0 ? random(whole.length) : whole.length);
    for (let i = 0; i < 4 && bytes.length > 160; i++) {
      bytes[random(bytes.length)] = random(256);
      bytes[random(bytes.length)] = 0x30 + random(10);
      const card = 80 * random(Math.floor(bytes.length / 80));
      const digits = Buffer.from(String(random(2 ** 31 - 1)));
      bytes.set(digits, card + 30 - digits.length);
    }
    return bytes;
  }

  it.each(files)("of %s ends in a tagged error or in pixels, never in anything else", async (name) => {
    const whole = new Uint8Array(gunzipSync(readFileSync(join(import.meta.dirname, "fixtures", name))));
    const random = randomsFrom(20261120);
    for (let round = 0; round < 40; round++) {
      try {
        const file = await open(damage(whole, round, random));
        for (const hdu of file.hdus) {
          const image = await readImage(file, hdu.index);
          expect(image.pixels.length).toBe(image.width * image.height);
        }
      } catch (error) {
        if (!isAnnulusError(error)) throw error;
      }
    }
  });
});
