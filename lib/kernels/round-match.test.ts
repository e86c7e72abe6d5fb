import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import { createRoundMatcher, profile, type RoundTemplate, windowPixels } from "./round-match";

const kernels = createKernels();
const blobs = [1, 2, 4].map((widthPixels) => ({ radiusPixels: 0, widthPixels }));
const rings = [
  { radiusPixels: 4, widthPixels: 1 },
  { radiusPixels: 7, widthPixels: 1.5 },
];
const matcher = createRoundMatcher(kernels, blobs, rings);
const middle = (matcher.size - 1) / 2;

function fill(value: (x: number, y: number) => number) {
  const stamp = matcher.stamp();
  for (let i = 0; i < stamp.length; i++) {
    stamp[i] = value((i % matcher.size) - middle, Math.floor(i / matcher.size) - middle);
  }
}

/** The plain form, every pixel with the template at its own distance. */
function slowDepth(template: RoundTemplate, value: (x: number, y: number) => number) {
  const window = Math.ceil(2 * windowPixels(template)) / 2;
  const pixels: [number, number][] = [];
  for (let y = -middle; y <= middle; y++) {
    for (let x = -middle; x <= middle; x++) {
      const r = Math.hypot(x, y);
      if (r < window) pixels.push([profile(template, r), -value(x, y)]);
    }
  }
  const mean = pixels.reduce((sum, [m]) => sum + m, 0) / pixels.length;
  const norm = Math.sqrt(pixels.reduce((sum, [m]) => sum + (m - mean) ** 2, 0));
  return pixels.reduce((sum, [m, d]) => sum + (m - mean) * d, 0) / norm;
}

describe("createRoundMatcher", () => {
  it.each(blobs)("recognises a blob of width $widthPixels", (blob) => {
    fill((x, y) => 50 - 10 * profile(blob, Math.hypot(x, y)));
    const match = matcher.match(middle, middle, 100);
    expect(match.blob).toMatchObject(blob);
    expect(match.blob?.depth).toBeGreaterThan(match.ring?.depth ?? 0);
  });

  it.each(rings)("recognises a ring of radius $radiusPixels", (ring) => {
    fill((x, y) => -3 - 10 * profile(ring, Math.hypot(x, y)));
    const match = matcher.match(middle, middle, 100);
    expect(match.ring).toMatchObject(ring);
    expect(match.ring?.depth).toBeGreaterThan(match.blob?.depth ?? 0);
  });

  it("equals the plain form to the half-pixel rings, 3 %", () => {
    const ring = rings[1]!;
    const value = (x: number, y: number) => 20 + 0.5 * x - 7 * profile(ring, Math.hypot(x, y));
    fill(value);
    expect(matcher.match(middle, middle, 100).ring?.depth).toBeCloseTo(slowDepth(ring, value), -1);
    const ratio = (matcher.match(middle, middle, 100).ring?.depth ?? 0) / slowDepth(ring, value);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.03);
  });

  it("does not feel a level or a gradient through the centre", () => {
    const ring = rings[0]!;
    const dip = (x: number, y: number) => -10 * profile(ring, Math.hypot(x, y));
    fill(dip);
    const plain = matcher.match(middle, middle, 100).ring?.depth ?? 0;
    fill((x, y) => dip(x, y) + 30 + 0.8 * x - 0.4 * y);
    expect(matcher.match(middle, middle, 100).ring?.depth).toBeCloseTo(plain, 3);
  });

  it("finds nothing in what is bright or flat", () => {
    fill((x, y) => 10 * profile(blobs[1]!, Math.hypot(x, y)));
    expect(matcher.match(middle, middle, 9).blob).toBeNull();
    fill(() => 0);
    expect(matcher.match(middle, middle, 100)).toMatchObject({ blob: null, ring: null });
  });

  it("leaves NaN out, and a template that lost 40 % of its window", () => {
    fill((x, y) => (x > 2 && y > 2 ? Number.NaN : -10 * profile(blobs[1]!, Math.hypot(x, y))));
    expect(matcher.match(middle, middle, 100).blob).toMatchObject({ widthPixels: 2 });
    fill((x, y) => (x > -2 ? Number.NaN : -10 * profile(blobs[1]!, Math.hypot(x, y))));
    expect(matcher.match(middle, middle, 100)).toMatchObject({ blob: null, ring: null });
  });

  it("tries only templates within the reach", () => {
    fill((x, y) => -10 * profile(rings[1]!, Math.hypot(x, y)));
    expect(matcher.match(middle, middle, 12).ring).not.toMatchObject(rings[1]!);
  });
});
