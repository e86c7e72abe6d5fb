// Reference mode against an independent writing of the algorithm in numpy and scipy (testing/reference.golden.py).

import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import { findDarkRings, REFERENCE_CONFIGURATION } from ".";
import { cutBox, type InclusiveBox } from "./stamp";
import { IMAGE_B } from "./testing/image-b";
import golden from "./testing/reference.golden.json";

describe("findDarkRings in reference mode, image B", () => {
  const { rings } = findDarkRings(
    { ...IMAGE_B, bad: null, amplifiers: null },
    REFERENCE_CONFIGURATION,
    createKernels(),
  );

  it("finds the same footprints in the same order", () => {
    const boxes = (rows: { footprintId: number; area: number; y0: number; y1: number; x0: number; x1: number }[]) =>
      rows.map(({ footprintId, area, y0, y1, x0, x1 }) => [footprintId, area, y0, y1, x0, x1]);
    expect(boxes(rings)).toEqual(boxes(golden.rows));
    expect(rings.length).toBe(5);
  });

  it.each(golden.rows)("measures footprint $footprintId the same", (row) => {
    const ring = rings.find(({ footprintId }) => footprintId === row.footprintId);
    for (const field of ["circularity", "holeFracBbox", "holeFracTotal", "centerOffset"] as const) {
      expect(ring?.[field]).toBeCloseTo(row[field], 12);
    }
    // float32 pixels of the two images may differ in the last place: exp and hypot are not the same library
    expect(ring?.gaussianLikeScore).toBeCloseTo(row.gaussianLikeScore, 6);
    expect(ring?.gaussianSigmaPixels).toBeCloseTo(row.gaussianSigmaPixels, 6);
  });

  it("gives the same rows when it may work in the pixels and read boxes of them again", () => {
    const kernels = createKernels();
    const { width, pixels } = IMAGE_B;
    const at = kernels.allocate(4 * pixels.length);
    kernels.float32(at, pixels.length).set(pixels);
    const readAgain = (box: InclusiveBox) => cutBox({ width, pixels }, box).pixels;
    const image = { ...IMAGE_B, pixels: kernels.float32(at, pixels.length), bad: null, amplifiers: null, readAgain };
    expect(findDarkRings(image, REFERENCE_CONFIGURATION, kernels).rings).toEqual(rings);
    expect(kernels.float32(at, pixels.length)).not.toEqual(pixels);
  });
});
