// The PLIO kernel against cfitsio's line lists, against a slow, obvious twin on instructions of any kind, and against damage.

import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { readGoldenTiles } from "./testing/codec-fixtures";

const kernels = createKernels();

/** Decodes; what lies behind the list must not be read, what lies behind the pixels not be written. */
function decode(bytes: Uint8Array, count: number): Int32Array | number {
  const mark = kernels.mark();
  const source = kernels.allocate(bytes.length + 64);
  const target = kernels.allocate(4 * count + 64);
  kernels.uint8(source, bytes.length + 64).fill(0x47);
  kernels.uint8(source, bytes.length).set(bytes);
  kernels.uint8(target, 4 * count + 64).fill(0xaa);
  const status = kernels.exports.plioDecode(source, bytes.length, target, count);
  expect(kernels.uint8(target + 4 * count, 64)).toEqual(new Uint8Array(64).fill(0xaa));
  const pixels = kernels.int32(target, count).slice();
  kernels.release(mark);
  return status === 0 ? pixels : status;
}

/** A list with today's header of 7 words. */
function list(...instructions: number[]): Uint8Array {
  const length = 7 + instructions.length;
  return words(0, 7, -100, length & 0x7fff, length >> 15, 0, 0, ...instructions);
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt16(2 * i, value);
  return bytes;
}

const instruction = (code: number, n: number) => 4096 * code + n;

/** One instruction after the other, one pixel after the other. */
function twin(instructions: number[], count: number): Int32Array {
  const pixels: number[] = [];
  let value = 1;
  for (let i = 0; i < instructions.length; i++) {
    const code = instructions[i]! >> 12;
    const n = instructions[i]! & 4095;
    if (code === 1) value = 4096 * instructions[++i]! + n;
    if (code === 2 || code === 6) value += n;
    if (code === 3 || code === 7) value -= n;
    const run = code === 0 || code === 4 || code === 5 ? n : code >= 6 ? 1 : 0;
    for (let k = 0; k < run; k++) pixels.push(code === 0 || (code === 5 && k < n - 1) ? 0 : value);
  }
  return Int32Array.from({ length: count }, (_, i) => pixels[i] ?? 0);
}

describe("plioDecode", () => {
  it("decodes a list checkable by eye", () => {
    // 2 zeros; 3 times the value 1; value 1 + 5, one pixel; 2 zeros and the value; value = 7 + 4096 * 2, twice.
    const bytes = list(0x0002, 0x4003, 0x6005, 0x5003, 0x1007, 2, 0x4002);
    expect(decode(bytes, 13)).toEqual(Int32Array.of(0, 0, 1, 1, 1, 6, 0, 0, 6, 8199, 8199, 0, 0));
  });

  it("reads the header that IRAF once wrote", () => {
    expect(decode(words(0, 0, 5, 0x0001, 0x4002), 4)).toEqual(Int32Array.of(0, 1, 1, 0));
  });

  it.each(readGoldenTiles("plio").map((tile) => [tile.name, tile] as const))("agrees with cfitsio: %s", (_, tile) => {
    expect(decode(tile.stream, tile.pixels.length)).toEqual(tile.pixels);
  });

  it("agrees with the twin on instructions of any kind", () => {
    let state = 20261121;
    const random = (below: number) => {
      state = (16807 * state) % (2 ** 31 - 1);
      return state % below;
    };
    for (let round = 0; round < 300; round++) {
      const instructions = Array.from({ length: 40 }, () => {
        const code = random(8);
        return code === 1 ? [instruction(1, random(4096)), random(4096)] : [instruction(code, random(24))];
      }).flat();
      const count = 1 + random(300);
      expect(decode(list(...instructions), count)).toEqual(twin(instructions, count));
    }
  });
});

describe("damaged line lists", () => {
  it("refuses a list that is shorter than it says, wherever it is cut", () => {
    const bytes = list(0x0002, 0x4003, 0x1007, 2, 0x4002);
    for (let length = 0; length < bytes.length - 1; length++) expect(decode(bytes.subarray(0, length), 10)).toBe(-1);
    expect(decode(words(0, 0, 9, 0x0001, 0x4002), 4)).toBe(-1);
    expect(decode(list(0x0002, 0x1007), 10)).toBe(-1);
  });

  it("refuses headers and instructions that cannot be", () => {
    expect(decode(words(0, 3, -100, 8, 0, 0, 0, 0x4002), 4)).toBe(-2);
    expect(decode(words(0, -7, -100, 8, 0, 0, 0, 0x4002), 4)).toBe(-2);
    expect(decode(words(0, 7, -100, -8, 0, 0, 0, 0x4002), 4)).toBe(-2);
    expect(decode(words(0, 7, -100, 6, 0, 0, 0, 0x4002), 4)).toBe(-2);
    expect(decode(list(0x8001), 4)).toBe(-2);
  });

  it("leaves out what is said of pixels behind the last", () => {
    expect(decode(list(0x4fff, 0x4fff), 3)).toEqual(Int32Array.of(1, 1, 1));
    expect(decode(list(0x0002, 0x5003), 4)).toEqual(Int32Array.of(0, 0, 0, 0));
  });
});
