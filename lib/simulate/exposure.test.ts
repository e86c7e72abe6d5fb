import { describe, expect, it } from "vitest";
import { listCameras, scaledAmplifiers } from "../cameras";
import { InvalidParameterError, NotFoundError } from "../errors";
import { memoryByteSource } from "../files/byte-source";
import { loadDetector } from "../isr";
import { openFits } from "../readers/fits";
import { translateFile } from "../readers/surveys";
import { simulateDetector } from "./detector";
import { type ExposureToSimulate, type SimulatedFile, simulateExposure } from "./exposure";
import { exposureLabel } from "./headers";
import { SAMPLE, simulateExposures } from "./sample";

const SMALL = { instrument: "LSSTCam", dayObs: 20250613, seqNum: 222, width: 64, height: 64 };

async function files(options: Partial<ExposureToSimulate>): Promise<SimulatedFile[]> {
  return collect(simulateExposure({ ...SMALL, ...options }));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

function cards(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 8640)).replace(/(.{80})/g, "$1\n");
}

describe("simulateExposure", () => {
  it("makes one file for each science detector", async () => {
    const all = await files({});
    expect(all.length).toBe(189);
    expect(all[0]!.fileName).toBe("MC_O_20250613_000222_R01_S00_post_isr.fits");
    expect(new Set(all.map(({ fileName }) => fileName)).size).toBe(189);
    expect(new Set(all.flatMap(({ truth }) => truth.map((row) => row.exposureId)))).toEqual(new Set([2025061300222n]));
  });

  it("writes the headers that tell exposure and detector", async () => {
    const [file] = await files({ detectors: ["R22_S11"] });
    const header = cards(file!.bytes);
    expect(header).toMatch(/^INSTRUME= 'LSSTCam '/m);
    expect(header).toMatch(/^OBSID {3}= 'MC_O_20250613_000222'/m);
    expect(header).toMatch(/^RAFTBAY = 'R22 {5}'/m);
    expect(header).toMatch(/^DETECTOR= +94 /m);
    expect(header).toMatch(/^HIERARCH LSST BUTLER DATAID EXPOSURE = 2025061300222$|EXPOSURE = 2025061300222 /m);
    expect(header).toMatch(/^IMGTYPE = 'DARK/m);
    expect(file!.bytes.length % 2880).toBe(0);
  });

  it("is read back with its exposure, detector, pixels and mask", async () => {
    const [file] = await files({ detectors: ["R22_S11"], width: 320, height: 312, settings: { hotColumns: 1 } });
    const fits = await openFits(memoryByteSource(file!.bytes, file!.fileName));
    expect(fits.problems).toEqual([]);
    const { exposure, images } = translateFile(fits, `night/${file!.fileName}`);
    expect(exposure).toMatchObject({
      instrument: "LSSTCam",
      exposureId: 2025061300222n,
      dayObs: 20250613,
      seqNum: 222,
      observationType: "dark",
      exposureTimeSeconds: 300,
      label: "MC_O_20250613_000222",
      missing: [],
    });
    expect(images).toEqual([
      { detector: 94, detectorName: "R22_S11", productType: "post_isr", hdu: 1, width: 320, height: 312 },
    ]);
    const loaded = await loadDetector(fits, images[0]!, exposure, { removeSignature: true });
    const simulated = simulateDetector({
      width: 320,
      height: 312,
      exposureId: 2025061300222n,
      detector: 94,
      amplifiers: scaledAmplifiers(file!.detector, 320, 312).map(({ readNoise, ...box }) => ({
        ...box,
        readNoiseElectrons: readNoise,
      })),
      settings: { hotColumns: 1 },
    });
    expect(loaded.unit).toBe("electron");
    expect(loaded.amplifiers.map(({ name }) => name)).toEqual(file!.detector.amplifiers.map(({ name }) => name));
    expect(loaded.pixels).toEqual(simulated.pixels);
    expect(loaded.bad).toEqual(simulated.mask.map((value) => (value === 0 ? 0 : 1)));
  });

  it("serves every camera at small size, detectors by id or name", async () => {
    for (const { instrument, detectors } of listCameras()) {
      const [first] = detectors;
      const made = await files({ instrument, detectors: [first!.id, first!.name], hasVariance: true });
      expect(made.map(({ detector }) => detector.id)).toEqual([first!.id, first!.id]);
      expect(made[0]!.bytes).toEqual(made[1]!.bytes);
    }
  });

  it("refuses what cannot be", async () => {
    await expect(files({ instrument: "Kodak" })).rejects.toThrow(NotFoundError);
    await expect(files({ detectors: ["R99_S99"] })).rejects.toThrow("detector R99_S99");
    await expect(files({ dayObs: 20250230 })).rejects.toThrow(InvalidParameterError);
    await expect(files({ seqNum: 100_000 })).rejects.toThrow("number 100000");
  });
});

describe("names and places", () => {
  it("follow Rubin's rule", () => {
    const exposure = { dayObs: 20250613, seqNum: 5, exposureTimeSeconds: 30 };
    expect(exposureLabel({ ...exposure, instrument: "LATISS" })).toBe("AT_O_20250613_000005");
    expect(exposureLabel({ ...exposure, instrument: "DECam" })).toBe("DECam_20250613_000005");
  });
});

describe("the sample", () => {
  it("is three consecutive exposures in folders of their own", async () => {
    expect(SAMPLE.map(({ seqNum }) => seqNum)).toEqual([222, 223, 224]);
    const exposures = SAMPLE.map((exposure) => ({ ...exposure, detectors: [0] }));
    const made = await collect(simulateExposures(exposures));
    expect(made.map(({ folder }) => folder)).toEqual([
      "MC_O_20250613_000222",
      "MC_O_20250613_000223",
      "MC_O_20250613_000224",
    ]);
    const totalBytes = 3 * 189 * made[0]!.bytes.length;
    expect(totalBytes).toBeLessThan(300e6);
  });
});
