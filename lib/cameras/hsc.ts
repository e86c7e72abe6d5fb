import type { Camera } from "./camera";
import { makeColumnDetectors } from "./column-sensor";
import { HSC_DETECTORS } from "./tables/hsc-detectors";

/**
 * Builds Hyper Suprime-Cam: 104 science and 8 focus sensors of 2048 x 4176, four amplifiers each.
 *
 * @returns the camera
 */
export function makeHsc(): Camera {
  const amplifiers = [0, 1, 2, 3].map((column) => ({ name: String(column), column }));
  const detectors = makeColumnDetectors(HSC_DETECTORS, {
    width: 2048,
    height: 4176,
    pixelSizeMm: 0.015,
    raftOf: (name) => name[0]!,
    amplifiersOf: () => amplifiers,
  });
  return { instrument: "HSC", detectors, plateScaleArcsecPerMm: 11.2 };
}
