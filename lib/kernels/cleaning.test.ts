import { describe, expect, it } from "vitest";
import { cleanImage, forgetMarked } from "./cleaning";
import { createKernels } from "./index";

const kernels = createKernels();

function clean(
  image: { width: number; height: number; pixels: Float32Array; bad?: Uint8Array },
  options: { bright?: number; halves?: boolean } = {},
) {
  const { width, height } = image;
  const n = width * height;
  const mark = kernels.mark();
  const half = Math.floor(width / 2);
  const boxes = options.halves
    ? [
        { x0: 0, y0: 0, width: half, height },
        { x0: half, y0: 0, width: width - half, height },
      ]
    : [{ x0: 0, y0: 0, width, height }];
  const cleaned = cleanImage(kernels, { ...image, bad: image.bad ?? null }, boxes, options.bright ?? null);
  const pixels = kernels.float32(cleaned.plane, n).slice();
  const bad = kernels.uint8(cleaned.bad, n).slice();
  forgetMarked(kernels, cleaned.plane, cleaned, image);
  const forgotten = kernels.float32(cleaned.plane, n).slice();
  kernels.release(mark);
  return { ...cleaned, pixels, marks: bad, forgotten };
}

/** A chessboard of -1 and +1 on a level: median the level or beside it, noise 1.4826. */
function chessboard(width: number, height: number, level: number) {
  const pixels = Float32Array.from({ length: width * height }, (_, i) => {
    return level + (((i % width) + Math.floor(i / width)) % 2 === 0 ? 1 : -1);
  });
  return { width, height, pixels };
}

describe("cleanImage", () => {
  it("subtracts the level of each box and tells its noise", () => {
    const image = chessboard(41, 31, 100);
    for (let y = 0; y < 31; y++) for (let x = 20; x < 41; x++) image.pixels[y * 41 + x]! += 500;
    const { boxes, pixels } = clean(image, { halves: true });
    expect(boxes.map(({ level }) => Math.round(level / 100))).toEqual([1, 6]);
    expect(Math.max(...pixels.map(Math.abs))).toBeLessThanOrEqual(2);
  });

  it("marks NaN, infinities and what is given, and fills them with the cell's median", () => {
    const image = chessboard(70, 70, 5);
    image.pixels.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 10);
    const bad = new Uint8Array(4900);
    bad[4899] = 1;
    image.pixels[4899] = 1e6;
    const { badCount, pixels, marks, mean } = clean({ ...image, bad });
    expect(badCount).toBe(4);
    expect([10, 11, 12, 4899].map((i) => marks[i])).toEqual([1, 1, 1, 1]);
    for (const i of [10, 11, 12, 4899]) expect(Math.abs(pixels[i]!)).toBeLessThanOrEqual(2);
    expect(mean).toBeCloseTo(5, 2);
  });

  it("marks bright pixels and their neighbours within two pixels, clipped at the border", () => {
    const image = chessboard(33, 21, 0);
    image.pixels[10 * 33 + 15] = 1000;
    image.pixels[0] = 1000;
    const { brightCount, marks, badCount } = clean(image, { bright: 8 });
    expect([brightCount, badCount]).toEqual([2, 0]);
    expect(marks.reduce((sum, mark) => sum + Number(mark === 2), 0)).toBe(25 + 9);
    expect([marks[8 * 33 + 13], marks[12 * 33 + 17], marks[10 * 33 + 18]]).toEqual([2, 2, 0]);
  });

  it("fills a mostly bad cell with the level and has it forgotten", () => {
    const image = chessboard(128, 64, 7);
    const bad = new Uint8Array(128 * 64);
    for (let y = 0; y < 64; y++) bad.fill(1, y * 128, y * 128 + 50);
    const { lostCells, pixels, forgotten } = clean({ ...image, bad });
    expect(lostCells).toEqual([{ x0: 0, y0: 0, width: 64, height: 64 }]);
    expect(pixels[20]).toBe(0);
    expect(forgotten[60]).toBeNaN();
    expect(forgotten[64]).not.toBeNaN();
  });

  it("leaves out what no box covers and boxes without a good pixel", () => {
    const image = chessboard(40, 20, 1);
    for (let y = 0; y < 20; y++) image.pixels.fill(Number.NaN, y * 40, y * 40 + 20);
    const { boxes, badCount } = clean(image, { halves: true });
    expect(boxes.map(({ x0 }) => x0)).toEqual([20]);
    expect(badCount).toBe(400);
  });

  it("changes nothing of the input", () => {
    const image = chessboard(30, 30, 3);
    const before = image.pixels.slice();
    clean(image, { bright: 3 });
    expect(image.pixels).toEqual(before);
  });

  it("refuses a shape that does not fit", () => {
    expect(() => clean({ width: 4, height: 4, pixels: new Float32Array(15) })).toThrow(/expected 4 × 4/);
    expect(() => clean({ width: 2, height: 2, pixels: new Float32Array(4), bad: new Uint8Array(3) })).toThrow(
      /bad pixels/,
    );
  });
});
