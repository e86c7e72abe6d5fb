import { describe, expect, it } from "vitest";
import { createKernels } from "./index";
import {
  createRoundMatcher,
  FARTHEST_PIXELS,
  profile,
  type RoundMatch,
  type RoundTemplate,
  windowPixels,
} from "./round-match";

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

/** Seeded noise with a ring and, where wanted, unusable pixels. */
function noisyRing(gaps: boolean) {
  let state = 3;
  const dip = (x: number, y: number) => -9 * profile(rings[0]!, Math.hypot(x - 3.4, y + 1.8));
  fill((x, y) => {
    state = (state * 16807) % 2147483647;
    const value = 4 + 3 * (state / 2147483647 - 0.5) + dip(x, y);
    return gaps && state % 17 === 0 ? Number.NaN : value;
  });
}

describe.each([false, true])("centres on half pixels, with gaps: %s", (gaps) => {
  it("match as those anywhere do", () => {
    noisyRing(gaps);
    for (const [dx, dy] of [
      [0, 0],
      [0.5, 0],
      [0, -0.5],
      [2.5, 1.5],
      [-6, 6],
    ] as const) {
      const [x, y] = [middle + dx, middle + dy];
      // 1e-12 off the half pixel takes the way that gathers every pixel anew
      const [here, anywhere] = [matcher.match(x, y, 100), matcher.match(x + 1e-12, y, 100)];
      expect(here.ring?.depth ?? 0).toBeCloseTo(anywhere.ring?.depth ?? 0, 5);
      expect(here.blob?.depth ?? 0).toBeCloseTo(anywhere.blob?.depth ?? 0, 5);
    }
  });

  it("are searched as the plain descent does", () => {
    noisyRing(gaps);
    for (const [dx, dy] of [
      [0, 0],
      [1, -0.5],
      [4, -2],
      [-3, 3],
    ] as const) {
      const found = matcher.search(middle + dx, middle + dy, 20, 0.1);
      expect(found).toEqual(slowSearch(middle + dx, middle + dy, 20));
    }
  });
});

function depthOf({ blob, ring }: RoundMatch) {
  return Math.max(blob?.depth ?? 0, ring?.depth ?? 0);
}

/** Every neighbour at every step, nothing remembered. */
function slowSearch(x: number, y: number, reachPixels: number) {
  let best = matcher.match(x, y, reachPixels);
  for (const step of [2, 1, 0.5]) {
    while (true) {
      const { blob, ring } = best;
      const largest = (ring?.depth ?? 0) > (blob?.depth ?? 0) ? ring : blob;
      const reach = largest === null ? 0 : windowPixels(largest) + 1;
      const places = [
        [step, 0],
        [-step, 0],
        [0, step],
        [0, -step],
      ].map(([dx, dy]) => [best.x + dx!, best.y + dy!] as const);
      const tried = places
        .filter(([u, v]) => Math.max(Math.abs(u - middle), Math.abs(v - middle)) <= FARTHEST_PIXELS)
        .map(([u, v]) => matcher.match(u, v, reach));
      const next = tried.reduce((a, b) => (depthOf(b) > depthOf(a) ? b : a), best);
      if (next === best) break;
      best = next;
    }
  }
  return matcher.match(best.x, best.y, reachPixels);
}

describe("search", () => {
  it("finds the centre of a ring from three pixels away", () => {
    fill((x, y) => -10 * profile(rings[0]!, Math.hypot(x - 2, y + 1.5)));
    expect(matcher.search(middle, middle, 20, 1)).toMatchObject({ x: middle + 2, y: middle - 1.5, ring: rings[0]! });
  });

  it("gives up where the first place is not deep enough", () => {
    fill((x, y) => -10 * profile(rings[0]!, Math.hypot(x, y)));
    const depth = depthOf(matcher.match(middle, middle, 20));
    expect(matcher.search(middle, middle, 20, depth + 0.01)).toBeNull();
    expect(matcher.search(middle, middle, 20, depth - 0.01)).not.toBeNull();
  });
});
