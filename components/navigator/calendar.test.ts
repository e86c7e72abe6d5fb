import { describe, expect, it } from "vitest";
import { monthsOf, shadeOf } from "./calendar";

const day = (number: number) => ({ day: number, count: 1, measured: 0, failing: 0 });

describe("the calendar", () => {
  it("lists months with exposures, newest first", () => {
    expect(monthsOf([day(20191228), day(20250505), day(20250613), day(20250614)])).toEqual([202506, 202505, 201912]);
  });
  it("shades by orders of magnitude, and never shows a day with exposures as empty", () => {
    expect([0, 1, 10, 100, 1000].map((count) => shadeOf(count, 1000))).toEqual([0, 1, 2, 3, 4]);
  });
});
