// The small kernels that measure one footprint, each against its plain form.

import { describe, expect, it } from "vitest";
import { createKernels } from "./index";

const kernels = createKernels();
const { exports } = kernels;

let state = 11;
function random() {
  state = (state * 16807) % 2147483647;
  return state / 2147483647;
}

function median(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

function withArena<T>(run: () => T): T {
  const mark = kernels.mark();
  try {
    return run();
  } finally {
    kernels.release(mark);
  }
}

function put(values: ArrayLike<number>): number {
  const offset = kernels.allocate(8 * values.length);
  kernels.float64(offset, values.length).set(values);
  return offset;
}

/** Noise of sigma about 1, some of it unusable. */
function noise(count: number, gapEvery = 0) {
  return Array.from({ length: count }, (_, i) => {
    const value = random() + random() + random() - 1.5;
    return gapEvery > 0 && i % gapEvery === 1 ? Number.NaN : 2 * value;
  });
}

describe("cutLevelled", () => {
  const [width, height] = [37, 23];
  const image = Float32Array.from({ length: width * height }, (_, i) => 100 + i / 7);
  const bad = Uint8Array.from({ length: width * height }, (_, i) => (i % 11 === 3 ? 1 : 0));
  // the last row and two columns belong to nobody
  const amplifiers = [
    { x0: 0, y0: 0, x1: 18, y1: 22, level: 100.123456789 },
    { x0: 18, y0: 0, x1: 35, y1: 22, level: 90.5 },
  ];

  const slow = (x: number, y: number) => {
    const box = amplifiers.find(({ x0, y0, x1, y1 }) => x >= x0 && x < x1 && y >= y0 && y < y1);
    const at = y * width + x;
    return !box || bad[at] ? Number.NaN : image[at]! - box.level;
  };

  it.each([
    [2, 3, 12, 9],
    [0, 0, 37, 23],
    [15, 1, 22, 20],
    [-5, -4, 6, 5],
    [30, 18, 45, 30],
    [100, 100, 103, 104],
  ])("equals the plain form from (%i, %i) to (%i, %i), in both types", (x0, y0, x1, y1) =>
    withArena(() => {
      const pixels = kernels.allocate(4 * image.length);
      const marks = kernels.allocate(bad.length);
      const table = kernels.allocate(48);
      const [w, h] = [x1 - x0, y1 - y0];
      const [wide, narrow] = [kernels.allocate(8 * w * h), kernels.allocate(4 * w * h)];
      kernels.float32(pixels, image.length).set(image);
      kernels.uint8(marks, bad.length).set(bad);
      amplifiers.forEach((box, i) => {
        kernels.int32(table + 24 * i, 4).set([box.x0, box.y0, box.x1, box.y1]);
        kernels.float64(table + 24 * i + 16, 1)[0] = box.level;
      });
      exports.cutLevelled(pixels, marks, width, table, 2, x0, y0, x1, y1, wide, w, 1);
      exports.cutLevelled(pixels, marks, width, table, 2, x0, y0, x1, y1, narrow, w, 0);
      const expected = Float64Array.from({ length: w * h }, (_, i) => slow(x0 + (i % w), y0 + Math.floor(i / w)));
      expect(kernels.float64(wide, w * h)).toEqual(expected);
      expect(kernels.float32(narrow, w * h)).toEqual(Float32Array.from(expected));
    }),
  );
});

describe("footprintSums", () => {
  it.each([0, 7])("equals the plain form, unusable pixels every %i", (gapEvery) =>
    withArena(() => {
      const [width, height, reach] = [31, 28, 5];
      const pixels = noise(width * height, gapEvery);
      const runs = [10, 11, 15, 11, 10, 13, 11, 15, 18, 12, 9, 17];
      const offset = kernels.allocate(4 * runs.length);
      kernels.int32(offset, runs.length).set(runs);
      const [scratch, out] = [kernels.allocate(9 * width * height + 16), kernels.allocate(32)];
      exports.footprintSums(put(pixels), width, height, offset, runs.length / 3, reach, scratch, out);
      const members: [number, number][] = [];
      for (let r = 0; r < runs.length; r += 3) {
        for (let x = runs[r + 1]!; x < runs[r + 2]!; x++) members.push([x, runs[r]!]);
      }
      const [inside, around]: [number[], number[]] = [[], []];
      pixels.forEach((value, i) => {
        if (Number.isNaN(value)) return;
        const apart = members.map(([x, y]) => Math.max(Math.abs(x - (i % width)), Math.abs(y - Math.floor(i / width))));
        const nearest = Math.min(...apart);
        if (nearest === 0) inside.push(value);
        else if (nearest >= reach) around.push(value);
      });
      const [sum, count, aroundCount, level] = kernels.float64(out, 4);
      expect(sum).toBeCloseTo(
        inside.reduce((a, b) => a + b, 0),
        12,
      );
      expect([count, aroundCount, level]).toEqual([inside.length, around.length, median(around)]);
    }),
  );
});

describe("isArmDark", () => {
  const [side, gap, fewest, armSigma, lineSigma] = [8, 3, 20, 4, 5];

  /** Lines of 25 pixels: 8 beside, `inner`, 8 beside. */
  function arm(inner: number, depths: (line: number) => number, gapEvery = 0) {
    const lines = inner + 2 * side;
    const values = noise(lines * 25, gapEvery);
    return { lines, line: (l: number) => values.slice(25 * l, 25 * l + 25).map((value) => value - depths(l)) };
  }

  function slow({ lines, line }: ReturnType<typeof arm>, leastDip: number) {
    const finite = (from: number, to: number) => {
      const found: number[] = [];
      for (let l = from; l <= to; l++) found.push(...line(l).filter((value) => Number.isFinite(value)));
      return found;
    };
    const sides = [...finite(0, side - gap), ...finite(lines - 1 - side + gap, lines - 1)];
    if (sides.length < fewest) return 0;
    const isDark = (inside: number[], sigma: number) => {
      const dip = median(sides) - median(inside);
      const error = 1.25 * Math.sqrt(1 / inside.length + 1 / sides.length);
      return inside.length >= fewest && dip > leastDip && dip > sigma * error;
    };
    if (isDark(finite(side, lines - 1 - side), armSigma)) return 1;
    for (let l = side; l < lines - side; l++) if (isDark(finite(l, l), lineSigma)) return 1;
    return 0;
  }

  function fast({ lines, line }: ReturnType<typeof arm>, leastDip: number, isColumn: boolean) {
    return withArena(() => {
      const [width, height] = isColumn ? [lines, 25] : [25, lines];
      const pixels = Array.from({ length: width * height }, (_, i) => {
        const [x, y] = [i % width, Math.floor(i / width)];
        return isColumn ? line(x)[y]! : line(y)[x]!;
      });
      const scratch = kernels.allocate(8 * pixels.length + 8);
      return exports.isArmDark(
        put(pixels),
        width,
        height,
        isColumn ? 1 : 0,
        side,
        gap,
        fewest,
        leastDip,
        1,
        armSigma,
        lineSigma,
        scratch,
      );
    });
  }

  it.each([
    ["nothing", 0, 0],
    ["a dark column", 3, 0],
    ["a dark band", 1, 1],
    ["gaps", 3, 6],
    ["mostly gaps", 3, 1.5],
  ])("equals the plain form with %s", (_, depth, gapEvery) => {
    const answers = new Set<number>();
    for (let k = 0; k < 12; k++) {
      const isBand = gapEvery === 1;
      const one = arm(
        5 + k,
        (line) => ((isBand ? line >= side : line === side + 2) ? (depth * k) / 6 : 0),
        Math.floor(gapEvery),
      );
      for (const isColumn of [true, false]) expect(fast(one, 0.5, isColumn)).toBe(slow(one, 0.5));
      answers.add(slow(one, 0.5));
    }
    if (depth === 3 && gapEvery === 0) expect(answers).toEqual(new Set([0, 1]));
  });
});

describe("sumFinite", () => {
  it.each([0, 1, 5, 16, 1003])("sums %i values without NaN and infinities", (count) =>
    withArena(() => {
      const values = Float32Array.from(noise(count, 5));
      if (count > 8) values.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 6);
      const offset = kernels.allocate(4 * count);
      kernels.float32(offset, count).set(values);
      const finite = [...values].filter((value) => Number.isFinite(value));
      // the order of additions differs: rounding of float64
      expect(exports.sumFinite(offset, count)).toBeCloseTo(
        finite.reduce((a, b) => a + b, 0),
        11,
      );
      expect(exports.sumCount()).toBe(finite.length);
    }),
  );
});
