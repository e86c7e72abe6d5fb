import { describe, expect, it } from "vitest";
import { memoryByteSource } from "../../files/byte-source";
import { openFits, readWcs } from "../../readers/fits";
import { imageFile } from "./files";
import { exponential, pythonFixed, pythonFloat } from "./python-text";
import { mapPixel, pixelToSky, projectiveMap, tangentWorld, worldCards } from "./world";

describe("numbers as Python prints them", () => {
  it.each([
    [12, "12.0"],
    [-0.25, "-0.25"],
    [1e-5, "1e-05"],
    [0.0001, "0.0001"],
    [1.5e16, "1.5e+16"],
    [123456789012345, "123456789012345.0"],
    [Number.NaN, "nan"],
    [Number.NEGATIVE_INFINITY, "-inf"],
  ])("%f is %s", (value, text) => {
    expect(pythonFloat(value)).toBe(text);
  });

  it("have fixed decimals or an exponent of two digits", () => {
    expect(pythonFixed(2.00006, 4)).toBe("2.0001");
    expect(pythonFixed(Number.NaN, 4)).toBe("nan");
    expect(exponential(7.49956425, 8)).toBe("7.49956425e+00");
    expect(exponential(-495.640068, 8)).toBe("-4.95640068e+02");
  });
});

describe("tangentWorld", () => {
  it("agrees with the reader of its own header, to a ten-thousandth of a pixel", async () => {
    const world = tangentWorld(101, 7.6, -44.8, 37);
    const bytes = imageFile(worldCards(world), { size: 1, pixels: new Float32Array(1) });
    const fits = await openFits(memoryByteSource(bytes, "world.fits"));
    const wcs = readWcs(fits.hdus[0]!.header)!;
    for (const [x, y] of [
      [50, 50],
      [0, 0],
      [100, 3],
    ] as const) {
      const [ra, dec] = pixelToSky(world, x, y);
      const sky = wcs.pixelToWorld(x, y)!;
      expect(ra).toBeCloseTo(sky.lonDeg, 8);
      expect(dec).toBeCloseTo(sky.latDeg, 8);
    }
  });

  it("maps to another grid and back", () => {
    const [one, other] = [tangentWorld(512, 7.6, -44.8, 37), tangentWorld(900, 7.61, -44.79, 0)];
    const [x, y] = mapPixel(projectiveMap(one, other), 100, 400);
    const back = mapPixel(projectiveMap(other, one), x, y);
    expect(back[0]).toBeCloseTo(100, 8);
    expect(back[1]).toBeCloseTo(400, 8);
    const [ra, dec] = pixelToSky(other, x, y);
    const expected = pixelToSky(one, 100, 400);
    expect(ra).toBeCloseTo(expected[0], 10);
    expect(dec).toBeCloseTo(expected[1], 10);
  });
});
