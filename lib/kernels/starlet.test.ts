import { describe, expect, it } from "vitest";
import { IMAGE_A } from "../dark-rings/testing/image-a";
import { createKernels } from "./index";
import { effectiveScales, passByPass, type StarletBorder, starletDetail, starletSmooth } from "./starlet";

const kernels = createKernels();

function inMemory(pixels: Float32Array, run: (plane: number) => void) {
  const mark = kernels.mark();
  const plane = kernels.allocate(4 * pixels.length);
  kernels.float32(plane, pixels.length).set(pixels);
  run(plane);
  const out = kernels.float32(plane, pixels.length).slice();
  kernels.release(mark);
  return out;
}

function detail(pixels: Float32Array, width: number, height: number, index: number, border: StarletBorder) {
  return inMemory(pixels, (plane) => starletDetail(kernels, plane, index, { width, height, border }));
}

function smooth(pixels: Float32Array, width: number, height: number, scale: number, border: StarletBorder) {
  const mark = kernels.mark();
  const input = kernels.allocate(4 * pixels.length);
  const output = kernels.allocate(4 * pixels.length);
  kernels.allocate(64 * (width + 64));
  kernels.float32(input, pixels.length).set(pixels);
  starletSmooth(kernels, input, output, scale, { width, height, border });
  const out = kernels.float32(output, pixels.length).slice();
  kernels.release(mark);
  return out;
}

/** Minimal-standard generator (Park & Miller 1988): the same numbers on every machine. */
function seededPixels(count: number, seed: number) {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state * 16807) % 2147483647;
    return (state / 2147483647 - 0.5) * 100;
  });
}

