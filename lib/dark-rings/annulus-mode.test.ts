// What annulus mode does that the upstream workflow does not, on small simulated darks with truth.

import { describe, expect, it } from "vitest";
import { createKernels } from "../kernels";
import { type DetectorToSimulate, type SimulatedDetector, simulateDetector } from "../simulate";
import { type DarkRing, findDarkRings, parseDarkRingConfiguration } from ".";

const kernels = createKernels();
const QUIET = {
  cosmicRaysPerMegapixel: 0,
  hotPixelsPerMegapixel: 0,
  hotColumns: 0,
  rings: 0,
  blobs: 0,
  recurrentRings: 0,
  recurrentBlobs: 0,
};

function simulate(settings: NonNullable<DetectorToSimulate["settings"]>, seed = "annulus") {
  return simulateDetector({ width: 509, height: 402, seed, settings: { ...QUIET, ...settings } });
}

function find(detector: SimulatedDetector, chosen: object = {}, useMask = true) {
  const image = { ...detector, bad: useMask ? detector.mask : null };
  return findDarkRings(image, parseDarkRingConfiguration(chosen), kernels);
}

const nearest = (rings: DarkRing[], { x, y }: { x: number; y: number }) =>
  rings.find((ring) => Math.hypot(ring.centerX - x, ring.centerY - y) < 3);

