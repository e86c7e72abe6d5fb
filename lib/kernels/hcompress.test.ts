// The HCOMPRESS kernel against cfitsio's tiles, against a slow, obvious twin on streams of any bits, and against damage.

import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { readGoldenTiles } from "./testing/codec-fixtures";
import { hcompressTwin } from "./testing/hcompress-twin";

const kernels = createKernels();
const GUARD = 64;

/** Decodes between guards of 0xAA, which must stay; the stream is followed by ones. Returns the pixels or the status. */
function decode(bytes: Uint8Array, width: number, height: number, smooth = 0): Int32Array | number {
  const mark = kernels.mark();
  try {
    const source = kernels.allocate(bytes.length + GUARD);
    kernels.uint8(source, bytes.length + GUARD).fill(0xff);
    kernels.uint8(source, bytes.length).set(bytes);
    const workBytes = kernels.exports.hcompressWorkBytes(source, bytes.length, width, height, smooth);
    if (workBytes < 0) return workBytes;
    const target = kernels.allocate(4 * width * height + GUARD);
    const work = kernels.allocate(workBytes + GUARD);
    for (const end of [target + 4 * width * height, work + workBytes]) kernels.uint8(end, GUARD).fill(0xaa);
    const status = kernels.exports.hcompressDecode(source, bytes.length, target, work, width, height, smooth);
    for (const end of [target + 4 * width * height, work + workBytes]) {
      expect(kernels.uint8(end, GUARD)).toEqual(new Uint8Array(GUARD).fill(0xaa));
    }
    return status === 0 ? kernels.int32(target, width * height).slice() : status;
  } finally {
    kernels.release(mark);
  }
}

/** Rows, columns, scale, sum, bit planes; then the bytes of planes and signs. */
function stream(
  rows: number,
  columns: number,
  scale: number,
  sum: bigint,
  planes: number[],
  rest: number[],
): Uint8Array {
  const bytes = new Uint8Array(25 + rest.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xdd99);
  view.setInt32(2, rows);
  view.setInt32(6, columns);
  view.setInt32(10, scale);
  view.setBigInt64(14, sum);
  bytes.set([...planes, ...rest], 22);
  return bytes;
}

/** Park and Miller's generator: bytes that are the same everywhere. */
function randomBytes(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (16807 * state) % (2 ** 31 - 1);
    return (state >> 8) & 255;
  });
}

const tiles = readGoldenTiles("hcompress");

describe("hcompressDecode", () => {
  it("decodes a tile checkable by eye", () => {
    // 2 x 2 pixels 1 2 / 3 4: sum 10, kept as 12; hx = 7 - 3 = 4, hy = 6 - 4 = 2, hc = 5 - 5 = 0.
    // Quadrants of one pixel, at the upper left of a nybble: none of h0, hy = 010, hx = 100 (3 planes each), none of hc.
    // A plane is plain (nybble 0) and then 0 or 8; the end is a nybble 0; two signs of + follow in a new byte.
    const bytes = stream(2, 2, 0, 12n, [0, 3, 0], [0x00, 0x08, 0x00, 0x08, 0x00, 0x00, 0x00, 0x00]);
    expect(decode(bytes, 2, 2)).toEqual(Int32Array.of(1, 2, 3, 4));
  });

  it("turns a lone sum into equal pixels", () => {
    expect(decode(stream(1, 1, 0, 77n, [0, 0, 0], [0]), 1, 1)).toEqual(Int32Array.of(77));
    expect(decode(stream(2, 2, 0, -20n, [0, 0, 0], [0]), 2, 2)).toEqual(Int32Array.of(-5, -5, -5, -5));
  });

  it.each(tiles.map((tile) => [tile.name, tile] as const))("agrees with cfitsio and the twin: %s", (_, tile) => {
    const { stream: bytes, width, height, smooth } = tile;
    expect(decode(bytes, width, height, smooth)).toEqual(tile.pixels);
    expect(hcompressTwin(bytes, width, height, smooth === 1)).toEqual(tile.pixels);
  });

  it("agrees with the twin on planes of any bits", () => {
    const sizes = [
      [1, 1],
      [1, 9],
      [9, 1],
      [2, 3],
      [7, 7],
      [5, 40],
      [35, 6],
      [18, 70],
    ] as const;
    const depths = [
      [1, 2, 3],
      [9, 8, 7],
      [17, 16, 20],
      [26, 27, 24],
      [33, 40, 35],
      [62, 61, 62],
    ];
    let decoded = 0;
    for (const [rows, columns] of sizes) {
      for (const [index, planes] of depths.entries()) {
        for (const scale of [0, 5]) {
          // Plain planes everywhere: a nybble 0 stands before each, and random nybbles in it.
          const random = randomBytes(40_000, 1 + index + rows * columns);
          const rest = plainPlanes(rows, columns, planes, random);
          const bytes = stream(rows, columns, scale, BigInt(random[0]! - 128) << BigInt(3 * index), planes, rest);
          for (const smooth of [0, 1]) {
            const twin = hcompressTwin(bytes, columns, rows, smooth === 1);
            if (planes[0]! <= 40) expect(decode(bytes, columns, rows, smooth)).toEqual(twin);
            else expect(decode(bytes, columns, rows, smooth)).toBeInstanceOf(Int32Array);
            decoded++;
          }
        }
      }
    }
    expect(decoded).toBe(192);
  });

  it("agrees with the twin on streams of any bits at all", () => {
    let decoded = 0;
    for (let seed = 1; seed <= 1200; seed++) {
      const random = randomBytes(60, seed);
      const rows = 1 + (random[0]! % 6);
      const columns = 1 + (random[1]! % 9);
      // Nybbles 0 and 15 are frequent, or no plane would be accepted.
      const rest = random.map((byte) => (byte % 3 === 0 ? 0xff : byte % 3 === 1 ? byte & 0x0f : byte | 0xf0));
      const planes = [random[2]! % 4, random[3]! % 3, random[4]! % 3];
      const bytes = stream(rows, columns, random[5]! % 3, BigInt(random[6]!), planes, rest);
      const twin = hcompressTwin(bytes, columns, rows, false);
      const pixels = decode(bytes, columns, rows);
      if (twin === null) expect(pixels).toBeTypeOf("number");
      else expect(pixels).toEqual(twin);
      if (twin !== null) decoded++;
    }
    expect(decoded).toBeGreaterThan(30);
  });
});

