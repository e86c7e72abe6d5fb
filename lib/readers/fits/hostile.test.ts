// Files that the fuzzer (fuzz/fits.ts) broke the reader with, or that were made to break it. Each must end in a true refusal.

import { describe, expect, test } from "vitest";
import { MalformedFileError } from "@/lib/errors";
import { memoryByteSource } from "@/lib/files/byte-source";
import { fitsBytes } from "@/lib/testing/make-fits";
import { openFits, readImage, readPixels, readTable, verifyFits } from ".";
import { patchCard } from "./testing/patch-card";

const open = (bytes: Uint8Array) => openFits(memoryByteSource(bytes, "x.fits"));

describe("headers that lie about sizes", () => {
  // seed 2, case 15982: data of no bytes passed for an image of any size
  test("an image of GCOUNT 0 is told as a problem, not read beyond the file", async () => {
    const bytes = fitsBytes([{}, { size: [4, 3] }]);
    const lying = patchCard(patchCard(bytes, "GCOUNT", "GCOUNT  = 0", 2880), "NAXIS1", "NAXIS1  = 741455", 2880);
    const file = await open(lying);
    expect(file.hdus).toHaveLength(1);
    expect(file.problems).toMatchObject([{ hdu: 1, found: "GCOUNT = 0", expected: "an integer of at least 1" }]);
    expect(await verifyFits(file)).toContainEqual(file.problems[0]);
  });

  test("a primary image of GCOUNT 0 is refused", async () => {
    const bytes = fitsBytes([{ size: [4, 3], cards: { FILLER: 1 } }]);
    await expect(open(patchCard(bytes, "FILLER", "GCOUNT  = 0"))).rejects.toThrow(MalformedFileError);
  });

  test("an image larger than its file is refused before memory is taken", async () => {
    const file = await open(patchCard(fitsBytes([{ size: [4, 3] }]), "NAXIS1", "NAXIS1  = 999999999999"));
    await expect(readPixels(file, 0)).rejects.toThrow(/^HDU 0 of x.fits: .*truncated, or a lying header/);
  });
});

/** An empty primary HDU and a binary table of these cards; `data` are its rows and its heap. */
function binaryTable(cards: [string, string | number][], data: Uint8Array): Uint8Array {
  const texts = cards.map(([keyword, value]) => `${keyword.padEnd(8)}= ${value}`.padEnd(80));
  const header = ["XTENSION= 'BINTABLE'".padEnd(80), ...texts, "END".padEnd(80)].join("");
  const blocks = (bytes: number) => Math.ceil(bytes / 2880) * 2880;
  const bytes = new Uint8Array(2880 + blocks(header.length) + blocks(data.length));
  bytes.set(fitsBytes([{}]));
  bytes.set(Buffer.from(header.padEnd(blocks(header.length)), "latin1"), 2880);
  bytes.set(data, 2880 + blocks(header.length));
  return bytes;
}

/** Rows of P descriptors, all of `count` elements at the start of the heap. */
function descriptorsAtAll(total: number, count: number, heapBytes: number): Uint8Array {
  const data = new Uint8Array(8 * total + heapBytes);
  const view = new DataView(data.buffer);
  for (let i = 0; i < total; i++) view.setInt32(8 * i, count);
  return data;
}

function tableCards(columns: number, rows: number, heapBytes: number, form: string): [string, string | number][] {
  return [
    ["BITPIX", 8],
    ["NAXIS", 2],
    ["NAXIS1", 8 * columns],
    ["NAXIS2", rows],
    ["PCOUNT", heapBytes],
    ["GCOUNT", 1],
    ["TFIELDS", columns],
    ...Array.from({ length: columns }, (_, i): [string, string] => [`TFORM${i + 1}`, `'${form}'`]),
  ];
}

