import { describe, expect, it } from "vitest";
import { createKernels } from "./index";

describe("createKernels", () => {
  it("lays allocations out aligned, without overlap, above the static data", () => {
    const kernels = createKernels();
    const first = kernels.allocate(10);
    const second = kernels.allocate(1);
    expect(first % 64).toBe(0);
    expect(second).toBe(first + 64);
    expect(first).toBeGreaterThanOrEqual(kernels.exports.heapBase());
  });

  it("grows, keeps the contents and reuses the memory after a release", () => {
    const kernels = createKernels();
    const mark = kernels.mark();
    const small = kernels.allocate(4);
    kernels.float32(small, 1)[0] = 42;
    kernels.allocate(1_000_000);
    const bytes = kernels.memory.buffer.byteLength;
    expect(bytes).toBeGreaterThan(1_000_000);
    expect(kernels.float32(small, 1)[0]).toBe(42);
    kernels.release(mark);
    expect(kernels.allocate(1_000_000)).toBe(mark);
    expect(kernels.memory.buffer.byteLength).toBe(bytes);
  });

  it("gives each caller a memory of its own", () => {
    expect(createKernels().memory).not.toBe(createKernels().memory);
  });

  it("refuses more than the address space holds, in words", () => {
    expect(() => createKernels().allocate(2 ** 33)).toThrow(/no memory for/);
  });
});
