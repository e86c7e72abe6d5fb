// By hand, against a slow twin that counts at every edge anew, and by what must hold.
import { describe, expect, it } from "vitest";
import { falsePositiveDepth } from "./false-positive-depth";
import { SeededGenerator } from "./seeded-generator";

function noise(count: number, seed: number): Float64Array {
  const generator = new SeededGenerator(seed);
  // more of them the fainter, as false positives are
  return Float64Array.from({ length: count }, () => 22 + 5 * Math.sqrt(generator.next() / 2 ** 32));
}

/** N(< edge) by a filter at each multiple of the step. */
function twin(magnitudes: Float64Array, imageCount: number, perImage: number, stepMag: number): number | null {
  const below = (edge: number) => magnitudes.filter((magnitude) => magnitude < edge).length / imageCount;
  for (let i = Math.floor(20 / stepMag); i * stepMag < 30; i++) {
    const [start, end] = [i * stepMag, (i + 1) * stepMag];
    const [before, after] = [below(start), below(end)];
    if (before < perImage && after >= perImage) return start + ((perImage - before) / (after - before)) * stepMag;
  }
  return null;
}

describe("the magnitude at which false positives are ten an image", () => {
  it("lies between the edges of a bin, by hand", () => {
    // 10 brighter than 24, 20 more within 24 to 24.2, on two images: 20 in all are reached in the middle of the second bin
    const magnitudes = Float64Array.from([...Array(10).fill(23.95), ...Array(20).fill(24.15), Number.NaN]);
    const depth = falsePositiveDepth(magnitudes, 2);
    expect(depth).toMatchObject({ state: "reached", counted: 30, withoutMagnitude: 1 });
    expect(depth.state === "reached" && depth.magnitude).toBeCloseTo(24.1, 10);
  });

  it.each([
    [4000, 20, 10, 0.2],
    [4000, 20, 3, 0.5],
    [700, 7, 50, 0.25],
  ])("is what the slow twin finds: %i on %i images, %i each, bins of %f", (count, images, perImage, stepMag) => {
    const magnitudes = noise(count, count + images);
    const depth = falsePositiveDepth(magnitudes, images, { perImage, stepMag });
    expect(depth.state === "reached" && depth.magnitude).toBeCloseTo(twin(magnitudes, images, perImage, stepMag)!, 9);
  });

  it("moves with the magnitudes, and not with more images of the same kind", () => {
    const magnitudes = noise(3000, 5);
    const at = (values: Float64Array, images: number) => {
      const depth = falsePositiveDepth(values, images);
      return depth.state === "reached" ? depth.magnitude : Number.NaN;
    };
    const base = at(magnitudes, 20);
    expect(
      at(
        magnitudes.map((value) => value + 1),
        20,
      ),
    ).toBeCloseTo(base + 1, 9);
    expect(at(Float64Array.from([...magnitudes, ...magnitudes]), 40)).toBeCloseTo(base, 12);
  });

  it("is not reached by few, by none, and by those without a magnitude", () => {
    expect(falsePositiveDepth(Float64Array.of(23, 24), 1)).toMatchObject({
      state: "not reached",
      reason: "2.0 false positives per image with a magnitude, not 10",
    });
    expect(falsePositiveDepth(new Float64Array(), 1)).toMatchObject({ state: "not reached", counted: 0 });
    const none = new Float64Array(50).fill(Number.NaN);
    expect(falsePositiveDepth(none, 1)).toMatchObject({ state: "not reached", counted: 0, withoutMagnitude: 50 });
  });

  it("refuses what is no number per image", () => {
    expect(() => falsePositiveDepth(new Float64Array(), 0)).toThrow("false positives per image: 10 on 0 images");
    expect(() => falsePositiveDepth(new Float64Array(), 1, { stepMag: 0 })).toThrow("expected numbers above 0");
  });
});