describe("tables and tiles that lie", () => {
  const sharedHeap = (columns: number, heapBytes: number) =>
    binaryTable(tableCards(columns, 1, heapBytes, "1PX"), descriptorsAtAll(columns, 8 * heapBytes, heapBytes));

  // 0.19 MB of file became 720 MB of bits
  test("900 columns that share one heap are refused together", async () => {
    const file = await open(sharedHeap(900, 100_000));
    await expect(readTable(file, 1)).rejects.toThrow(/^HDU 1 of x.fits: 1 rows that need 720000000 bytes of memory/);
    expect((await readTable(file, 1, { columns: ["#7"] })).columns[0]!.values).toHaveLength(800_000);
  });

  /** Tiles of 10 pixels, one a row, that all begin the same stream of 60,000 bytes. */
  const sharedStream = (height: number) => {
    const compressed: [string, string | number][] = [
      ["TTYPE1", "'COMPRESSED_DATA'"],
      ["ZIMAGE", "T"],
      ["ZCMPTYPE", "'RICE_1'"],
      ["ZBITPIX", 16],
      ["ZNAXIS", 2],
      ["ZNAXIS1", 10],
      ["ZNAXIS2", height],
    ];
    return binaryTable(
      [...tableCards(1, height, 60_000, "1PB"), ...compressed],
      descriptorsAtAll(height, 60_000, 60_000).fill(0xff, 8 * height),
    );
  };

  // the stream was copied for every tile: 3.6 GB for a file of 0.5 MB, and a square of the file's size for larger ones
  test("60,000 tiles at one long stream are refused", async () => {
    const file = await open(sharedStream(60_000));
    await expect(readPixels(file, 1)).rejects.toThrow(/^HDU 1 of x.fits, tile \d+: tiles of more than 4434304 bytes/);
    await expect(readImage(file, 1)).rejects.toThrow(MalformedFileError);
  });

  test("a Rice image of more pixels than its bytes can hold is refused before memory is taken", async () => {
    const lying = patchCard(patchCard(sharedStream(1), "ZNAXIS1", "ZNAXIS1 = 8000"), "ZNAXIS2", "ZNAXIS2 = 8000");
    await expect(readPixels(await open(lying), 1)).rejects.toThrow(
      /8000 x 8000 in 60008 bytes, expected at most 86 pixels/,
    );
  });

  // seed 11, cases 42397 and 58037: rows were looked for beyond the file
  test("a table of NAXIS 1 is told, whatever NAXIS2 says", async () => {
    const lying = patchCard(sharedHeap(2, 100), "NAXIS2", "NAXIS2  = 58421659", 2880);
    const file = await open(patchCard(lying, "NAXIS", "NAXIS   = 1", 2880));
    expect(await verifyFits(file)).toContainEqual(expect.objectContaining({ hdu: 1, expected: "2" }));
  });
});

describe("work that must not grow faster than the file", () => {
  const headerOf = (cards: string[]) => {
    const text = ["SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0", ...cards, "END"].map((card) => card.padEnd(80)).join("");
    return new Uint8Array(Buffer.from(text.padEnd(Math.ceil(text.length / 2880) * 2880), "latin1"));
  };
  /** Processor time: other tests run beside this one. */
  const openWithin = async (bytes: Uint8Array, milliseconds: number) => {
    const began = process.cpuUsage();
    const file = await open(bytes);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(milliseconds);
    return file;
  };

  // joined card by card it took 86 s
  test("a string over 50,000 CONTINUE cards", async () => {
    const cards = ["LONG    = 'a&'", ...Array.from({ length: 50_000 }, () => `CONTINUE  '${"b".repeat(60)}&'`)];
    const file = await openWithin(headerOf(cards), 1000);
    expect(file.hdus[0]!.header.getText("LONG")).toHaveLength(50_000 * 60 + 2);
  });

  test("90,000 cards of one keyword", async () => {
    const file = await openWithin(headerOf(Array.from({ length: 90_000 }, (_, i) => `SAME    = ${i}`)), 1000);
    expect(file.hdus[0]!.header.getNumber("SAME")).toBe(0);
  });
});
