import { describe, expect, it } from "vitest";
import { daySteps } from "./day-steps";

const DAYS = [{ day: 20250501 }, { day: 20250612 }, { day: 20250613 }];

describe("{ and } on the navigator", () => {
  it("lead to the neighbouring days with exposures and keep the filter", () => {
    expect(daySteps(DAYS, 20250612, { type: "dark", day: "20250612" })).toEqual([
      "/exposures?type=dark&day=20250501",
      "/exposures?type=dark&day=20250613",
    ]);
  });
  it("lead nowhere at the ends, and from all days to the newest", () => {
    expect(daySteps(DAYS, 20250613, {})[1]).toBeNull();
    expect(daySteps(DAYS, null, {})).toEqual(["/exposures?day=20250613", "/exposures?day=20250613"]);
    expect(daySteps([], null, {})).toEqual([null, null]);
  });
  it("step out of a month", () => {
    expect(daySteps(DAYS, 202506, {})).toEqual(["/exposures?day=20250501", null]);
  });
});
