import { describe, expect, it } from "vitest";
import { createKernels } from "@/lib/kernels";
import { binDetector } from "./blocks";

const kernels = createKernels();

function bin(pixels: Float32Array, width: number) {
  const mark = kernels.mark();
  const offset = kernels.allocate(4 * pixels.length);
  kernels.float32(offset, pixels.length).set(pixels);
  const height = pixels.length / width;
  const found = binDetector(kernels, { offset, strideBytes: 4 * width, width, height });
  kernels.release(mark);
  return found;
}

/** The plain form. */
function slow(pixels: Float32Array, width: number, side: number) {
  const height = pixels.length / width;
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  return Array.from({ length: columns * rows }, (_, block) => {
    const values: number[] = [];
    for (
      let y = Math.floor(block / columns) * side;
      y < Math.min(height, (Math.floor(block / columns) + 1) * side);
      y++
    ) {
      const x0 = (block % columns) * side;
      values.push(...pixels.subarray(y * width + x0, y * width + Math.min(width, x0 + side)));
    }
    const finite = values.filter(Number.isFinite);
    const mean = finite.reduce((a, b) => a + b, 0) / finite.length;
    const variance = finite.reduce((a, b) => a + (b - mean) ** 2, 0) / finite.length;
    return { mean, std: Math.sqrt(variance), min: Math.min(...finite), max: Math.max(...finite), count: finite.length };
  });
}

describe("binDetector", () => {
  it("keeps one hot pixel of a constant image in maximum and deviation of both", () => {
    const pixels = new Float32Array(128 * 64).fill(3);
    pixels[70 * 64 + 5] = 67;
    const { fine, coarse } = bin(pixels, 64);
    expect([coarse.width, coarse.height, fine.width, fine.height]).toEqual([1, 2, 8, 16]);
    expect([...coarse.max]).toEqual([3, 67]);
    expect([...coarse.min]).toEqual([3, 3]);
    expect(coarse.mean[1]).toBeCloseTo(3 + 64 / 4096, 6);
    expect(coarse.std[1]).toBeCloseTo(Math.sqrt(1 - (64 / 4096) ** 2), 6);
    expect(coarse.std[0]).toBe(0);
  });

  it.each([
    [200, 150, false],
    [200, 150, true],
    [67, 9, false],
    [8, 8, false],
  ])("equals the plain form on %i x %i pixels, with NaN: %s", (width, height, hasNan) => {
    const pixels = Float32Array.from({ length: width * height }, (_, i) =>
      hasNan && i % 13 === 4 ? Number.NaN : 1000 + ((i * 7919) % 211) / 7,
    );
    const { fine, coarse } = bin(pixels, width);
    for (const [blocks, side] of [
      [fine, 8],
      [coarse, 64],
    ] as const) {
      for (const [i, expected] of slow(pixels, width, side).entries()) {
        expect(blocks.min[i]).toBe(expected.min);
        expect(blocks.max[i]).toBe(expected.max);
        // float32 of a thousand
        expect(blocks.mean[i]).toBeCloseTo(expected.mean, 3);
        expect(blocks.std[i]).toBeCloseTo(expected.std, 3);
      }
    }
  });

  it("has no value where no pixel is finite", () => {
    const { fine, coarse } = bin(new Float32Array(70 * 70).fill(Number.NaN), 70);
    for (const plane of [fine.mean, fine.std, fine.max, coarse.mean, coarse.min, coarse.std]) {
      expect(plane.every(Number.isNaN)).toBe(true);
    }
  });
});
