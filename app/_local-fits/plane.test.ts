import { describe, expect, it } from "vitest";
import { memoryByteSource } from "@/lib/files/memory-source";
import { openFits } from "@/lib/readers/fits";
import { fitsBytes } from "@/lib/testing/make-fits";
import { cutRegion, pixelText, readPlane, sampleOf } from "./plane";
import { planeIndexes, planesOf } from "./planes";
import { skyText } from "./sky";

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

  it("is cut into bins: means of the finite pixels, what is left at the edges", () => {
    const plane = { width: 6, height: 5, pixels, unit: null, sample: new Float32Array(0) };
    const region = cutRegion(plane, { x0: 0, x1: 6, y0: 0, y1: 5, bin: 4 });
    expect(region).toMatchObject({ width: 2, height: 2 });
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const first = [0, 1, 2, 3, 6, 8, 9, 12, 13, 14, 15, 18, 19, 20, 21];
    const expected = [first, [4, 5, 10, 11, 16, 17, 22, 23], [24, 25, 26, 27], [28, 29]].map(mean);
    expect([...region.pixels]).toEqual(expected.map(Math.fround));
    expect([...cutRegion(plane, { x0: 1, x1: 3, y0: 1, y1: 2, bin: 1 }).pixels]).toEqual([Number.NaN, 8]);
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
    const [first, second] = file.hdus;
    expect(first && skyText(first.header, 0, 0)).toBe("ra 150.000000° dec 2.000000° ICRS");
    expect(second && skyText(second.header, 0, 0)).toBeNull();
  });
});
