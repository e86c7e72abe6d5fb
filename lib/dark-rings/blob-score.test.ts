import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import { measureBlobScore, type Stamp } from "./blob-score";

const kernels = createKernels();

function stampOf(width: number, height: number, value: (x: number, y: number) => number): Stamp {
  const pixels = Float64Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, pixels };
}

const blob = (x: number, y: number) => 100 - 30 * Math.exp(-0.5 * (((x - 9.2) / 2) ** 2 + ((y - 8.7) / 2) ** 2));

/** The plain form: lists of good pixels and whole Gaussians. */
function slowBlobScore({ width, pixels }: Stamp) {
  const good = [...pixels].map((value, i) => ({ x: i % width, y: Math.floor(i / width), value }));
  const list = good.filter(({ value }) => Number.isFinite(value));
  const sorted = list.map(({ value }) => -value).sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const level = sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  const S = list.map(({ value }) => Math.max(0, -value - level));
  const total = S.reduce((a, b) => a + b, 0);
  const mean = (weight: (i: number) => number) => S.reduce((a, s, i) => a + s * weight(i), 0) / total;
  const [cx, cy] = [mean((i) => list[i]!.x), mean((i) => list[i]!.y)];
  const [vx, vy] = [mean((i) => (list[i]!.x - cx) ** 2), mean((i) => (list[i]!.y - cy) ** 2)];
  const sigma0 = Math.sqrt(Math.max(0.5, 0.5 * (vx + vy)));
  const scores = [0.6, 0.8, 1, 1.25, 1.6].map((factor) => {
    const sigma = Math.max(0.5, factor * sigma0);
    const G = list.map(({ x, y }) => Math.exp(-0.5 * (((x - cx) / sigma) ** 2 + ((y - cy) / sigma) ** 2)));
    const [ms, mg] = [total / S.length, G.reduce((a, b) => a + b, 0) / G.length];
    const dot = S.reduce((a, s, i) => a + (s - ms) * (G[i]! - mg), 0);
    const size = (values: number[], m: number) => Math.sqrt(values.reduce((a, v) => a + (v - m) ** 2, 0));
    return { score: dot / (size(S, ms) * size(G, mg)), sigmaPixels: sigma };
  });
  return scores.reduce((a, b) => (b.score > a.score ? b : a));
}

describe("measureBlobScore", () => {
  it.each([
    [19, 18, 0],
    [20, 21, 0],
    [7, 5, 0],
    [19, 18, 9],
    [31, 16, 5],
  ])("equals the plain form on a noisy %i × %i stamp, to rounding", (width, height, gapEvery) => {
    let state = 7;
    const stamp = stampOf(width, height, (x, y) => {
      state = (state * 16807) % 2147483647;
      return blob(x, y) + 20 * (state / 2147483647 - 0.5);
    });
    if (gapEvery > 0) for (let i = 2; i < stamp.pixels.length; i += gapEvery) stamp.pixels[i] = Number.NaN;
    const [fast, slow] = [measureBlobScore(kernels, stamp, "skip"), slowBlobScore(stamp)];
    expect(fast.score).toBeCloseTo(slow.score, 12);
    expect(fast.sigmaPixels).toBeCloseTo(slow.sigmaPixels, 12);
  });

  it("likes a Gaussian and finds its width", () => {
    const { score, sigmaPixels } = measureBlobScore(kernels, stampOf(19, 18, blob), "skip");
    expect(score).toBeGreaterThan(0.98);
    expect(Math.abs((sigmaPixels ?? 0) - 2)).toBeLessThan(0.5);
  });

  it("does not like a ring", () => {
    const ring = stampOf(17, 17, (x, y) => -25 * Math.exp(-0.5 * ((Math.hypot(x - 8, y - 8) - 5) / 1.2) ** 2));
    expect(measureBlobScore(kernels, ring, "skip").score).toBeLessThan(0.5);
  });

  it("has nothing to say of a constant stamp or one with nothing good", () => {
    expect(
      measureBlobScore(
        kernels,
        stampOf(5, 5, () => 7),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
    expect(
      measureBlobScore(
        kernels,
        stampOf(5, 5, () => Number.NaN),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
    expect(
      measureBlobScore(
        kernels,
        stampOf(1, 1, () => 7),
        "skip",
      ),
    ).toEqual({ score: 0, sigmaPixels: null });
  });

  it("is poisoned by one NaN as upstream is, or leaves it out", () => {
    const stamp = stampOf(19, 18, blob);
    stamp.pixels[40] = Number.NaN;
    expect(measureBlobScore(kernels, stamp, "poison")).toEqual({ score: -1, sigmaPixels: Math.SQRT1_2 });
    expect(measureBlobScore(kernels, stamp, "skip").score).toBeGreaterThan(0.98);
  });

  it("does not feel level and scale", () => {
    const plain = measureBlobScore(kernels, stampOf(19, 18, blob), "skip");
    const other = measureBlobScore(
      kernels,
      stampOf(19, 18, (x, y) => 3 * blob(x, y) - 500),
      "skip",
    );
    expect(other.score).toBeCloseTo(plain.score, 10);
  });
});
