// The Rice encoder against the eye, a slow twin bit by bit, fpack's own bytes, and our decoder.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/byte-source";
import { openFits, readIntegerImage } from "./index";
import { decodingKernels } from "./scratch";
import { findColumn, layoutOf, readHeapArray } from "./table";

const CODES = { 1: { field: 3, raw: 6 }, 2: { field: 4, raw: 14 }, 4: { field: 5, raw: 25 } };
type Width = keyof typeof CODES;

function encode(values: ArrayLike<number>, width: number, blockSize = 32, room = 8 * values.length + 32) {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const source = kernels.allocate(4 * values.length);
  const target = kernels.allocate(8 * values.length + 64);
  kernels.int32(source, values.length).set(values);
  kernels.uint8(target, 8 * values.length + 64).fill(0xaa);
  const length = kernels.exports.riceEncode(source, values.length, target, room, blockSize, width);
  const bytes = kernels.uint8(target, 8 * values.length + 64).slice();
  kernels.release(mark);
  expect(bytes.subarray(Math.min(room, length < 0 ? room : length)).every((byte) => byte === 0xaa)).toBe(true);
  if (length < 0) return null;
  return bytes.subarray(0, length);
}

function decode(bytes: Uint8Array, count: number, width: number, blockSize = 32): Int32Array {
  const kernels = decodingKernels();
  const mark = kernels.mark();
  const source = kernels.allocate(bytes.length);
  const target = kernels.allocate(4 * count);
  kernels.uint8(source, bytes.length).set(bytes);
  expect(kernels.exports.riceDecode(source, bytes.length, target, count, blockSize, width)).toBe(0);
  const values = kernels.int32(target, count).slice();
  kernels.release(mark);
  return values;
}

/** Written as text of bits, with BigInt for every number. */
function slowEncode(values: number[], width: Width, blockSize: number): Uint8Array {
  const { field, raw } = CODES[width];
  const wordBits = 8 * width;
  const binary = (value: bigint, count: number) => (count === 0 ? "" : value.toString(2).padStart(count, "0"));
  let text = binary(BigInt.asUintN(wordBits, BigInt(values[0]!)), wordBits);
  for (let start = 0; start < values.length; start += blockSize) {
    const block = values.slice(start, start + blockSize);
    const folded = block.map((value, i) => {
      const before = i === 0 ? values[Math.max(0, start - 1)]! : block[i - 1]!;
      const difference = BigInt.asIntN(wordBits, BigInt(value) - BigInt(before));
      return difference < 0n ? -2n * difference - 1n : 2n * difference;
    });
    const sum = folded.reduce((total, word) => total + word, 0n);
    const excess = sum - BigInt(Math.floor(block.length / 2)) - 1n;
    const half = (excess < 0n ? 0n : excess / BigInt(block.length)) >> 1n;
    const fs = half === 0n ? 0 : half.toString(2).length;
    if (fs >= raw) text += binary(BigInt(raw + 1), field) + folded.map((word) => binary(word, wordBits)).join("");
    else if (sum === 0n) text += binary(0n, field);
    else {
      text += binary(BigInt(fs + 1), field);
      for (const word of folded) {
        text += `${"0".repeat(Number(word >> BigInt(fs)))}1${binary(word & ((1n << BigInt(fs)) - 1n), fs)}`;
      }
    }
  }
  const whole = text.padEnd(8 * Math.ceil(text.length / 8), "0");
  return Uint8Array.from(whole.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** Seeded numbers of [least, most], the same everywhere. */
function noise(count: number, least: number, most: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (16807 * state) % (2 ** 31 - 1);
    return least + Math.floor((state / (2 ** 31 - 1)) * (most - least + 1));
  });
}

describe("riceEncode", () => {
  it("encodes a tile checkable by eye", () => {
    // First value 5; block: fs = 0 (field 1 of 4 bits), differences 0, +1, -1 = folded 0, 2, 1 = "1", "001", "01".
    expect(encode([5, 6, 5], 2)).toEqual(Uint8Array.of(0, 5, 0b0001_1001, 0b01_000000));
    // All equal: field 0.
    expect(encode(new Array(32).fill(7), 4)).toEqual(Uint8Array.of(0, 0, 0, 7, 0));
  });

  it.each([
    [1, 0, 255],
    [1, 100, 103],
    [2, -32768, 32767],
    [2, -20, 20],
    [4, -(2 ** 31), 2 ** 31 - 1],
    [4, -90_000, 90_000],
    [4, 0, 1],
  ] as const)("equals the slow twin: %i bytes, %i to %i", (width, least, most) => {
    for (const count of [1, 2, 31, 32, 33, 500]) {
      for (const blockSize of [16, 32]) {
        const values = noise(count, least, most, 20261121 + count);
        for (let i = 0; i < count; i += 97) values[i] = i % 2 ? least : most;
        expect(encode(values, width, blockSize)).toEqual(slowEncode(values, width, blockSize));
      }
    }
  });

  it("gives back what it was given, blanks of quantised floats among them", () => {
    const values = noise(4072, -3000, 3000, 3);
    for (let i = 0; i < values.length; i += 61) values[i] = -(2 ** 31);
    const bytes = encode(values, 4)!;
    expect(decode(bytes, values.length, 4)).toEqual(Int32Array.from(values));
  });

  it.each(["INT16", "INT32", "UINT8", "UINT16"])("writes the bytes that fpack writes: %s", async (name) => {
    const path = join(import.meta.dirname, "fixtures/rice-integers.fits.fz.gz");
    const file = await openFits(memoryByteSource(readFileSync(path), "rice-integers.fits.fz"));
    const hdu = file.hdus.find((one) => one.name === name)!;
    const layout = layoutOf(file, hdu);
    const column = findColumn(layout, "COMPRESSED_DATA")!;
    const { pixels, width, height } = await readIntegerImage(file, hdu.index);
    const zero = hdu.header.getNumber("BZERO") ?? 0;
    for (let y = 0; y < height; y++) {
      const at = layout.rowsStart + y * layout.rowBytes;
      const row = await file.source.read(at, at + layout.rowBytes);
      const { offset, count } = readHeapArray(layout, column, new DataView(row.buffer, row.byteOffset), y);
      const theirs = await file.source.read(layout.heapStart + offset, layout.heapStart + offset + count);
      const stored = pixels.subarray(y * width, (y + 1) * width).map((value) => value - zero);
      expect(encode(stored, Math.abs(hdu.bitpix!) / 8)).toEqual(new Uint8Array(theirs));
    }
  });

  it("writes no byte beyond its room, and refuses what it cannot do", () => {
    const values = noise(1000, -30_000, 30_000, 9);
    const whole = encode(values, 2)!.length;
    expect(encode(values, 2, 32, whole - 300)).toBeNull();
    expect(encode(values, 3)).toBeNull();
    expect(encode(values, 2, 65)).toBeNull();
    expect(encode(values, 2, 0)).toBeNull();
    expect(encode([], 2)).toBeNull();
  });
});
