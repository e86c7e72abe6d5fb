import { describe, expect, it } from "vitest";
import { radialProfile } from "./radial-profile";

const size = 21;
const distance = (i: number) => Math.hypot((i % size) - 10, Math.floor(i / size) - 10);

describe("radial profile", () => {
  it("recovers a ring's radius and depth", () => {
    const pixels = Float32Array.from(
      { length: size * size },
      (_, i) => 100 - 30 * Math.exp(-0.5 * (distance(i) - 5) ** 2),
    );
    const profile = radialProfile({ width: size, height: size, pixels }, { x: 10, y: 10 }, 10);
    const deepest = profile.toSorted((a, b) => a.mean - b.mean)[0];
    expect(deepest?.radius).toBeGreaterThan(4.4);
    expect(deepest?.radius).toBeLessThan(5.6);
    expect(deepest?.mean).toBeLessThan(75);
    expect(profile[0]).toEqual({ radius: 0, mean: pixels[10 * size + 10], scatter: null, count: 1 });
  });

  it("leaves out pixels that are not finite, and rings without pixels", () => {
    const pixels = new Float32Array(size * size).fill(3);
    for (let i = 0; i < pixels.length; i++) if (distance(i) >= 2 && distance(i) < 3) pixels[i] = Number.NaN;
    const profile = radialProfile({ width: size, height: size, pixels }, { x: 10, y: 10 }, 6);
    expect(profile.map((point) => Math.floor(point.radius))).toEqual([0, 1, 3, 4, 5]);
    expect(profile.every((point) => point.mean === 3)).toBe(true);
  });
});
