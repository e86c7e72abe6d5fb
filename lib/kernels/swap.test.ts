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
