// The sample that `npm start` shows when nothing is mounted: three consecutive darks of LSSTCam's 189 science detectors.

import { type ExposureToSimulate, type SimulatedFile, simulateExposure } from "./exposure";
import { exposureLabel } from "./headers";

/**
 * Small frames with the real camera's geometry: 567 files, 291 MB. Detection takes a frame that is not of the detector's size
 * as one amplifier, so that one dead amplifier would spoil it: their noise is bounded.
 */
export const SAMPLE: readonly ExposureToSimulate[] = [222, 223, 224].map((seqNum) => ({
  instrument: "LSSTCam",
  dayObs: 20250613,
  seqNum,
  width: 320,
  height: 312,
  seed: "sample 1",
  settings: { maximumReadNoiseElectrons: 12 },
}));

/**
 * Simulates exposures one after another, each in a folder of its own.
 *
 * @param exposures which; default: the sample
 * @returns the files with the folder that they belong in (MC_O_20250613_000222)
 */
export async function* simulateExposures(
  exposures: readonly ExposureToSimulate[] = SAMPLE,
): AsyncGenerator<SimulatedFile & { folder: string }> {
  for (const exposure of exposures) {
    const folder = exposureLabel({ ...exposure, exposureTimeSeconds: 0 });
    for await (const file of simulateExposure(exposure)) yield { ...file, folder };
  }
}
