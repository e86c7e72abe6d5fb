import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { type LabelledRuns, labelBelow } from "./labels";

const kernels = createKernels();

/** A picture of # (below) and . (not), with - for NaN. */
function picture(rows: string[]) {
  const width = rows[0]!.length;
  const values = { "#": -10, ".": 0, "-": Number.NaN };
  const pixels = Float32Array.from([...rows.join("")], (sign) => values[sign === "#" || sign === "-" ? sign : "."]);
  return { width, height: rows.length, pixels };
}

function label(image: { width: number; height: number; pixels: Float32Array }, columns = 1, capacity = 10_000) {
  const { width, height, pixels } = image;
  const mark = kernels.mark();
  const plane = kernels.allocate(4 * pixels.length);
  kernels.allocate(24 * capacity + 1000);
  kernels.float32(plane, pixels.length).set(pixels);
  const edges = Array.from({ length: columns + 1 }, (_, i) => Math.round((i * width) / columns));
  const boxes = edges.slice(1).map((end, i) => {
    return { x0: edges[i]!, y0: 0, width: end - edges[i]!, height, threshold: -5, median: 0, sigma: 2 };
  });
  try {
    return labelBelow(kernels, plane, { width, height }, boxes, capacity);
  } finally {
    kernels.release(mark);
  }
}

/** The label image that runs stand for. */
function painted(labelled: LabelledRuns, width: number, height: number) {
  const out = new Int32Array(width * height).fill(-1);
  for (let i = 0; i < labelled.count; i++) {
    out.fill(
      labelled.component[i]!,
      labelled.y[i]! * width + labelled.xStart[i]!,
      labelled.y[i]! * width + labelled.xEnd[i]!,
    );
  }
  return out;
}

/** The plain form: flood fill from each new pixel in raster order. */
function slowLabels(pixels: Float32Array, width: number) {
  const out = new Int32Array(pixels.length).fill(-1);
  let next = 0;
  for (let seed = 0; seed < pixels.length; seed++) {
    if (!(pixels[seed]! < -5) || out[seed]! >= 0) continue;
    const stack = [seed];
    out[seed] = next;
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      const around = [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width];
      for (const k of around) {
        if (k < 0 || k >= pixels.length || !(pixels[k]! < -5) || out[k]! >= 0) continue;
        out[k] = next;
        stack.push(k);
      }
    }
    next++;
  }
  return out;
}

describe("labelBelow", () => {
  it("numbers components by their first pixel, diagonals apart", () => {
    const image = picture(["..#..#", ".#...#", "####..", "....##"]);
    const labelled = label(image);
    expect(labelled.componentCount).toBe(4);
    expect([...painted(labelled, 6, 4)].map((k) => (k < 0 ? "." : k)).join("")).toBe("..0..1.2...12222......33");
  });

  it("joins the arms of a U and of a spiral", () => {
    expect(label(picture(["#.#", "#.#", "###"])).componentCount).toBe(1);
    expect(
      label(picture(["#######", "#.....#", "#.###.#", "#.#...#", "#.#####", "#......", "#######"])).componentCount,
    ).toBe(1);
  });

  it("never takes NaN", () => {
    expect(label(picture(["##-##"])).componentCount).toBe(2);
  });

  it.each([
    [16, 16, 0.5, 1],
    [67, 41, 0.5, 1],
    [67, 41, 0.6, 3],
    [130, 70, 0.3, 5],
    [19, 5, 0.9, 2],
  ])("equals a flood fill at %i × %i, %d below, %i boxes side by side", (width, height, share, columns) => {
    let state = 17;
    const pixels = Float32Array.from({ length: width * height }, () => {
      state = (state * 16807) % 2147483647;
      return state / 2147483647 < share ? -10 : 0;
    });
    const labelled = label({ width, height, pixels }, columns);
    expect(painted(labelled, width, height)).toEqual(slowLabels(pixels, width));
  });

  it("keeps the deepest value in sigma, across boxes too", () => {
    const image = picture(["....####...."]);
    image.pixels[5] = -30;
    expect([...label(image, 2).peak]).toEqual([15]);
  });

  it("says so when there are too many runs, instead of none", () => {
    const image = picture(["#.#.#.#.", ".#.#.#.#"]);
    expect(() => label(image, 1, 5)).toThrow(/more than 5 runs/);
  });

  it("refuses a box that leaves the image", () => {
    const box = { x0: 1, y0: 0, width: 3, height: 1, threshold: 0, median: 0, sigma: 1 };
    expect(() => labelBelow(kernels, 0, { width: 3, height: 1 }, [box], 10)).toThrow(/expected a box inside/);
  });
});