/** The plain form of one pass, float32 at each step, in the order of the reference. */
function slowSmooth(pixels: Float32Array, width: number, height: number, step: number, border: StarletBorder) {
  const f = Math.fround;
  const fold = (i: number, n: number) => {
    const m = Math.abs(i) % (2 * (n - 1));
    return m < n ? m : 2 * (n - 1) - m;
  };
  const line = (at: (i: number) => number, i: number, n: number) => {
    const tap = (j: number) => (j >= 0 && j < n ? at(j) : border === "zero" ? 0 : at(fold(j, n)));
    let sum = f(tap(i) * 0.375);
    sum = f(sum + f(tap(i - 2 * step) * 0.0625));
    sum = f(sum + f(tap(i - step) * 0.25));
    sum = f(sum + f(tap(i + step) * 0.25));
    return f(sum + f(tap(i + 2 * step) * 0.0625));
  };
  const columns = pixels.map((_, p) => line((y) => pixels[y * width + (p % width)]!, Math.floor(p / width), height));
  return columns.map((_, p) => line((x) => columns[p - (p % width) + x]!, p % width, width));
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

describe("smooth", () => {
  it("spreads an impulse of 256 into 6 24 36 24 6 along its row", () => {
    const pixels = new Float32Array(40 * 36);
    pixels[18 * 40 + 20] = 256;
    const out = smooth(pixels, 40, 36, 0, "reflect");
    expect([...out.subarray(18 * 40 + 18, 18 * 40 + 23)]).toEqual([6, 24, 36, 24, 6]);
  });

  it.each([
    [16, 16, 8, "zero"],
    [17, 19, 4, "zero"],
    [17, 19, 4, "reflect"],
    [21, 18, 2, "reflect"],
    [35, 5, 1, "zero"],
    [16, 16, 8, "reflect"],
    [9, 33, 4, "reflect"],
  ] as const)("equals the plain form bit for bit at %i × %i, step %i, %s", (width, height, step, border) => {
    const pixels = seededPixels(width * height, 7);
    const fast = smooth(pixels, width, height, Math.log2(step), border);
    expect(fast).toEqual(slowSmooth(pixels, width, height, step, border));
  });

  it("keeps a constant under reflection and fades it at a zero border", () => {
    const pixels = new Float32Array(20 * 20).fill(8);
    expect(new Set(smooth(pixels, 20, 20, 1, "reflect"))).toEqual(new Set([8]));
    expect(smooth(pixels, 20, 20, 1, "zero")[0]).toBeCloseTo(8 * 0.6875 ** 2, 6);
  });
});

describe("starletDetail", () => {
  // Golden numbers: dark-ring reference, section 9. Values are printed to 5 places there.
  it.each([
    [0, 70.6279, -10.03692, 6.85347, 0.80891, -9.14548, 0.76451],
    [1, 102.6635, -18.56696, 10.89006, 0.59725, -18.13795, 0.15865],
    [2, 26.359, -16.86582, 4.12959, 0.58857, -16.62009, -0.0718],
  ])("gives plane %i of Image A, zero-padded", (index, total, min, max, corner, blob, last) => {
    const { width, height, pixels } = IMAGE_A;
    const plane = detail(pixels, width, height, index, "zero");
    expect(sum(plane)).toBeCloseTo(total, 3);
    expect(Math.min(...plane)).toBeCloseTo(min, 5);
    expect(Math.max(...plane)).toBeCloseTo(max, 5);
    expect(plane[0]).toBeCloseTo(corner, 5);
    expect(plane[20 * width + 18]).toBeCloseTo(blob, 5);
    expect(plane[47 * width + 55]).toBeCloseTo(last, 5);
  });

  it("gives the coarse plane of Image A, zero-padded", () => {
    const { width, height, pixels } = IMAGE_A;
    const coarse = [0, 1, 2].reduce((c, scale) => smooth(c, width, height, scale, "zero"), pixels);
    expect(sum(coarse)).toBeCloseTo(-3863.0674, 2);
    expect(Math.min(...coarse)).toBeCloseTo(-9.18964, 4);
    expect(coarse[20 * width + 18]).toBeCloseTo(-8.79312, 5);
  });

  it("gives plane 2 of Image A, reflected, to float32 rounding", () => {
    const { width, height, pixels } = IMAGE_A;
    const plane = detail(pixels, width, height, 2, "reflect");
    expect(sum(plane)).toBeCloseTo(56.22148, 2);
    expect(Math.min(...plane)).toBeCloseTo(-16.866679, 4);
    expect(Math.max(...plane)).toBeCloseTo(4.129613, 4);
    expect(plane[0]).toBeCloseTo(1.6641, 4);
  });

  it.each([
    [16, 16, "zero"],
    [16, 16, "reflect"],
    [17, 50, "zero"],
    [51, 18, "reflect"],
    [70, 67, "reflect"],
    [64, 40, "zero"],
  ] as const)("equals pass after pass bit for bit when fused at %i × %i, %s", (width, height, border) => {
    const pixels = seededPixels(width * height, 11);
    const passes = inMemory(pixels, (plane) => passByPass(kernels, plane, 2, { width, height, border }));
    expect(detail(pixels, width, height, 2, border)).toEqual(passes);
  });

  it("leaves every fourth pixel of what is smoother", () => {
    const [width, height] = [37, 22];
    const pixels = seededPixels(width * height, 5);
    const mark = kernels.mark();
    const decimated = kernels.allocate(4 * 10 * 6);
    inMemory(pixels, (plane) => starletDetail(kernels, plane, 2, { width, height, border: "reflect" }, decimated));
    const found = kernels.float32(decimated, 60).slice();
    kernels.release(mark);
    const coarse = [0, 1, 2].reduce((c, scale) => smooth(c, width, height, scale, "reflect"), pixels);
    expect(found).toEqual(
      Float32Array.from({ length: 60 }, (_, i) => coarse[4 * Math.floor(i / 10) * width + 4 * (i % 10)]!),
    );
  });

  it("does not feel an added constant under reflection, to float32 rounding of the sum", () => {
    const pixels = seededPixels(40 * 33, 3);
    const raised = pixels.map((value) => value + 1000);
    const a = detail(pixels, 40, 33, 2, "reflect");
    const b = detail(raised, 40, 33, 2, "reflect");
    // 1000 has an ulp of 6e-5 and passes through eight sums
    for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-3);
  });

  it("spreads a NaN over 22 pixels for plane 2 and no further", () => {
    const pixels = new Float32Array(80 * 80);
    pixels[40 * 80 + 40] = Number.NaN;
    const plane = detail(pixels, 80, 80, 2, "reflect");
    expect(plane[40 * 80 + 62]).toBeNaN();
    expect(plane[40 * 80 + 63]).toBe(0);
  });

  it.each([
    ["a plane that does not fit", 15, 40, 2],
    ["a plane that is not whole", 40, 40, 1.5],
    ["a negative plane", 40, 40, -1],
  ])("refuses %s", (_reason, width, height, index) => {
    expect(() => detail(new Float32Array(width * height), width, height, index, "zero")).toThrow(/starlet plane/);
  });

  it("counts scales as the reference does", () => {
    expect(effectiveScales(16, 4000, 3)).toBe(3);
    expect(effectiveScales(15, 4000, 3)).toBe(2);
    expect(effectiveScales(3, 3, 3)).toBe(0);
  });
});
