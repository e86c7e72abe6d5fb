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

  it("finds a pixel that is not finite in the blocks at the edges, which are smaller", () => {
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const pixels = new Float32Array(67 * 67).fill(5);
      pixels[67 * 67 - 1] = value;
      const { fine, coarse } = bin(pixels, 67);
      for (const { min, max, mean, std } of [fine, coarse]) {
        for (const plane of [min, max, mean]) expect(plane.every((one) => one === 5)).toBe(true);
        expect(std.every((one) => one === 0)).toBe(true);
      }
      // counted: three by three pixels but one, beside the other blocks
      pixels[66 * 67 + 65] = 13;
      expect(bin(pixels, 67).coarse.mean[3]).toBe(6);
    }
  });

  it("gives the statistics of the kernels that pass twice", () => {
    const [width, height] = [203, 117];
    const noise = Float32Array.from(
      { length: width * height },
      (_, i) => 3e4 + 50 * Math.sin(i * 12.9898) + ((i * 7919) % 101),
    );
    const mark = kernels.mark();
    const [columns, rows] = [26, 15];
    const [offset, mean, min, max, std, scratch] = [width * height, ...Array(4).fill(columns * rows), 10 * columns].map(
      (count: number) => kernels.allocate(4 * count),
    ) as [number, number, number, number, number, number];
    kernels.float32(offset, noise.length).set(noise);
    kernels.exports.binBlocks(offset, 4 * width, width, height, 3, mean, min, max, scratch);
    kernels.exports.binDeviations(offset, 4 * width, width, height, 3, std, scratch);
    const plane = (at: number) => kernels.float32(at, columns * rows).slice();
    const expected = {
      width: columns,
      height: rows,
      mean: plane(mean),
      min: plane(min),
      max: plane(max),
      std: plane(std),
    };
    kernels.release(mark);
    expect(bin(noise, width).fine).toEqual(expected);
  });

  it("has no value where no pixel is finite", () => {
    const { fine, coarse } = bin(new Float32Array(70 * 70).fill(Number.NaN), 70);
    for (const plane of [fine.mean, fine.std, fine.max, coarse.mean, coarse.min, coarse.std]) {
      expect(plane.every(Number.isNaN)).toBe(true);
    }
  });
});
