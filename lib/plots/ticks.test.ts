import { describe, expect, it } from "vitest";
import { formatNumber, niceTicks } from "./ticks";
import { viridis } from "./viridis";

describe("niceTicks", () => {
  it("stands at round numbers with equal precision", () => {
    expect(niceTicks(0, 1, 5).labels).toEqual(["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(niceTicks(-1.05, 1.05, 4).labels).toEqual(["\u22121.0", "\u22120.5", "0.0", "0.5", "1.0"]);
    expect(niceTicks(0, 0.3, 3).values).toEqual([0, 0.1, 0.2, 0.3]);
    expect(niceTicks(0, 1050, 8).labels).toEqual(["0", "200", "400", "600", "800", "1000"]);
    expect(niceTicks(3e-7, 9e-7, 3).values).toEqual([4e-7, 6e-7, 8e-7]);
  });

  it("stays with whole numbers for counts", () => {
    expect(niceTicks(0, 2.1, 6, true).values).toEqual([0, 1, 2]);
    expect(niceTicks(0, 13, 6, true).values).toEqual([0, 2, 4, 6, 8, 10, 12]);
    expect(niceTicks(0, 130, 6, true).values).toEqual([0, 20, 40, 60, 80, 100, 120]);
  });

  it("has one tick on an axis without length", () => {
    expect(niceTicks(5, 5, 4)).toEqual({ values: [5], labels: ["5"] });
  });
});

describe("formatNumber", () => {
  it("sets thousands apart and has no negative zero", () => {
    expect(formatNumber(1234567, 0)).toBe("1\u2009234\u2009567");
    expect(formatNumber(-0.001, 2)).toBe("0.00");
    expect(formatNumber(38.2345)).toBe("38.23");
  });
});

describe("viridis", () => {
  it("runs from violet over green to yellow", () => {
    expect([viridis(-1), viridis(0), viridis(1), viridis(2)]).toEqual([
      "rgb(68, 1, 84)",
      "rgb(68, 1, 84)",
      "rgb(253, 231, 37)",
      "rgb(253, 231, 37)",
    ]);
    // matplotlib: viridis(0.5) = (33, 145, 140)
    expect(viridis(0.5)).toBe("rgb(33, 144, 141)");
  });
});