/** Bytes of all planes as plain ones, the final nybble and enough signs. */
function plainPlanes(rows: number, columns: number, planes: number[], random: number[]): number[] {
  const half = (n: number) => Math.ceil(n / 2);
  const nybbles: number[] = [];
  let next = 0;
  const add = (height: number, width: number, count: number) => {
    for (let plane = 0; plane < count; plane++) {
      nybbles.push(0);
      for (let i = half(height) * half(width); i > 0; i--) nybbles.push(random[next++ % random.length]! & 15);
    }
  };
  add(half(rows), half(columns), planes[0]!);
  add(half(rows), columns >> 1, planes[1]!);
  add(rows >> 1, half(columns), planes[1]!);
  add(rows >> 1, columns >> 1, planes[2]!);
  nybbles.push(0);
  if (nybbles.length % 2 === 1) nybbles.push(0);
  const bytes = Array.from({ length: nybbles.length / 2 }, (_, i) => 16 * nybbles[2 * i]! + nybbles[2 * i + 1]!);
  return [...bytes, ...random.slice(0, rows * columns)];
}

describe("damaged HCOMPRESS tiles", () => {
  const tile = tiles.find(({ name }) => name === "33 x 17")!;
  const changed = (at: number, ...bytes: number[]) => {
    const copy = tile.stream.slice();
    copy.set(bytes, at);
    return decode(copy, tile.width, tile.height);
  };

  it("refuses a tile that ends before its pixels do, wherever it is cut", () => {
    for (let length = 0; length < tile.stream.length; length++) {
      expect(decode(tile.stream.subarray(0, length), tile.width, tile.height)).toBe(-1);
    }
  });

  it("names what is wrong with a header", () => {
    expect(changed(0, 0xdd, 0x98)).toBe(-2);
    expect(changed(5, 18)).toBe(-3);
    expect(changed(9, 34)).toBe(-3);
    expect(decode(tile.stream, tile.height, tile.width)).toBe(-3);
    expect(changed(22, 63)).toBe(-4);
    expect(changed(24, 255)).toBe(-4);
  });

  it("refuses planes of unknown format and a missing end of planes", () => {
    expect(changed(25, 0x70)).toBe(-4);
    expect(decode(stream(2, 2, 0, 0n, [0, 0, 0], [0x10]), 2, 2)).toBe(-4);
  });

  it("ends soon when a few bytes claim many planes of a large tile", () => {
    expect(decode(stream(4096, 4096, 0, 0n, [62, 62, 62], [0, 0, 0, 0]), 4096, 4096)).toBe(-1);
    expect(decode(stream(4096, 4096, 0, 0n, [62, 62, 62], new Array(1000).fill(0xff)), 4096, 4096)).toBeLessThan(0);
  }, 10_000);

  it("survives any change of single bytes", () => {
    const random = randomBytes(4000, 5);
    for (let i = 0; i + 2 < random.length; i += 3) {
      const copy = tile.stream.slice();
      copy[25 + ((256 * random[i]! + random[i + 1]!) % (copy.length - 25))] = random[i + 2]!;
      const pixels = decode(copy, tile.width, tile.height);
      if (typeof pixels !== "number") expect(pixels).toEqual(hcompressTwin(copy, tile.width, tile.height, false));
    }
  });
});
