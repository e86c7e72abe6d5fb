import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDay,
  formatDuration,
  formatMjd,
  formatNumber,
  formatSignificant,
  plural,
} from "./format";

describe("numbers are typeset", () => {
  it("parts thousands with thin spaces", () => {
    expect(formatCount(1204)).toBe("1\u2009204");
    expect(formatNumber(-1234567.891, 1)).toBe("\u22121\u2009234\u2009567.9");
  });
  it("writes a minus sign, not a hyphen", () => {
    expect(formatNumber(-0.5)).toBe("\u22120.50");
  });
  it("never shows a small number as zero", () => {
    expect(formatNumber(0.0000123, 2)).toBe("1.23e\u22125");
    expect(formatNumber(0, 2)).toBe("0.00");
  });
  it("says what is not finite", () => {
    expect(formatNumber(Number.NaN)).toBe("NaN");
    expect(formatNumber(Number.NEGATIVE_INFINITY)).toBe("\u2212∞");
  });
  it("keeps significant digits", () => {
    expect(formatSignificant(5.4567, 3)).toBe("5.46");
    expect(formatSignificant(0.012345, 3)).toBe("0.0123");
    expect(formatSignificant(54567, 3)).toBe("54\u2009567");
  });
});

describe("times and sizes", () => {
  it("writes UT days and MJD", () => {
    expect(formatDay(20250613)).toBe("2025-06-13");
    expect(formatMjd(51544.5)).toBe("2000-01-01 12:00:00");
    expect(formatMjd(1e300)).toBe("no date");
  });
  it("keeps three digits of bytes and two units of time", () => {
    expect(formatBytes(16_290_000)).toBe("16.3\u2009MB");
    expect(formatBytes(512)).toBe("512\u2009B");
    expect(formatDuration(200)).toBe("3 min 20 s");
    expect(formatDuration(7500)).toBe("2 h 05 min");
  });
  it("counts nouns", () => {
    expect(plural(1, "detector")).toBe("1 detector");
    expect(plural(0, "detector")).toBe("0 detectors");
  });
});
