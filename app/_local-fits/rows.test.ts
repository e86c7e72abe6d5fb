import { describe, expect, it } from "vitest";
import type { FitsColumn } from "@/lib/readers/fits";
import { cellText, rowsOf } from "./rows";

function column(parts: Partial<FitsColumn> & Pick<FitsColumn, "type" | "values">): FitsColumn {
  return { name: "c", unit: null, cellShape: [], offsets: null, isNull: null, ...parts };
}

describe("cells of a table as text", () => {
  it("have the digits of their type", () => {
    expect(cellText(column({ type: "float32", values: Float32Array.of(0.1, 16777216, -1e-7, Number.NaN) }), 0)).toBe(
      "0.1",
    );
    expect(cellText(column({ type: "float32", values: Float32Array.of(3.4028234e38) }), 0)).toBe("3.4028235e+38");
    expect(cellText(column({ type: "float64", values: Float64Array.of(0.1 + 0.2) }), 0)).toBe("0.30000000000000004");
    expect(cellText(column({ type: "uint64", values: BigUint64Array.of(2n ** 64n - 1n) }), 0)).toBe(
      "18446744073709551615",
    );
    expect(cellText(column({ type: "bool", values: Uint8Array.of(1, 0) }), 1)).toBe("F");
    expect(cellText(column({ type: "text", values: ["NGC 1", ""] }), 0)).toBe("NGC 1");
  });

  it("are empty where the file says so", () => {
    expect(
      cellText(column({ type: "int16", values: Int16Array.of(1, -99), isNull: Uint8Array.of(0, 1) }), 1),
    ).toBeNull();
  });

  it("show the first elements of arrays, fixed and variable, and pairs", () => {
    const fixed = column({ type: "int32", values: Int32Array.from({ length: 12 }, (_, i) => i), cellShape: [2, 3] });
    expect(cellText(fixed, 1)).toBe("[6, 7, 8, 9, … 2 more]");
    const variable = column({ type: "int32", values: Int32Array.of(7, 8, 9), offsets: Float64Array.of(0, 2, 2, 3) });
    expect([0, 1, 2].map((row) => cellText(variable, row))).toEqual(["[7, 8]", "[]", "[9]"]);
    const complex = column({ type: "complex64", values: Float32Array.of(1, 2, 0.1, -4) });
    expect(cellText(complex, 1)).toBe("(0.1, -4)");
    const pairs = column({ type: "complex128", values: Float64Array.of(1, 2, 3, 4), offsets: Float64Array.of(0, 4) });
    expect(cellText(pairs, 0)).toBe("[(1, 2), (3, 4)]");
    expect(cellText(column({ type: "bits", values: Uint8Array.of(1, 0, 1, 1), cellShape: [2] }), 1)).toBe("11");
  });

  it("stand in rows numbered from the first that was read", () => {
    expect(rowsOf([column({ type: "int16", values: Int16Array.of(4, 5) })], { start: 10, end: 12 }, 10)).toEqual([
      { index: 10, cells: ["4"] },
      { index: 11, cells: ["5"] },
    ]);
  });
});
