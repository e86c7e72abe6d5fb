import { describe, expect, it } from "vitest";
import { createKernels } from "./index";

const kernels = createKernels();

describe("narrowInt32", () => {
  it.each([
    [2, 0, Int16Array],
    [2, 1, Uint16Array],
    [1, 0, Uint8Array],
    [1, 1, Int8Array],
    [4, 0, Int32Array],
    [4, 1, Uint32Array],
  ] as const)("keeps the lowest %i bytes, highest bit flipped: %i", (width, flips, type) => {
    for (const count of [0, 1, 3, 4, 17, 64]) {
      const values = Int32Array.from({ length: count }, (_, i) => (i * 747_796_405 + 2_891_336_453) | 0);
      const offset = flips ? 2 ** (8 * width - 1) : 0;
      // Array.from wraps as the conventions of BZERO do: stored + 2^(bits - 1), for bytes stored - 128
      const expected = new type(Array.from(values, (value) => value + offset));
      const mark = kernels.mark();
      const at = kernels.allocate(4 * count + 64);
      kernels.uint8(at, 4 * count + 64).fill(0xaa);
      kernels.int32(at, count).set(values);
      kernels.exports.narrowInt32(at, at, count, width, flips);
      expect(new type(kernels.memory.buffer, at, count)).toEqual(expected);
      expect(kernels.uint8(at + 4 * count, 64)).toEqual(new Uint8Array(64).fill(0xaa));
      kernels.release(mark);
    }
  });
});

describe("cutSwapped32", () => {
  it.each([
    [0, 0, 7, 5],
    [2, 1, 4, 3],
    [1, 3, 1, 2],
    [0, 2, 6, 1],
    [3, 0, 0, 4],
  ])("cuts from (%i, %i) a rectangle of %i x %i, each word swapped, and nothing else", (x0, y0, width, height) => {
    const stride = 7;
    const values = Int32Array.from({ length: 35 }, (_, i) => (i * 747_796_405 + 2_891_336_453) | 0);
    const expected = Array.from({ length: width * height }, (_, i) => {
      const word = Buffer.alloc(4);
      word.writeInt32LE(values[(y0 + Math.floor(i / width)) * stride + x0 + (i % width)]!);
      return word.readInt32BE();
    });
    const mark = kernels.mark();
    const source = kernels.allocate(4 * values.length);
    const target = kernels.allocate(4 * (expected.length + 1));
    kernels.int32(source, values.length).set(values);
    kernels.int32(target, expected.length + 1).fill(-7);
    kernels.exports.cutSwapped32(source + 4 * (y0 * stride + x0), stride, target, width, height);
    expect([...kernels.int32(target, expected.length + 1)]).toEqual([...expected, -7]);
    kernels.release(mark);
  });
});
