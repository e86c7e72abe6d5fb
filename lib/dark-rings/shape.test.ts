import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import { measureShape } from "./shape";

const kernels = createKernels();

/** A footprint whose box begins at (30, 40). */
function footprintOf(...rows: string[]) {
  const runs: number[] = [];
  rows.forEach((row, y) => {
    for (const { index, 0: run } of row.matchAll(/#+/g)) runs.push(40 + y, 30 + index, 30 + index + run.length);
  });
  return { x0: 30, x1: 29 + rows[0]!.length, y0: 40, y1: 39 + rows.length, runs: Int32Array.from(runs) };
}

/** The plain form: what cannot be reached from the margin is filled; what a 4-neighbour outside touches is the perimeter. */
function slowShape(rows: string[]) {
  const [width, height] = [rows[0]!.length, rows.length];
  const isMember = (x: number, y: number) => rows[y]?.[x] === "#";
  const outside = new Set<string>();
  const reach = (x: number, y: number) => {
    if (x < -1 || y < -1 || x > width || y > height || isMember(x, y) || outside.has(`${x} ${y}`)) return;
    outside.add(`${x} ${y}`);
    for (const [u, v] of [[x - 1, y] as const, [x + 1, y] as const, [x, y - 1] as const, [x, y + 1] as const])
      reach(u, v);
  };
  reach(-1, -1);
  let [filledArea, holeArea, perimeter] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (outside.has(`${x} ${y}`)) continue;
      filledArea++;
      if (!isMember(x, y)) holeArea++;
      const near = [`${x - 1} ${y}`, `${x + 1} ${y}`, `${x} ${y - 1}`, `${x} ${y + 1}`];
      if (near.some((place) => outside.has(place))) perimeter++;
    }
  }
  return { filledArea, holeArea, perimeter };
}

describe("measureShape", () => {
  it("measures a square with a centred hole", () => {
    const shape = measureShape(kernels, footprintOf("#####", "#####", "##.##", "#####", "#####"));
    expect(shape).toMatchObject({ filledArea: 25, holeArea: 1, perimeter: 16, centerOffset: 0 });
    expect(shape.holeFracBbox).toBe(1 / 25);
    expect(shape.circularity).toBe(1);
  });

  it("counts a hole that opens diagonally as a hole, one that opens sideways as none", () => {
    expect(measureShape(kernels, footprintOf(".##", "#.#", "###")).holeArea).toBe(1);
    expect(measureShape(kernels, footprintOf("###", "..#", "###")).holeArea).toBe(0);
  });

  it("measures how far the hole is off", () => {
    const shape = measureShape(kernels, footprintOf("######", "#.####", "######"));
    expect(shape.centerOffset).toBeCloseTo(1.5 / Math.hypot(6, 3), 12);
  });

  it("gives a line its low circularity", () => {
    const line = measureShape(kernels, footprintOf("####################"));
    expect(line.perimeter).toBe(20);
    expect(line.circularity).toBeCloseTo((4 * Math.PI * 20) / 400, 12);
  });

  it("measures one pixel", () => {
    expect(measureShape(kernels, footprintOf("#"))).toMatchObject({
      filledArea: 1,
      perimeter: 1,
      circularity: 1,
      holeFracTotal: 0,
    });
  });

  it("equals the plain form on random masks", () => {
    let state = 9;
    for (let k = 0; k < 60; k++) {
      const rows = Array.from({ length: 2 + (k % 13) }, () =>
        Array.from({ length: 3 + (k % 17) }, () => {
          state = (state * 16807) % 2147483647;
          return state % 10 < 6 ? "#" : ".";
        }).join(""),
      );
      expect(measureShape(kernels, footprintOf(...rows))).toMatchObject(slowShape(rows));
    }
  });
});
