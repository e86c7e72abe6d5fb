import { describe, expect, it } from "vitest";
import { finderKernel, findStars } from "./finder";

/** Scene and answers: photutils' definitions computed independently (specification of the difference images, golden numbers). */
function goldenScene(): Float32Array {
  const size = 41;
  const pixels = new Float64Array(size * size);
  let state = 12_345;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[i] = 2 * (state / 2 ** 32 - 0.5);
  }
  const add = (x0: number, y0: number, height: number, sx: number, sy = sx) => {
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [i % size, Math.floor(i / size)];
      pixels[i]! += height * Math.exp(-0.5 * (((x - x0) / sx) ** 2 + ((y - y0) / sy) ** 2));
    }
  };
  add(10.3, 12.7, 100, 0.9);
  add(28, 9, 40, 0.9);
  add(20.5, 30.25, 60, 1.4, 0.8);
  return Float32Array.from(pixels);
}

describe("finderKernel", () => {
  it.each([
    [1.0, 1.058537003209162, 1.0114081298125237, 13],
    [1.4, 1.0718948196311813, 0.9525480429811506, 13],
    [2.0, 1.0683114890263672, 0.7681755829903978, 13],
    [3.0, 1.2850333090795458, 0.728340075343243, 13],
    [5.0, 0.8002629760933746, 0.282018969698916, 37],
  ])("of FWHM %f has photutils' error and centre", (fwhm, relativeError, centre, maskCount) => {
    const kernel = finderKernel(fwhm);
    expect(kernel.relativeError).toBeCloseTo(relativeError, 12);
    expect(kernel.weights[(kernel.weights.length - 1) / 2]).toBeCloseTo(centre, 12);
    expect(kernel.maskCount).toBe(maskCount);
    expect(kernel.weights.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
  });
});

describe("findStars", () => {
  it("gives photutils' columns, to what float32 pixels leave", () => {
    const { sources, rejected } = findStars({ size: 41, pixels: goldenScene() }, 5, 2);
    expect(sources.length).toBe(3);
    const [first, second, third] = sources;
    const near = (value: number, expected: number) => expect(Math.abs(value / expected - 1)).toBeLessThan(2e-5);
    near(first!.x, 28.000474333798486);
    near(first!.y, 9.002516689346738);
    near(first!.sharpness, 0.6962533431132305);
    near(first!.peak, 39.39133283449337);
    near(first!.flux, 204.3633722572377);
    near(first!.magnitude, -5.776007651210561);
    near(second!.roundness1, -0.2143942424135217);
    near(second!.daofindMagnitude, -3.042061367162927);
    near(third!.x, 20.486347388868865);
    near(third!.y, 30.272240431512497);
    near(third!.roundness2, -0.7932227938339435);
    expect(first!.pixelCount).toBe(25);
    expect(rejected).toEqual([]);
  });

  it("says which cut took a peak, and takes no peak where the image is NaN", () => {
    const pixels = new Float32Array(21 * 21);
    pixels[10 * 21 + 10] = 100;
    const single = findStars({ size: 21, pixels }, 5, 2);
    expect(single.sources).toEqual([]);
    expect(single.rejected).toEqual([{ x: 10, y: 10, cut: "sharpness" }]);
    pixels.fill(Number.NaN);
    expect(findStars({ size: 21, pixels }, 5, 2)).toEqual({ sources: [], rejected: [] });
  });
});
