import { expect, it } from "vitest";
import { cohensKappa } from "./agreement";

function pairs(bothReal: number, firstOnly: number, secondOnly: number, bothBogus: number) {
  return [
    ...Array.from({ length: bothReal }, () => [true, true] as const),
    ...Array.from({ length: firstOnly }, () => [true, false] as const),
    ...Array.from({ length: secondOnly }, () => [false, true] as const),
    ...Array.from({ length: bothBogus }, () => [false, false] as const),
  ];
}

it("measures agreement beyond chance", () => {
  // observed 0.7; chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
  expect(cohensKappa(pairs(20, 5, 10, 15))).toBeCloseTo(0.4, 12);
  expect(cohensKappa(pairs(5, 0, 0, 5))).toBe(1);
  expect(cohensKappa(pairs(0, 5, 5, 0))).toBe(-1);
});

it("is not measured where there is nothing to agree about", () => {
  expect(cohensKappa(pairs(9, 0, 0, 0))).toBeNull();
  expect(cohensKappa([])).toBeNull();
});
