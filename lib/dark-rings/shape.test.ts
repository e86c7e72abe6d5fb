import { describe, expect, it } from "vitest";
import { measureShape } from "./shape";

function maskOf(...rows: string[]) {
  return {
    width: rows[0]!.length,
    height: rows.length,
    mask: Uint8Array.from([...rows.join("")], (sign) => Number(sign === "#")),
  };
}

describe("measureShape", () => {
  it("measures a square with a centred hole", () => {
    const shape = measureShape(maskOf("#####", "#####", "##.##", "#####", "#####"));
    expect(shape).toMatchObject({ filledArea: 25, holeArea: 1, perimeter: 16, centerOffset: 0 });
    expect(shape.holeFracBbox).toBe(1 / 25);
    expect(shape.circularity).toBe(1);
  });

  it("counts a hole that opens diagonally as a hole, one that opens sideways as none", () => {
    expect(measureShape(maskOf(".##", "#.#", "###")).holeArea).toBe(1);
    expect(measureShape(maskOf("###", "..#", "###")).holeArea).toBe(0);
  });

  it("measures how far the hole is off", () => {
    const shape = measureShape(maskOf("######", "#.####", "######"));
    expect(shape.centerOffset).toBeCloseTo(1.5 / Math.hypot(6, 3), 12);
  });

  it("gives a line its low circularity", () => {
    const line = measureShape(maskOf("####################"));
    expect(line.perimeter).toBe(20);
    expect(line.circularity).toBeCloseTo((4 * Math.PI * 20) / 400, 12);
  });

  it("measures one pixel", () => {
    expect(measureShape(maskOf("#"))).toMatchObject({ filledArea: 1, perimeter: 1, circularity: 1, holeFracTotal: 0 });
  });
});
