import { describe, expect, it } from "vitest";
import { InvalidParameterError } from "../errors";
import { gridAmplifiers, type SimulatedDetector, simulateDetector } from "./detector";
import { maskBit } from "./mask-planes";
import type { SimulationSettingsInput } from "./settings";
import { TRUTH_COLUMNS, truthColumns } from "./truth";

const NOTHING: SimulationSettingsInput = {
  darkCurrentElectronsPerSecond: 0,
  biasSpreadElectrons: 0,
  biasGradientElectrons: 0,
  treeRingElectrons: 0,
  detectorScatter: 0,
  cosmicRaysPerMegapixel: 0,
  hotPixelsPerMegapixel: 0,
  hotColumns: 0,
  rings: 0,
  blobs: 0,
  recurrentRings: 0,
  recurrentBlobs: 0,
  readNoiseElectrons: 5,
};
const SIZE = { width: 320, height: 312 };

function simulate(settings: SimulationSettingsInput, more: { exposureId?: bigint; detector?: number } = {}) {
  return simulateDetector({ ...SIZE, settings: { ...NOTHING, ...settings }, ...more });
}

function statistics(pixels: Float32Array): { mean: number; sigma: number } {
  const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
  const sigma = Math.sqrt(pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length);
  return { mean, sigma };
}

/** Pixels of the detector with, minus those without: what was painted. */
function painted(settings: SimulationSettingsInput): { difference: Float32Array; detector: SimulatedDetector } {
  const detector = simulate(settings);
  const clean = simulate({});
  return { difference: detector.pixels.map((value, i) => value - clean.pixels[i]!), detector };
}

describe("background", () => {
  it("is white noise of the read noise about zero when all else is off", () => {
    const { pixels, mask, truth } = simulate({});
    const { mean, sigma } = statistics(pixels);
    expect(Math.abs(mean)).toBeLessThan((4 * 5) / Math.sqrt(pixels.length));
    expect(Math.abs(sigma - 5)).toBeLessThan((4 * 5) / Math.sqrt(2 * pixels.length));
    expect(mask.every((value) => value === 0)).toBe(true);
    expect(truth).toEqual([]);
  });

  it("takes each amplifier's own read noise, bounded where asked", () => {
    const amplifiers = gridAmplifiers(320, 312).map((amplifier, i) => ({
      ...amplifier,
      readNoiseElectrons: 4 + 4 * i,
    }));
    const settings = { ...NOTHING, readNoiseElectrons: null, maximumReadNoiseElectrons: 20 };
    const { pixels, amplifiers: made } = simulateDetector({ ...SIZE, amplifiers, settings });
    expect(made.map(({ noiseElectrons }) => noiseElectrons).slice(0, 7)).toEqual([4, 8, 12, 16, 20, 20, 20]);
    const second = pixels.filter((_, i) => i % 320 >= 40 && i % 320 < 80 && i < 320 * 156);
    expect(statistics(second).sigma).toBeCloseTo(8, 0);
  });

  it("adds dark current and its shot noise", () => {
    const { mean, sigma } = statistics(
      simulate({ darkCurrentElectronsPerSecond: 0.1, exposureTimeSeconds: 240 }).pixels,
    );
    expect(mean).toBeCloseTo(24, 0);
    expect(sigma).toBeCloseTo(7, 1);
  });

  it("gives amplifiers levels of their own, the same in the next exposure but for a tenth", () => {
    const levels = (exposureId: bigint) => {
      const { pixels, amplifiers, width } = simulate({ biasSpreadElectrons: 50 }, { exposureId });
      return amplifiers.map(({ x0, y0 }) => pixels[y0 * width + x0]!);
    };
    const [first, second] = [levels(1n), levels(2n)];
    expect(statistics(Float32Array.from(first)).sigma).toBeGreaterThan(25);
    first.forEach((level, i) => {
      expect(Math.abs(level - second[i]!)).toBeLessThan(45);
    });
  });

  it("has tree rings of the amplitude asked for", () => {
    const { pixels } = simulate({ readNoiseElectrons: 0, treeRingElectrons: 3 });
    const { sigma } = statistics(pixels);
    expect(Math.max(...pixels)).toBeLessThanOrEqual(3);
    expect(sigma).toBeGreaterThan(1);
    expect(sigma).toBeLessThan(2.5);
  });
});

