import { expect, it } from "vitest";
import { firstSide } from "./first-side";

it("is the largest level that the rule of levels draws of a whole image, within bounds", () => {
  // 4000 pixels: an eighth in a laptop's window, a quarter in a larger one or with fine pixels
  expect(firstSide({ innerHeight: 900, devicePixelRatio: 1 })).toBe(933);
  expect(firstSide({ innerHeight: 1200, devicePixelRatio: 1 })).toBe(1357);
  expect(firstSide({ innerHeight: 900, devicePixelRatio: 2 })).toBe(1866);
  expect(firstSide({ innerHeight: 100, devicePixelRatio: 1 })).toBe(512);
  expect(firstSide({ innerHeight: 3000, devicePixelRatio: 3 })).toBe(2048);
});
