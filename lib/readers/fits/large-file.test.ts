// A file of some 4 GB that no disk has to hold: its bytes are made when they are asked for, and counted.

import { describe, expect, it } from "vitest";
import type { ByteSource } from "@/lib/files/memory-source";
import { openFits, readImage, readPixels } from "./index";

const BLOCK = 2880;
const SIDE = 20_000;
const padded = (bytes: number) => Math.ceil(bytes / BLOCK) * BLOCK;

interface Part {
  byteLength: number;
  byteAt(offset: number): number;
}

function headerPart(...cards: string[]): Part {
  const text = [...cards, "END"].map((card) => card.padEnd(80)).join("");
  const block = text.padEnd(padded(text.length));
  return { byteLength: block.length, byteAt: (offset) => block.charCodeAt(offset) };
}

/** Big-endian bytes of a number per word, then zeros to the end of a block. */
function dataPart(words: number, width: number, wordAt: (index: number) => number): Part {
  return {
    byteLength: padded(words * width),
    byteAt: (offset) => {
      const index = Math.floor(offset / width);
      return index < words ? (wordAt(index) >>> (8 * (width - 1 - (offset % width)))) & 0xff : 0;
    },
  };
}

function source(parts: Part[]): ByteSource & { total(): number } {
  const byteLength = parts.reduce((sum, part) => sum + part.byteLength, 0);
  let total = 0;
  const byteAt = (position: number) => {
    let offset = position;
    for (const part of parts) {
      if (offset < part.byteLength) return part.byteAt(offset);
      offset -= part.byteLength;
    }
    return 0;
  };
  const readInto = async (start: number, target: Uint8Array) => {
    total += target.length;
    if (total > 64 << 20) throw new Error("far too much is read");
    for (let i = 0; i < target.length; i++) target[i] = byteAt(start + i);
  };
  return {
    name: "large.fits",
    byteLength,
    total: () => total,
    readInto,
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start);
      await readInto(start, bytes);
      return bytes;
    },
    close: async () => {},
  };
}

const extension = (kind: string, ...cards: string[]) =>
  headerPart(`XTENSION= '${kind}'`, ...cards, "PCOUNT  = 0", "GCOUNT  = 1");
const plane = (bitpix: number, width: number, height: number) => [
  `BITPIX  = ${bitpix}`,
  "NAXIS   = 2",
  `NAXIS1  = ${width}`,
  `NAXIS2  = ${height}`,
];

function largeFile() {
  const tileBytes = 2 * SIDE;
  return source([
    headerPart("SIMPLE  = T", "BITPIX  = 8", "NAXIS   = 0"),
    extension("IMAGE", ...plane(32, SIDE, SIDE), "EXTNAME = 'PLAIN'"),
    dataPart(SIDE * SIDE, 4, (i) => i),
    headerPart(
      "XTENSION= 'BINTABLE'",
      ...plane(8, 8, SIDE),
      `PCOUNT  = ${SIDE * tileBytes}`,
      "GCOUNT  = 1",
      "TFIELDS = 1",
      "TTYPE1  = 'COMPRESSED_DATA'",
      "TFORM1  = '1PB'",
      "ZIMAGE  = T",
      "ZCMPTYPE= 'NOCOMPRESS'",
      "ZBITPIX = 16",
      "ZNAXIS  = 2",
      `ZNAXIS1 = ${SIDE}`,
      `ZNAXIS2 = ${SIDE}`,
      "EXTNAME = 'TILES'",
    ),
    {
      byteLength: padded(8 * SIDE + SIDE * tileBytes),
      byteAt: (offset) => {
        const row = Math.floor(offset / 8);
        if (row < SIDE) return ((offset % 8 < 4 ? tileBytes : row * tileBytes) >>> (8 * (3 - (offset % 4)))) & 0xff;
        const pixel = Math.floor((offset - 8 * SIDE) / 2);
        return ((pixel % 30_000) >>> (offset % 2 === 0 ? 8 : 0)) & 0xff;
      },
    },
    extension("IMAGE", ...plane(64, SIDE, SIDE / 2)),
    dataPart((SIDE * SIDE) / 2, 8, () => 0),
    extension("IMAGE", ...plane(16, 100, 50), "EXTNAME = 'SMALL'"),
    dataPart(5000, 2, (i) => i),
  ]);
}

describe("a file of 4 GB", () => {
  it("is listed by its headers alone", async () => {
    const large = largeFile();
    const file = await openFits(large);
    expect(large.byteLength).toBeGreaterThan(2 ** 31);
    expect(file.problems).toEqual([]);
    expect(file.hdus.map(({ shape, compression }) => [shape, compression])).toEqual([
      [[], null],
      [[SIDE, SIDE], null],
      [[SIDE, SIDE], "NOCOMPRESS"],
      [[SIDE / 2, SIDE], null],
      [[50, 100], null],
    ]);
    // the two bytes that tell gzip, and a first read an HDU of four blocks
    expect(large.total()).toBeLessThanOrEqual(2 + 5 * 4 * BLOCK);
  });

  it("gives one HDU for the bytes of that HDU", async () => {
    const large = largeFile();
    const file = await openFits(large);
    const before = large.total();
    const { pixels } = await readPixels(file, 4);
    expect(large.total() - before).toBe(100 * 50 * 2);
    expect(pixels).toEqual(Int16Array.from({ length: 5000 }, (_, i) => i));
  });

  it("gives a section for the bytes of its rows", async () => {
    const large = largeFile();
    const file = await openFits(large);
    const before = large.total();
    const { pixels } = await readPixels(file, 1, { section: { start: [17_000, 19_990], end: [17_003, 20_000] } });
    const first = 17_000 * SIDE + 19_990;
    const rows = [0, 1, 2].flatMap((row) => Array.from({ length: 10 }, (_, i) => first + row * SIDE + i));
    expect([...pixels]).toEqual(rows);
    // rows are 80 kB apart: too far to be read over
    expect(large.total() - before).toBe(3 * 10 * 4);
    const image = await readImage(file, 3, { section: { x0: 5, x1: 9, y0: 9_999, y1: 10_000 } });
    expect([...image.pixels]).toEqual([0, 0, 0, 0]);
    expect(large.total() - before).toBe(3 * 10 * 4 + 4 * 8);
  });

  it("gives a section for the bytes of its tiles and their descriptors", async () => {
    const large = largeFile();
    const file = await openFits(large);
    const before = large.total();
    const { pixels } = await readPixels(file, 2, { section: { start: [12_000, 7], end: [12_002, 9] } });
    const at = (y: number, x: number) => (y * SIDE + x) % 30_000;
    expect([...pixels]).toEqual([at(12_000, 7), at(12_000, 8), at(12_001, 7), at(12_001, 8)]);
    expect(large.total() - before).toBe(2 * 8 + 2 * 2 * SIDE);
  });
});