describe("dark features", () => {
  it("have the integrated depth of the truth: their matched filter in the noise", () => {
    const { difference, detector } = painted({ rings: 3, blobs: 3, depthSigma: [20, 20] });
    expect(detector.truth.map(({ kind }) => kind)).toEqual(["ring", "ring", "ring", "blob", "blob", "blob"]);
    const total = difference.reduce((sum, value) => sum + value * value, 0);
    // six features, each with sum(depth^2) = (20 * 5 electrons)^2
    expect(Math.sqrt(total / 6)).toBeCloseTo(100, 0);
  });

  it("are dark, at the place, with the depth and radius of the truth", () => {
    const { difference, detector } = painted({ rings: 1, depthSigma: [60, 60], ringRadiusPixels: [6, 6] });
    const [ring] = detector.truth;
    let [weight, x, y, radius] = [0, 0, 0, 0];
    difference.forEach((value, i) => {
      weight -= value;
      x -= value * (i % SIZE.width);
      y -= value * Math.floor(i / SIZE.width);
      radius -= value * Math.hypot((i % SIZE.width) - ring!.x, Math.floor(i / SIZE.width) - ring!.y);
    });
    expect(Math.max(...difference)).toBeLessThan(1e-4);
    expect(x / weight).toBeCloseTo(ring!.x, 1);
    expect(y / weight).toBeCloseTo(ring!.y, 1);
    // flux-weighted radius of a Gaussian annulus is r + w^2 / r
    expect(radius / weight).toBeCloseTo(6 + ring!.widthPixels! ** 2 / 6, 1);
    expect(-Math.min(...difference)).toBeLessThanOrEqual(ring!.peakElectrons * 1.0001);
    expect(-Math.min(...difference)).toBeGreaterThan(ring!.peakElectrons * 0.95);
  });

  it("keep their distance, from each other and from the edge", () => {
    const { truth } = simulate({ rings: 6, blobs: 6, recurrentRings: 3, recurrentBlobs: 3 });
    expect(truth.length).toBe(18);
    for (const [i, { x, y }] of truth.entries()) {
      expect(Math.min(x, y, SIZE.width - 1 - x, SIZE.height - 1 - y)).toBeGreaterThan(4);
      for (const other of truth.slice(i + 1)) expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(20);
    }
  });

  it("recur when they shall, and only then", () => {
    const settings = { rings: 2, recurrentRings: 2 };
    const of = (exposureId: bigint, detector: number) => simulate(settings, { exposureId, detector }).truth;
    const places = (rows: SimulatedDetector["truth"], isRecurrent: boolean) =>
      rows.filter((row) => row.isRecurrent === isRecurrent).map(({ x, y, depthSigma }) => [x, y, depthSigma]);
    expect(places(of(1n, 0), true)).toEqual(places(of(2n, 0), true));
    expect(places(of(1n, 0), false)).not.toEqual(places(of(2n, 0), false));
    expect(places(of(1n, 0), true)).not.toEqual(places(of(1n, 1), true));
  });

  it("are left out of truth and image where there is no room", () => {
    const { truth } = simulate({ blobs: 5000, blobSigmaPixels: [4, 4] });
    expect(truth.length).toBeGreaterThan(20);
    expect(truth.length).toBeLessThan(200);
  });
});

describe("bright things", () => {
  it("are flagged as the truth says", () => {
    const settings = {
      cosmicRaysPerMegapixel: 200,
      hotPixelsPerMegapixel: 200,
      hotColumns: 2,
      maskedHotPixelFraction: 0.5,
    };
    const { difference, detector } = painted({ ...settings, maskedCosmicRayFraction: 0.5 });
    const { mask, truth } = detector;
    expect(difference.every((value) => value > -1e-3)).toBe(true);
    const flagged = (bit: number) => mask.filter((value) => (value & bit) !== 0).length;
    const masked = (kind: string) => truth.filter((row) => row.kind === kind && row.isMasked);
    const columnPixels = masked("hot_column").reduce((sum, row) => sum + row.lengthPixels!, 0);
    expect(masked("hot_column").length).toBe(2);
    expect(flagged(maskBit("BAD"))).toBeLessThanOrEqual(columnPixels + masked("hot_pixel").length);
    expect(flagged(maskBit("BAD"))).toBeGreaterThanOrEqual(columnPixels);
    expect(flagged(maskBit("CR"))).toBeGreaterThan(masked("cosmic_ray").length);
    const rays = truth.filter(({ kind }) => kind === "cosmic_ray");
    expect(rays.length).toBeGreaterThanOrEqual(19);
    expect(masked("cosmic_ray").length).toBeLessThan(rays.length);
    for (const { x, y, peakElectrons } of truth.filter(({ kind }) => kind === "hot_pixel")) {
      expect(difference[y * SIZE.width + x]!).toBeGreaterThan(peakElectrons * 0.99 - 1);
    }
  });
});

describe("the whole", () => {
  it("is the same each time and differs with the seed", () => {
    const run = (seed: number) => simulateDetector({ ...SIZE, seed });
    expect(run(1).pixels).toEqual(run(1).pixels);
    expect(run(1).truth).toEqual(run(1).truth);
    expect(run(1).pixels).not.toEqual(run(2).pixels);
  });

  it("refuses sizes and settings that cannot be", () => {
    expect(() => simulateDetector({ width: 16, height: 320 })).toThrow("16 x 320 pixels");
    expect(() => simulateDetector({ width: 320.5, height: 320 })).toThrow(InvalidParameterError);
    const settings = { depthSigma: [10, 5] as [number, number] };
    expect(() => simulateDetector({ ...SIZE, settings })).toThrow("simulation setting depthSigma");
    const unknown = { ringz: 3 } as SimulationSettingsInput;
    expect(() => simulateDetector({ ...SIZE, settings: unknown })).toThrow("ringz");
  });

  it("lays a grid of amplifiers without gap or overlap", () => {
    const amplifiers = gridAmplifiers(4072, 4000);
    expect(amplifiers.map(({ name }) => name).join(" ")).toBe(
      "C10 C11 C12 C13 C14 C15 C16 C17 C00 C01 C02 C03 C04 C05 C06 C07",
    );
    expect(amplifiers.reduce((sum, { width, height }) => sum + width * height, 0)).toBe(4072 * 4000);
    expect(amplifiers[9]).toMatchObject({ x0: 509, y0: 2000, width: 509, height: 2000 });
  });

  it("turns truth into columns", () => {
    const { truth } = simulateDetector({ ...SIZE, exposureId: 2025061300222n });
    const columns = truthColumns(truth);
    expect(columns.map(({ name }) => name)).toEqual(TRUTH_COLUMNS.map(({ name }) => name));
    expect(columns[0]!.values[0]).toBe(2025061300222n);
    expect(columns.every(({ values }) => values.length === truth.length)).toBe(true);
  });
});
