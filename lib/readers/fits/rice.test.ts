// The Rice kernel against a slow, obvious twin on seeded noise, and against streams that lie.

import { describe, expect, it } from "vitest";
import { decodingKernels } from "./scratch";

const CODES = { 1: { field: 3, raw: 6 }, 2: { field: 4, raw: 14 }, 4: { field: 5, raw: 25 } };
type Width = keyof typeof CODES;

/** Encodes bit by bit, one block after the other, with the given fs of each block (-1: all equal, raw: in full). */
function encode(values: Int32Array, width: Width, blockSize: number, fsOf: (block: number) => number): Uint8Array {
  const bits: number[] = [];
  const push = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push(Math.floor(value / 2 ** i) % 2);
  };
  const range = 2 ** (8 * width);
  const stored = (value: number) => ((value % range) + range) % range;
  push(stored(values[0]!), 8 * width);
  let last = values[0]!;
  for (let start = 0, block = 0; start < values.length; start += blockSize, block++) {
    const fs = fsOf(block);
    push(fs + 1, CODES[width].field);
    for (const value of values.subarray(start, start + blockSize)) {
      const wrapped = stored(value - last);
      const signed = wrapped >= range / 2 ? wrapped - range : wrapped;
      const folded = signed < 0 ? -2 * signed - 1 : 2 * signed;
      last = value;
      if (fs === CODES[width].raw) push(folded, 8 * width);
      else if (fs >= 0) {
        for (let i = 0; i < Math.floor(folded / 2 ** fs); i++) bits.push(0);
        bits.push(1);
        push(folded % 2 ** fs, fs);
      }
    }
  }
  while (bits.length % 8 !== 0) bits.push(0);
  return Uint8Array.from({ length: bits.length / 8 }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).join(""), 2),
  );
}

function decode(bytes: Uint8Array, count: number, blockSize: number, width: number): Int32Array | null {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const source = kernels.allocate(bytes.length + 64);
  const target = kernels.allocate(4 * count);
  kernels
    .uint8(source, bytes.length + 64)
    .fill(0xff)
    .set(bytes);
  const status = kernels.exports.riceDecode(source, bytes.length, target, count, blockSize, width);
  const pixels = kernels.int32(target, count).slice();
  kernels.release(mark);
  return status === 0 ? pixels : null;
}

/** Park and Miller's generator, as in the standard's dither: noise that is the same everywhere. */
function noise(count: number, amplitude: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (16807 * state) % (2 ** 31 - 1);
    return Math.round((state / (2 ** 31 - 1) - 0.5) * 2 * amplitude);
  });
}

describe("riceDecode", () => {
  it("decodes a tile checkable by eye", () => {
    // First value 5; block: fs = 0 (field 1 of 4 bits), differences 0, +1, -1 = folded 0, 2, 1 = "1", "001", "01".
    const bytes = Uint8Array.of(0, 5, 0b0001_1001, 0b01_000000);
    expect(decode(bytes, 3, 32, 2)).toEqual(Int32Array.of(5, 6, 5));
  });

  it.each([
    [1, 100, 16, [2, 6, 0]],
    [1, 127, 32, [6]],
    [2, 500, 32, [7, 9, 14, 8]],
    [2, 32767, 16, [14]],
    [4, 300, 32, [0, 8, 25]],
    [4, 90_000, 32, [14, 16, 25]],
    [4, 2 ** 31 - 1, 32, [25, 24]],
  ] as const)("gives back %i-byte noise of ± %i in blocks of %i", (width, amplitude, blockSize, codes) => {
    for (const count of [1, 31, 32, 33, 1000]) {
      const offset = width === 1 ? 128 : 0;
      const values = Int32Array.from(noise(count, amplitude, 20261120 + count), (value) => value + offset);
      const bytes = encode(values, width, blockSize, (block) => codes[block % codes.length]!);
      expect(decode(bytes, count, blockSize, width)).toEqual(values);
    }
  });

  it("repeats the last value in a block without differences", () => {
    const values = Int32Array.from({ length: 96 }, (_, i) => (i < 32 ? 9 + i : 40));
    const bytes = encode(values, 4, 32, (block) => (block === 0 ? 1 : -1));
    expect(decode(bytes, 96, 32, 4)).toEqual(values);
  });

  it("refuses a tile that ends before its pixels do, wherever it is cut", () => {
    const values = Int32Array.from(noise(500, 2000, 7));
    const bytes = encode(values, 4, 32, () => 10);
    for (let length = 0; length < bytes.length; length += 7) {
      expect(decode(bytes.subarray(0, length), 500, 32, 4)).toBeNull();
    }
    expect(decode(new Uint8Array(64), 100_000, 32, 4)).toBeNull();
    expect(decode(bytes, 500, 32, 3)).toBeNull();
    expect(decode(bytes, 500, 0, 4)).toBeNull();
  });

  it("survives any bytes at all", () => {
    for (let seed = 1; seed < 200; seed++) {
      const bytes = Uint8Array.from(noise(64, 127, seed), (value) => value + 128);
      for (const width of [1, 2, 4]) {
        const pixels = decode(bytes, 4096, 32, width);
        if (pixels) expect(pixels.length).toBe(4096);
      }
    }
  });
});
