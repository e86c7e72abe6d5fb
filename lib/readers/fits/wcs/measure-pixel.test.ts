import { expect, test } from "vitest";
import { headerOf } from "../testing/header-of";
import { measurePixel } from "./measure-pixel";
import { readWcs } from "./read-wcs";

const TAN = { CTYPE1: "RA---TAN", CTYPE2: "DEC--TAN", CRPIX1: 11, CRPIX2: 21, CRVAL1: 30, CRVAL2: 60 };

test.each([0, 30, 90, 179, -120])("north lies CROTA2 = %d deg from +y", (rotation) => {
  const wcs = readWcs(headerOf({ ...TAN, CDELT1: -0.001, CDELT2: 0.001, CROTA2: rotation }))!;
  const pixel = measurePixel(wcs, 10, 20)!;
  expect(pixel.pixelScaleArcsec).toBeCloseTo(3.6, 6);
  expect(pixel.northAngleDeg).toBeCloseTo(rotation, 6);
  expect(pixel.isMirrored).toBe(false);
});

test("a mirrored image, with pixels that are no squares", () => {
  const pixel = measurePixel(readWcs(headerOf({ ...TAN, CDELT1: 0.001, CDELT2: 0.004 }))!, 10, 20)!;
  expect(pixel.pixelScaleArcsec).toBeCloseTo(7.2, 5);
  expect(pixel.northAngleDeg).toBeCloseTo(0, 6);
  expect(pixel.isMirrored).toBe(true);
});

test("a TAN pixel far off the reference is smaller on the sky, by the cosine to the power 1.5", () => {
  const wcs = readWcs(headerOf({ ...TAN, CDELT1: -0.01, CDELT2: 0.01 }))!;
  const cosine = 1 / Math.hypot(1, (20 * Math.PI) / 180);
  expect(measurePixel(wcs, 2010, 20)!.pixelScaleArcsec).toBeCloseTo(36 * cosine ** 1.5, 4);
});

test("off the sky there is no pixel", () => {
  const wcs = readWcs(headerOf({ ...TAN, CTYPE1: "RA---SIN", CTYPE2: "DEC--SIN", CDELT1: -1, CDELT2: 1 }))!;
  expect(measurePixel(wcs, 67.1, 20)).toBeNull();
  expect(measurePixel(wcs, 500, 20)).toBeNull();
});
