import { expect, test } from "vitest";
import { medianOf, medianOfSorted } from "./median";

test.each([
  [[7], 7],
  [[3, -1], 1],
  [[10, 9, 100], 10],
  [[4, 1, 3, 2], 2.5],
])("the median of %j is %d", (values, median) => {
  const before = [...values];
  expect(medianOf(values)).toBe(median);
  expect(values).toEqual(before);
  expect(medianOfSorted(Float64Array.from(values).sort())).toBe(median);
});
