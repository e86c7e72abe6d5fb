import { describe, expect, it } from "vitest";
import type { CatalogColumn } from "./catalog";
import { cellText, summarizeColumn } from "./summarize";

const column = (part: Partial<CatalogColumn>): CatalogColumn => ({
  name: "c",
  unit: null,
  description: null,
  ucd: null,
  type: "float64",
  cellShape: [],
  values: new Float64Array(0),
  offsets: null,
  isNull: null,
  ...part,
});

describe("summarizeColumn", () => {
  it("leaves nulls, NaN and infinities out of limits and mean", () => {
    const values = Float64Array.of(3, Number.NaN, Infinity, -1, 99);
    expect(summarizeColumn(column({ values, isNull: Uint8Array.of(0, 0, 0, 0, 1) }), 5)).toEqual({
      nullCount: 1,
      nanCount: 1,
      min: -1,
      max: 3,
      mean: 1,
    });
  });

  it("keeps int64 exact and has no limits of text", () => {
    const values = BigInt64Array.of(2n ** 60n + 1n, -5n);
    expect(summarizeColumn(column({ type: "int64", values }), 2)).toMatchObject({
      min: -5n,
      max: 2n ** 60n + 1n,
      mean: null,
    });
    expect(summarizeColumn(column({ type: "text", values: ["a"] }), 1)).toMatchObject({ min: null, max: null });
  });
});

describe("cellText", () => {
  it("writes scalars, arrays, truth values and nulls", () => {
    expect(cellText(column({ values: Float64Array.of(0.1) }), 0)).toBe("0.1");
    expect(cellText(column({ type: "float32", values: Float32Array.of(3.4e38) }), 0)).toBe("3.4e+38");
    expect(cellText(column({ type: "bool", values: Uint8Array.of(0, 1), isNull: Uint8Array.of(0, 1) }), 0)).toBe(
      "false",
    );
    expect(cellText(column({ type: "bool", values: Uint8Array.of(0, 1), isNull: Uint8Array.of(0, 1) }), 1)).toBeNull();
    expect(cellText(column({ cellShape: [2], values: Float64Array.of(1, 2, 3, 4) }), 1)).toBe("[3, 4]");
    expect(cellText(column({ values: Float64Array.of(1, 2, 3), offsets: Float64Array.of(0, 0, 3) }), 1)).toBe(
      "[1, 2, 3]",
    );
    expect(cellText(column({ type: "complex128", values: Float64Array.of(1, -2) }), 0)).toBe("[1, -2]");
  });
});
