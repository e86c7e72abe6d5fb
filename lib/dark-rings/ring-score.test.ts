import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import type { Stamp } from "./blob-score";
import { measureRingScore } from "./ring-score";

const kernels = createKernels();

function stampOf(width: number, height: number, value: (x: number, y: number) => number): Stamp {
  const pixels = Float64Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, pixels };
}

const dip = (x: number, y: number, r0: number, w: number) => (px: number, py: number) =>
  100 - 25 * Math.exp(-0.5 * ((Math.hypot(px - x, py - y) - r0) / w) ** 2);

/** The plain form: every template at every centre, as section 6 of the reference says. */
function slowRingScore(stamp: Stamp) {
  const n = stamp.pixels.length;
  const sorted = stamp.pixels.map((value) => -value).sort();
  const level = n % 2 ? sorted[n >> 1]! : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
  const S = stamp.pixels.map((value) => -value - level);
  const positive = S.map((value) => Math.max(0, value));
  const total = positive.reduce((a, b) => a + b, 0);
  const at = (weight: (i: number) => number) => positive.reduce((a, v, i) => a + v * weight(i), 0) / total;
  const [cx, cy] = [at((i) => i % stamp.width), at((i) => Math.floor(i / stamp.width))];
  const mean = S.reduce((a, b) => a + b, 0) / n;
  const s = S.map((value) => value - mean);
  const norm = Math.sqrt(s.reduce((a, v) => a + v * v, 0));
  let best = { score: -2, radiusPixels: 0, widthPixels: 0, x: 0, y: 0 };
  for (const dy of [-1, -0.5, 0, 0.5, 1]) {
    for (const dx of [-1, -0.5, 0, 0.5, 1]) {
      for (let r0 = 1.5; r0 <= (Math.min(stamp.width, stamp.height) - 1) / 2; r0 += 0.5) {
        for (const w of [0.7, 1, 1.4, 2, 2.8]) {
          if (r0 < 2 * w) continue;
          const M = s.map((_, i) => {
            const r = Math.hypot((i % stamp.width) - cx - dx, Math.floor(i / stamp.width) - cy - dy);
            return Math.exp(-((r - r0) ** 2) / (2 * w * w));
          });
          const mm = M.reduce((a, b) => a + b, 0) / n;
          const size = Math.sqrt(M.reduce((a, v) => a + (v - mm) ** 2, 0));
          const score = s.reduce((a, v, i) => a + v * (M[i]! - mm), 0) / (norm * size);
          if (score > best.score + 1e-12) best = { score, radiusPixels: r0, widthPixels: w, x: cx + dx, y: cy + dy };
        }
      }
    }
  }
  return best;
}

describe("measureRingScore", () => {
  it("gives 1 to a ring that is one of its templates", () => {
    const ring = measureRingScore(kernels, stampOf(21, 21, dip(10, 10, 5, 1.4)), null);
    expect(ring?.score).toBeCloseTo(1, 9);
    expect(ring).toMatchObject({ radiusPixels: 5, widthPixels: 1.4 });
    expect(ring?.x).toBeCloseTo(10, 9);
  });

  it.each([
    [23, 20, 11, 9.4, 5, 1.2],
    [17, 31, 8.2, 15, 6, 2.2],
    [19, 19, 9, 9, 0, 2],
    [9, 12, 4, 6, 2, 0.8],
  ])("equals the plain form on a noisy %i × %i stamp", (width, height, x, y, r0, w) => {
    let state = 5;
    const noise = () => {
      state = (state * 16807) % 2147483647;
      return 6 * (state / 2147483647 - 0.5);
    };
    const value = dip(x, y, r0, w);
    const stamp = stampOf(width, height, (px, py) => value(px, py) + noise());
    const fast = measureRingScore(kernels, stamp, null);
    const slow = slowRingScore(stamp);
    expect(fast?.score).toBeGreaterThan(slow.score - 1e-9);
    if (Math.max(Math.abs(slow.x - (fast?.x ?? 0)), Math.abs(slow.y - (fast?.y ?? 0))) > 1e-9) return; // moved on
    expect(fast?.score).toBeCloseTo(slow.score, 9);
    expect(fast).toMatchObject({ radiusPixels: slow.radiusPixels, widthPixels: slow.widthPixels });
  });

  it("does not feel level and scale", () => {
    const plain = stampOf(20, 20, dip(9.6, 10.2, 4, 1));
    const other = { ...plain, pixels: plain.pixels.map((value) => 7 * value - 1000) };
    expect(measureRingScore(kernels, other, null)?.score).toBeCloseTo(
      measureRingScore(kernels, plain, null)?.score ?? 0,
      9,
    );
  });

  it("is exact for radii past one block of the recursion", () => {
    const ring = measureRingScore(kernels, stampOf(101, 101, dip(50, 50, 40, 0.7)), null);
    expect(ring).toMatchObject({ radiusPixels: 40, widthPixels: 0.7 });
    expect(ring?.score).toBeCloseTo(1, 9);
  });

  it("leaves NaN out", () => {
    const stamp = stampOf(21, 21, dip(10, 10, 5, 1.4));
    for (const i of [0, 110, 215, 216, 440]) stamp.pixels[i] = Number.NaN;
    const ring = measureRingScore(kernels, stamp, { x: 10, y: 10 });
    expect(ring).toMatchObject({ radiusPixels: 5, widthPixels: 1.4 });
    expect(ring?.score).toBeGreaterThan(0.99);
  });

  it("says null for a constant, a tiny and a huge stamp", () => {
    expect(
      measureRingScore(
        kernels,
        stampOf(12, 12, () => 3),
        null,
      ),
    ).toBeNull();
    expect(measureRingScore(kernels, stampOf(3, 12, dip(1, 5, 2, 1)), null)).toBeNull();
    expect(measureRingScore(kernels, stampOf(200, 101, dip(50, 50, 40, 2)), null)).toBeNull();
    expect(
      measureRingScore(
        kernels,
        stampOf(9, 9, () => Number.NaN),
        null,
      ),
    ).toBeNull();
  });
});
