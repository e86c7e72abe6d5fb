import type { Camera } from "./camera";
import { makeLsstDetector, parseElectronics } from "./lsst-sensor";
import { LATISS_ELECTRONICS } from "./tables/latiss-electronics";

/**
 * Builds LATISS, the spectrograph and imager of the Rubin auxiliary telescope: one ITL sensor, RXX_S00, id 0.
 *
 * @returns the camera
 */
export function makeLatiss(): Camera {
  const detector = makeLsstDetector(
    {
      id: 0,
      raft: "RXX",
      sensor: "S00",
      type: "SCIENCE",
      physicalType: "ITL",
      centerMm: [-0.525, -0.065],
      rotationDeg: 0,
      heightMm: 0,
    },
    parseElectronics(LATISS_ELECTRONICS).get(0) ?? null,
  );
  return { instrument: "LATISS", detectors: [detector], plateScaleArcsecPerMm: 9.5695 };
}
