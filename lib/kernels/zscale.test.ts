import { describe, expect, it } from "vitest";
import { zscaleLimits } from "./zscale";

/** Integer noise on a ramp with a spike every 97 pixels: the same in zscale.golden.py. */
function rampWithSpikes(count: number): Float32Array {
  let state = 1;
  return Float32Array.from({ length: count }, (_, i) => {
    state = (16807 * state) % 2147483647;
    return (state % 2001) / 100 - 10 + 0.01 * i + (i % 97 === 0 ? 500 : 0);
  });
}

/** The plain form: textbook formulas, the rejection grown by looking at every neighbour. */
function slowZscale(pixels: ArrayLike<number>) {
  const finite = Array.from(pixels).filter(Number.isFinite);
  const stride = Math.floor(Math.max(1, finite.length / 1000));
  const samples = finite
    .filter((_, i) => i % stride === 0)
    .slice(0, 1000)
    .sort((a, b) => a - b);
  const n = samples.length;
  const least = Math.max(5, Math.floor(n * 0.5));
  const grow = Math.max(1, Math.floor(n * 0.01));
  let good = samples.map(() => true);
  let [slope, before] = [0, n + 1];
  const kept = () => samples.flatMap((y, x) => (good[x] ? [{ x, y }] : []));
  for (let round = 0; round < 5 && kept().length < before && kept().length >= least; round++) {
    const points = kept();
    before = points.length;
    const sum = (f: (p: { x: number; y: number }) => number) => points.reduce((a, p) => a + f(p), 0);
    const [sx, sy, sxx, sxy] = [sum((p) => p.x), sum((p) => p.y), sum((p) => p.x ** 2), sum((p) => p.x * p.y)];
    slope = (before * sxy - sx * sy) / (before * sxx - sx ** 2);
    const flat = samples.map((y, x) => y - (sy - slope * sx) / before - slope * x);
    const mean = points.reduce((a, { x }) => a + flat[x]!, 0) / before;
    const sigma = Math.sqrt(points.reduce((a, { x }) => a + (flat[x]! - mean) ** 2, 0) / before);
    const isBad = flat.map((value, i) => !good[i] || Math.abs(value) > 2.5 * sigma);
    // numpy's "same" convolution: the window leans to the left by one for even lengths
    const from = -Math.floor(grow / 2);
    good = samples.map((_, i) => !isBad.some((bad, j) => bad && j - i >= from && j - i < from + grow));
  }
  if (kept().length < least) return { low: samples[0], high: samples[n - 1] };
  const half = n >> 1;
  const median = n % 2 ? samples[half]! : (samples[half - 1]! + samples[half]!) / 2;
  const centre = (n - 1) >> 1;
  return {
    low: Math.max(samples[0]!, median - ((centre - 1) * slope) / 0.25),
    high: Math.min(samples[n - 1]!, median + ((n - centre) * slope) / 0.25),
  };
}

describe("zscaleLimits", () => {
  it("takes the whole range of a ramp", () => {
    const limits = zscaleLimits(Float64Array.from({ length: 500 }, (_, i) => 3 + i));
    expect(limits).toEqual({ low: 3, high: 502 });
  });

  it.each([
    [64, -9.59000015258789, 42.31784280510168],
    [900, -9.59000015258789, 47.193903208692895],
    [5000, -9.59000015258789, 129.40984275790262],
    [1_500_000, 19.540000915527344, 15058.849609375],
  ])("agrees with astropy on %i pixels", (count, low, high) => {
    const limits = zscaleLimits(rampWithSpikes(count));
    expect(limits?.low).toBeCloseTo(low, 4);
    expect(limits?.high).toBeCloseTo(high, 4);
  });

  it.each([6, 13, 250, 999, 1000, 1999, 2500, 7777])("equals the plain form on %i pixels", (count) => {
    const [fast, slow] = [zscaleLimits(rampWithSpikes(count)), slowZscale(rampWithSpikes(count))];
    expect(fast?.low).toBeCloseTo(slow.low ?? 0, 8);
    expect(fast?.high).toBeCloseTo(slow.high ?? 0, 8);
  });

  it("goes along with level and scale", () => {
    const plain = zscaleLimits(rampWithSpikes(3000));
    const other = zscaleLimits(Float64Array.from(rampWithSpikes(3000), (value) => 4 * value - 1000));
    expect(other?.low).toBeCloseTo(4 * (plain?.low ?? 0) - 1000, 8);
    expect(other?.high).toBeCloseTo(4 * (plain?.high ?? 0) - 1000, 8);
  });

  it("leaves out pixels that are not finite, in small and in large images", () => {
    const pixels = rampWithSpikes(900);
    const withGaps = Float32Array.from([...pixels, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(zscaleLimits(withGaps)).toEqual(zscaleLimits(pixels));
    const large = rampWithSpikes(1_200_000);
    large.fill(Number.NaN, 0, 100_000);
    expect(zscaleLimits(large)).toEqual(zscaleLimits(large.subarray(100_000)));
  });

  it("is null where no pixel is finite", () => {
    expect(zscaleLimits([])).toBeNull();
    expect(zscaleLimits([Number.NaN, Number.POSITIVE_INFINITY])).toBeNull();
  });
});
