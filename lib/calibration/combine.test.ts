import { expect, it } from "vitest";
import { createKernels } from "@/lib/kernels";
import { combineStack, type ImageStack, largestDeviation } from "./combine";

const OPTIONS = { nSigma: 3, iterations: 3, spread: "std" } as const;

function stackOf(images: readonly Float32Array[]): ImageStack {
  const read = (input: number, start: number, target: Float32Array) =>
    target.set(images[input]!.subarray(start, start + target.length));
  return { inputs: images.length, pixelCount: images[0]!.length, read };
}

it("gives the same in strips as whole, and gives its memory back", () => {
  const kernels = createKernels();
  // 300 images of 60,000 pixels take 72 MB: two strips
  const images = Array.from({ length: 300 }, (_, i) =>
    Float32Array.from({ length: 60_000 }, (_, k) => ((i * 7919 + k * 104_729) % 1000) / 10 + (i === k % 300 ? 1e6 : 0)),
  );
  const before = kernels.mark();
  const whole = combineStack(kernels, stackOf(images), OPTIONS);
  expect(kernels.mark()).toBe(before);
  for (const start of [0, 55_000, 59_984]) {
    const part = combineStack(kernels, stackOf(images.map((image) => image.subarray(start, start + 16))), OPTIONS);
    expect(part.mean).toEqual(whole.mean.slice(start, start + 16));
    expect(part.counts).toEqual(whole.counts.slice(start, start + 16));
  }
  expect(new Set(whole.counts)).toEqual(new Set([299]));
});

it("refuses one image", () => {
  expect(() => combineStack(createKernels(), stackOf([new Float32Array(9)]), OPTIONS)).toThrow(/1 images, expected 2/);
});

it("knows that seven values cannot lie 3 sigma from their median, and eight can", () => {
  expect(largestDeviation(7)).toBeLessThan(3);
  expect(largestDeviation(8)).toBeGreaterThan(3);
});
