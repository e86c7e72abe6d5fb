import { describe, expect, it } from "vitest";
import { RandomStream } from "../random";
import { convolveEven, correlate, type Plane } from "./convolve";
import { fitPsf, psfTable } from "./photometry";
import { type Psf, psfStamp } from "./psf";
import { fitMatchingKernel, subtractMatched } from "./sfft";
import { spectrumOf, stampOf } from "./spectrum";
import { subtractZogy } from "./zogy";

const SIZE = 96;
const SCIENCE_PSF: Psf = [{ weight: 1, sigma: 1.1 }];
const REFERENCE_PSF: Psf = [{ weight: 1, sigma: 0.8 }];

/** Unit noise times sigma, of a stream of its own. */
function noise(name: string, sigma: number): Plane {
  const random = new RandomStream(name);
  return { size: SIZE, pixels: Float32Array.from({ length: SIZE * SIZE }, () => sigma * random.gaussian()) };
}

/** Adds a PSF stamp of the given flux at a pixel. */
function add(plane: Plane, psf: Psf, flux: number, x: number, y: number): void {
  const half = 9;
  psfStamp(psf, half).forEach((value, k) => {
    const [i, j] = [x + (k % 19) - half, y + Math.floor(k / 19) - half];
    plane.pixels[j * SIZE + i]! += flux * value;
  });
}

function standardDeviation(values: ArrayLike<number>): number {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length);
}

describe("subtractZogy", () => {
  const science = noise("science", 1);
  const reference = noise("reference", 0.5);
  add(science, SCIENCE_PSF, 500, 30, 30);
  add(reference, REFERENCE_PSF, 500, 30, 30);
  add(science, SCIENCE_PSF, 300, 60, 62);
  const made = subtractZogy({
    science,
    reference,
    scienceSigma: 1,
    referenceSigma: 0.5,
    scienceSpectrum: spectrumOf(psfStamp(SCIENCE_PSF, 9)),
    referenceSpectrum: spectrumOf(psfStamp(REFERENCE_PSF, 9)),
    scienceVariance: () => 1,
    referenceVariance: () => 0.25,
  });

  it("keeps the flux of what is new and removes what is not", () => {
    const psf = stampOf(made.psfSpectrum, 9);
    expect(psf.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    const table = psfTable(made.psfSpectrum);
    const uncertainty = { size: SIZE, pixels: new Float32Array(SIZE * SIZE).fill(1.2) };
    const fitted = fitPsf({ image: made.difference, uncertainty, sigma: 1.2, table }, { x: 60.3, y: 61.8 });
    expect(Math.abs(fitted.flux - 300)).toBeLessThan(4 * fitted.fluxError);
    expect(Math.hypot(fitted.x - 60, fitted.y - 62)).toBeLessThan(0.15);
    expect(fitted.flags).toBe(0);
    const gone = fitPsf({ image: made.difference, uncertainty, sigma: 1.2, table }, { x: 30, y: 30 });
    expect(Math.abs(made.difference.pixels[30 * SIZE + 30]!)).toBeLessThan(6);
    expect(Math.abs(gone.flux)).toBeLessThan(40);
  });

  it("has a score of unit noise that peaks at the new source", () => {
    const quiet = made.score.pixels.filter((_, i) => i % SIZE > 70 && i % SIZE < 90 && i > 10 * SIZE && i < 50 * SIZE);
    expect(Math.abs(standardDeviation(quiet) - 1)).toBeLessThan(0.2);
    const best = made.score.pixels.reduce((top, value, i) => (value > made.score.pixels[top]! ? i : top), 0);
    expect([best % SIZE, Math.floor(best / SIZE)]).toEqual([60, 62]);
  });
});

describe("fitMatchingKernel", () => {
  it("recovers kernel and background without noise, and subtracts to nothing", () => {
    const reference = noise("pattern", 10);
    const kernel = [0.02, 0.05, 0.01, 0.1, 0.55, 0.08, 0.03, 0.06, 0.02];
    const science = correlate(reference, kernel, new Float32Array(SIZE * SIZE));
    for (let i = 0; i < science.pixels.length; i++) science.pixels[i]! += 1.5;
    const fit = { half: 1, reach: 8, centres: [{ x: 40, y: 40 }], isUsable: () => true };
    const found = fitMatchingKernel(science, reference, fit);
    expect(found.isFitted).toBe(true);
    found.kernel.forEach((value, k) => {
      expect(value).toBeCloseTo(kernel[k]!, 5);
    });
    // the ridge is 1e-6 of the diagonal's mean, which is large against the background's own element
    expect(found.background).toBeCloseTo(1.5, 3);
    const left = subtractMatched(science, reference, found);
    expect(standardDeviation(left.pixels)).toBeLessThan(1e-3);
  });

  it("widens the reference to the science image's PSF", () => {
    const scene: Plane = { size: SIZE, pixels: new Float32Array(SIZE * SIZE) };
    scene.pixels[40 * SIZE + 40] = 1000;
    const [wide, narrow] = [SCIENCE_PSF, REFERENCE_PSF].map((psf) =>
      convolveEven(scene, psfStamp(psf, 9), new Float32Array(SIZE * SIZE)),
    );
    const fit = { half: 3, reach: 10, centres: [{ x: 40, y: 40 }], isUsable: () => true };
    const left = subtractMatched(wide!, narrow!, fitMatchingKernel(wide!, narrow!, fit));
    expect(Math.max(...left.pixels.map(Math.abs))).toBeLessThan(0.01 * Math.max(...wide!.pixels));
  });

  it("is a single 1 where nothing can be fitted", () => {
    const plane = noise("nothing", 1);
    const found = fitMatchingKernel(plane, plane, { half: 1, reach: 4, centres: [], isUsable: () => true });
    expect(found).toEqual({
      half: 1,
      kernel: Float64Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0),
      background: 0,
      isFitted: false,
    });
  });
});

describe("fitPsf", () => {
  it("flags windows that are cut, and fluxes that are not positive", () => {
    const image = noise("flags", 1);
    const uncertainty = { size: SIZE, pixels: new Float32Array(SIZE * SIZE).fill(1) };
    const table = psfTable(spectrumOf(psfStamp(SCIENCE_PSF, 9)));
    add(image, SCIENCE_PSF, -400, 50, 50);
    add(image, SCIENCE_PSF, 400, 12, 20);
    const fit = { image, uncertainty, sigma: 1, table };
    expect(fitPsf(fit, { x: 50, y: 50 }).flags & 5).toBe(4);
    image.pixels[20 * SIZE + 6] = Number.NaN;
    const cut = fitPsf(fit, { x: 12, y: 20 });
    expect(cut.pixelCount).toBe(17 * 17 - 1);
    expect(cut.flags).toBe(1);
  });
});
