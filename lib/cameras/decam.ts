import type { Camera } from "./camera";
import { makeColumnDetectors } from "./column-sensor";
import { DECAM_DETECTORS } from "./tables/decam-detectors";

/**
 * Builds DECam: 62 sensors of 2048 x 4096, ids 1 to 62 (CCDNUM). Amplifier A lies right in the southern half, left in the
 * northern.
 *
 * @returns the camera
 */
export function makeDecam(): Camera {
  const detectors = makeColumnDetectors(DECAM_DETECTORS, {
    width: 2048,
    height: 4096,
    pixelSizeMm: 0.015,
    raftOf: (name) => name[0]!,
    amplifiersOf: (name) => [
      { name: "A", column: name.startsWith("S") ? 1 : 0 },
      { name: "B", column: name.startsWith("S") ? 0 : 1 },
    ],
  });
  return { instrument: "DECam", detectors, plateScaleArcsecPerMm: 17.575 };
}
