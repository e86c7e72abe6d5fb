import { describe, expect, it } from "vitest";
import { memoryByteSource } from "../files/byte-source";
import { loadDetector } from "../isr";
import { openFits } from "../readers/fits";
import { translateFile } from "../readers/surveys";
import { type RawExposureToSimulate, simulateRawExposure } from "./raw-exposure";
import type { RawSettingsInput } from "./raw-settings";

const QUIET: RawSettingsInput = {
  readNoiseElectrons: 0,
  biasPatternElectrons: 0,
  darkCurrentElectronsPerSecond: 0,
  hotPixelsPerMegapixel: 0,
  hotColumns: 0,
  responseScatter: 0,
  vignetting: 0,
  cosmicRaysPerMegapixel: 0,
};

async function make(options: Partial<RawExposureToSimulate>) {
  const size = { width: 96, height: 64 };
  const base: RawExposureToSimulate = { type: "bias", instrument: "LSSTCam", dayObs: 20250613, seqNum: 7, ...size };
  const all = { ...base, detectors: [94], ...options };
  for await (const made of simulateRawExposure(all)) return made;
  throw new Error("no file");
}

async function load({ bytes, fileName }: { bytes: Uint8Array; fileName: string }) {
  const file = await openFits(memoryByteSource(bytes, fileName));
  expect(file.problems).toEqual([]);
  const { exposure, images } = translateFile(file, fileName);
  return {
    exposure,
    image: images[0]!,
    ...(await loadDetector(file, images[0]!, exposure, { removeSignature: true })),
  };
}

describe("simulateRawExposure", () => {
  it.each([94, 0, 190, 191])("is read back as the sensor that was put in: detector %i", async (detector) => {
    // E2V, ITL, guider and wavefront sensor differ in flips and readout order
    const settings = { ...QUIET, biasPatternElectrons: 40 };
    const made = await make({ detectors: [detector], settings });
    const { pixels, width, height, unit, amplifiers } = await load(made);
    expect([width, height, unit]).toEqual([96, 64, "electron"]);
    expect(amplifiers).toHaveLength(detector === 191 ? 8 : 16);
    // whole adu of at most 2.2 electrons
    pixels.forEach((value, i) => {
      expect(Math.abs(value - made.sensor.bias[i]!)).toBeLessThan(1.2);
    });
  });

  it.each([
    ["bias", 0, null],
    ["dark", 30, 30 * 2],
    ["flat", 5, 5 * 2 + 1000],
  ] as const)("%s has its type, time and level", async (type, exposureTimeSeconds, level) => {
    const settings = { ...QUIET, exposureTimeSeconds: 30, flatElectrons: 1000, darkCurrentElectronsPerSecond: 2 };
    const { exposure, image, pixels } = await load(await make({ type, settings }));
    expect(exposure).toMatchObject({ observationType: type, exposureTimeSeconds, physicalFilter: "i_39", missing: [] });
    expect(image).toMatchObject({ productType: "raw", detectorName: "R22_S11" });
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    // shot noise of 6144 pixels
    expect(Math.abs(mean - (level ?? 0))).toBeLessThan(0.05 + (4 * Math.sqrt(level ?? 0)) / Math.sqrt(pixels.length));
  });

  it("keeps the sensor and changes the noise from exposure to exposure", async () => {
    const [a, b, c] = [await make({ seqNum: 1 }), await make({ seqNum: 2 }), await make({ seqNum: 1 })];
    expect(a.sensor).toEqual(b.sensor);
    expect(a.bytes).toEqual(c.bytes);
    expect(a.bytes).not.toEqual(b.bytes);
  });

  it("refuses sizes that are no grid of amplifiers, and cameras of other raw files", async () => {
    await expect(make({ width: 100 })).rejects.toThrow(/100 x 64 pixels, expected 8 amplifiers along x and 2 along y/);
    await expect(make({ instrument: "HSC", detectors: [0] })).rejects.toThrow(/expected a sensor of an LSST camera/);
    await expect(make({ settings: { flatElectrons: -1 } })).rejects.toThrow(/simulation setting flatElectrons/);
  });
});
