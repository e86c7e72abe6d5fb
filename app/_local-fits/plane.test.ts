import { describe, expect, it } from "vitest";
import { skyOf } from "@/components/image/sky";
import { memoryByteSource } from "@/lib/files/memory-source";
import { openFits } from "@/lib/readers/fits";
import { fitsBytes } from "@/lib/testing/make-fits";
import { describePlane } from "./describe-plane";
import { cutTile, pixelText, readPlane, sampleOf } from "./plane";
import { planeIndexes, planesOf } from "./planes";

const pixels = Float32Array.from({ length: 30 }, (_, i) => (i === 7 ? Number.NaN : i));

describe("a plane of a local file", () => {
  it("is read in strips and told as it comes", async () => {
    const file = await openFits(memoryByteSource(fitsBytes([{ cards: { BUNIT: "adu" }, size: [6, 5], pixels }]), "a"));
    const told: number[] = [];
    const plane = await readPlane(file, 0, 0, (done) => told.push(done));
    expect(plane).toMatchObject({ width: 6, height: 5, unit: "adu" });
    expect(plane.pixels).toEqual(pixels);
    expect(told).toEqual([1]);
    expect([pixelText(plane, 1, 1), pixelText(plane, 2, 1)]).toEqual(["NaN", "8"]);
  });

  it("is cut into tiles of bins: finite pixels only, what is left at the edges", () => {
    const plane = { width: 6, height: 5, pixels, unit: null, sample: new Float32Array(0) };
    const tile = (statistic: "mean" | "min" | "max" | "std") =>
      cutTile(plane, { level: 2, column: 0, row: 0, plane: statistic });
    expect(tile("mean")).toMatchObject({ width: 2, height: 2 });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const first = [0, 1, 2, 3, 6, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21];
    const bins = [first, [4, 5, 10, 11, 16, 17, 22, 23], [24, 25, 26, 27], [28, 29]];
    const std = (values: number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    expect([...tile("mean").pixels]).toEqual(bins.map(mean).map(Math.fround));
    expect([...tile("min").pixels]).toEqual(bins.map((bin) => Math.min(...bin)));
    expect([...tile("max").pixels]).toEqual(bins.map((bin) => Math.max(...bin)));
    for (const [i, value] of tile("std").pixels.entries()) expect(value).toBeCloseTo(std(bins[i] ?? []), 5);
    const whole = cutTile(plane, { level: 0, column: 0, row: 0, plane: "mean" });
    expect([...whole.pixels]).toEqual([...pixels]);
  });

  it("has tiles of what is left at its edges", () => {
    const [width, height] = [515, 600];
    const wide = { width, height, pixels: new Int16Array(width * height), unit: null, sample: new Float32Array(0) };
    wide.pixels[599 * width + 514] = 9;
    const corner = cutTile(wide, { level: 0, column: 1, row: 1, plane: "mean" });
    expect(corner).toMatchObject({ width: 3, height: 88 });
    expect(corner.pixels.at(-1)).toBe(9);
    expect(cutTile(wide, { level: 1, column: 0, row: 0, plane: "max" }).pixels.at(-1)).toBe(9);
  });

  it("has a sample with its extremes, without what is not finite", () => {
    const large = new Int16Array(1_000_000);
    large[123_457] = -5;
    large[999_999] = 9;
    const sample = sampleOf(large);
    expect([...sample.slice(0, 2)]).toEqual([-5, 9]);
    expect(sample.length).toBeLessThan(110_000);
    expect([...sampleOf(Float32Array.of(Number.NaN, 2, Number.POSITIVE_INFINITY, 1))]).toEqual([1, 2, 2, 1]);
    expect(sampleOf(Float32Array.of(Number.NaN))).toHaveLength(0);
  });

  it("is one of those along the further axes", () => {
    expect(planesOf([2, 3, 40, 50])).toEqual({ width: 50, height: 40, count: 6 });
    expect(planesOf([7])).toEqual({ width: 7, height: 1, count: 1 });
    expect(planeIndexes([2, 3, 40, 50], 4)).toEqual([1, 1]);
    expect(planeIndexes([40, 50], 0)).toEqual([]);
  });

  it("knows where it is on the sky", async () => {
    const cards = {
      CTYPE1: "RA---TAN",
      CTYPE2: "DEC--TAN",
      CRVAL1: 150,
      CRVAL2: 2,
      CRPIX1: 1,
      CRPIX2: 1,
      CDELT1: -0.001,
      CDELT2: 0.001,
    };
    const file = await openFits(memoryByteSource(fitsBytes([{ cards, size: [2, 2] }, { size: [2, 2] }]), "a"));
    const described = async (hdu: number) => describePlane(file, hdu, 0, await readPlane(file, hdu, 0, () => {}));
    const sky = skyOf(await described(0))?.pixelToWorld(0, 0);
    expect(sky?.lonDeg).toBeCloseTo(150, 9);
    expect(sky?.latDeg).toBeCloseTo(2, 9);
    expect(skyOf(await described(1))).toBeNull();
  });
});
