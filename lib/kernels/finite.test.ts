import { describe, expect, it } from "vitest";
import { createKernels } from "./index";

const kernels = createKernels();

/** Counts by eye: the same values, one after the other. */
function counted(values: Float32Array, block: number): number[] {
  const counts: number[] = [];
  for (let i = 0; i < values.length; i += block) {
    counts.push(values.subarray(i, i + block).filter(Number.isFinite).length);
  }
  return counts;
}

function byKernel(values: Float32Array, block: number, isBigEndian: boolean): number[] {
  const mark = kernels.mark();
  const at = kernels.allocate(values.byteLength);
  const counts = kernels.allocate(4 * (Math.ceil(values.length / block) + 1));
  kernels.float32(at, values.length).set(values);
  const bytes = Buffer.from(kernels.memory.buffer, at, values.byteLength);
  if (isBigEndian) bytes.swap32();
  const blocks = Math.ceil(values.length / block);
  kernels.int32(counts, blocks + 1).fill(-7);
  kernels.exports.countFinite(at, values.length, block, isBigEndian ? 0x807f : 0x7f800000, counts);
  const [...found] = kernels.int32(counts, blocks + 1);
  kernels.release(mark);
  expect(found.pop()).toBe(-7);
  return found;
}

describe("countFinite", () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  const few = Float32Array.of(0, -0, nan, infinity, -infinity, 3.4e38, -3.4e38, 1e-45, nan, 1);

  it.each([true, false])("leaves out NaN and both infinities, big-endian: %s", (isBigEndian) => {
    expect(byKernel(few, 16, isBigEndian)).toEqual([6]);
    expect(byKernel(few, 3, isBigEndian)).toEqual([2, 1, 2, 1]);
    expect(byKernel(new Float32Array(0), 4, isBigEndian)).toEqual([]);
  });

  it.each([1, 4, 7, 64, 1000])("counts blocks of %i as one by one", (block) => {
    const values = Float32Array.from({ length: 777 }, (_, i) => ((i * 7919) % 5 === 0 ? nan : Math.sin(i) * 1e30));
    for (const isBigEndian of [true, false]) {
      for (const length of [777, 776, 500, 3]) {
        const part = values.slice(0, length);
        expect(byKernel(part, block, isBigEndian)).toEqual(counted(part, block));
      }
    }
  });
});