describe("annulus mode", () => {
  it("finds nothing in a clean dark, and knows its noise", () => {
    const detector = simulate({ readNoiseElectrons: 6, darkCurrentElectronsPerSecond: 0, detectorScatter: 0 });
    const { rings, statistics, notes } = find(detector);
    expect(rings).toEqual([]);
    expect(notes).toEqual([]);
    expect(Math.abs((statistics.noise ?? 0) - 6)).toBeLessThan(0.15);
    // gain of plane 2 for white noise: 0.100292
    expect(Math.abs((statistics.planeSigma ?? 0) - 0.6017)).toBeLessThan(0.03);
  });

  it("finds rings and blobs where they are and tells them apart", () => {
    const detector = simulate({ rings: 6, blobs: 6, depthSigma: [14, 40] });
    const { rings } = find(detector);
    expect(detector.truth).toHaveLength(12);
    expect(detector.truth.map((truth) => nearest(rings, truth)?.morphology)).toEqual(
      detector.truth.map(({ kind }) => kind),
    );
    expect(rings).toHaveLength(12);
    expect(rings.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it("measures the integrated depth within what a footprint can hold of it", () => {
    const detector = simulate({ blobs: 8, depthSigma: [15, 30], blobSigmaPixels: [2, 3] }, "depth");
    const { rings } = find(detector);
    for (const truth of detector.truth) {
      // at most 0.9 of the matched filter's, less the error of the level; noise 1
      const found = nearest(rings, truth)?.integratedDepthSigma ?? 0;
      const share = found / (truth.depthSigma ?? 1);
      expect(share).toBeGreaterThan(0.65);
      expect(share).toBeLessThan(1.05);
    }
  });

  it("has no rows about cosmic rays and hot pixels, masked or not", () => {
    const detector = simulate({ cosmicRaysPerMegapixel: 200, hotPixelsPerMegapixel: 200, hotColumns: 1 });
    for (const useMask of [true, false]) {
      expect(find(detector, {}, useMask).rings.filter(({ flags }) => flags.length === 0)).toEqual([]);
    }
  });

  it("flags negative lobes when bright pixels are left in", () => {
    const detector = simulate({ cosmicRaysPerMegapixel: 100, maskedCosmicRayFraction: 0 });
    const { rings } = find(detector, { brightNSigma: null });
    expect(rings.length).toBeGreaterThan(20);
    const trusted = rings.filter(({ flags }) => flags.length === 0);
    expect(trusted.length / rings.length).toBeLessThan(0.05);
    expect(new Set(rings.flatMap(({ flags }) => flags))).toContain("negative_lobe");
  });

  it("flags a dark column", () => {
    const detector = simulate({}, "column");
    for (let y = 60; y < 340; y++) for (const x of [200, 201, 202]) detector.pixels[y * 509 + x]! -= 12;
    const { rings } = find(detector, { maxFootprintArea: 100_000, faintNSigma: 6 });
    const near = rings.filter(({ x0, x1 }) => x0 < 210 && x1 > 192);
    expect(near.length).toBeGreaterThan(0);
    expect(near.filter(({ flags }) => flags.length === 0)).toEqual([]);
  });

  it("never detects in masked pixels, and drops what is mostly masked", () => {
    const detector = simulate({ blobs: 1, depthSigma: [40, 40] });
    const { x, y } = detector.truth[0]!;
    const bad = new Uint8Array(detector.pixels.length);
    for (let v = Math.round(y) - 8; v <= y + 8; v++)
      bad.fill(1, v * 509 + Math.round(x) - 8, v * 509 + Math.round(x) + 9);
    expect(findDarkRings({ ...detector, bad }, parseDarkRingConfiguration({}), kernels).rings).toEqual([]);
  });

  it("treats NaN as masked", () => {
    const detector = simulate({ rings: 3, blobs: 3, depthSigma: [25, 40] });
    for (let i = 0; i < detector.pixels.length; i += 501) detector.pixels[i] = Number.NaN;
    detector.pixels.fill(Number.NaN, 0, 509 * 20);
    const { rings, statistics } = find(detector, {}, false);
    const visible = detector.truth.filter(({ y }) => y > 40);
    for (const truth of visible) expect(nearest(rings, truth)).toBeDefined();
    expect(statistics.maskedFraction).toBeGreaterThan(0.05);
  });

  it("gives each amplifier its own level and noise", () => {
    const detector = simulate({ readNoiseElectrons: 5, rings: 2, depthSigma: [30, 40] });
    const [first] = detector.amplifiers;
    for (let y = first!.y0; y < first!.y0 + first!.height; y++) {
      for (let x = first!.x0; x < first!.x0 + first!.width; x++) detector.pixels[y * 509 + x]! += 3000;
    }
    expect(find(detector).rings.filter(({ flags }) => flags.length === 0)).toHaveLength(2);
  });

  it("gives the same rows every time, whatever was measured before", () => {
    const detector = simulate({ rings: 4, blobs: 4, cosmicRaysPerMegapixel: 50 });
    const first = find(detector).rings;
    find(simulate({ rings: 9 }, "another"));
    expect(find(detector).rings).toEqual(first);
    const fresh = findDarkRings({ ...detector, bad: detector.mask }, parseDarkRingConfiguration({}), createKernels());
    expect(fresh.rings).toEqual(first);
  });

  it("says that there is nothing to measure in an image of NaN", () => {
    const pixels = new Float32Array(64 * 64).fill(Number.NaN);
    const image = { width: 64, height: 64, pixels, bad: null, amplifiers: null };
    const { rings, statistics, notes } = findDarkRings(image, parseDarkRingConfiguration({}), kernels);
    expect(rings).toEqual([]);
    expect(statistics).toMatchObject({ mean: null, median: null, noise: null, planeSigma: null, maskedFraction: 1 });
    expect(notes.join()).toMatch(/nothing was measured/);
  });

  it("says so of a constant image", () => {
    const image = { width: 64, height: 64, pixels: new Float32Array(4096).fill(3), bad: null, amplifiers: null };
    expect(findDarkRings(image, parseDarkRingConfiguration({}), kernels).notes.join()).toMatch(/no noise/);
  });

  it.each([
    ["annulus", /expected at least 16 pixels/],
    ["reference", /expected at least 16 pixels/],
  ])("refuses an image under 16 pixels in %s mode", (mode, message) => {
    const image = { width: 15, height: 40, pixels: new Float32Array(600), bad: null, amplifiers: null };
    expect(() => findDarkRings(image, parseDarkRingConfiguration({ mode }), kernels)).toThrow(message);
  });

  it("refuses a threshold in the noise instead of an empty table", () => {
    const detector = simulate({});
    const configuration = parseDarkRingConfiguration({ mode: "reference", negativeThreshold: 1, maxRuns: 1000 });
    expect(() => findDarkRings({ ...detector, bad: null }, configuration, kernels)).toThrow(/more than 1000 runs/);
  });

  it("refuses lengths that do not fit", () => {
    const image = { width: 20, height: 20, pixels: new Float32Array(399), bad: null, amplifiers: null };
    expect(() => findDarkRings(image, parseDarkRingConfiguration({}), kernels)).toThrow(/expected 20 × 20/);
  });
});
