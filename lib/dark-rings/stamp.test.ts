import { describe, expect, it } from "vitest";
import { cutStamp, roundHalfToEven } from "./stamp";

const image = { width: 5, height: 4, pixels: Float32Array.from({ length: 20 }, (_, i) => i) };
const NAN = Number.NaN;

describe("cutStamp", () => {
  it("takes a square whose corner is the centre less half its size", () => {
    expect([...cutStamp(image, 2, 2, 2)]).toEqual([6, 7, 11, 12]);
    expect([...cutStamp(image, 2, 1, 3)]).toEqual([1, 2, 3, 6, 7, 8, 11, 12, 13]);
  });

  it("is NaN outside of the image", () => {
    expect([...cutStamp(image, 0, 0, 2)]).toEqual([NAN, NAN, NAN, 0]);
    expect([...cutStamp(image, 5, 3, 2)]).toEqual([14, NAN, 19, NAN]);
    expect(cutStamp(image, 40, 40, 2).every(Number.isNaN)).toBe(true);
  });

  it("rounds half to even, as Python does", () => {
    expect([-1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 2.6].map(roundHalfToEven)).toEqual([-2, 0, 0, 2, 2, 2, 3]);
    expect(cutStamp(image, 2.5, 1.5, 2)).toEqual(cutStamp(image, 2, 2, 2));
  });
});
