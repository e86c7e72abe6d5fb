import type { Camera } from "./camera";
import { parseElectronics } from "./lsst-sensor";
import { makeScienceRaft } from "./lsstcam";
import { LSSTCOMCAM_ELECTRONICS } from "./tables/lsstcomcam-electronics";

/**
 * Builds LSSTComCam, the commissioning camera: the one ITL raft R22, ids 0 to 8.
 *
 * @returns the camera
 */
export function makeLsstComCam(): Camera {
  const detectors = makeScienceRaft("R22", 0, "ITL", parseElectronics(LSSTCOMCAM_ELECTRONICS));
  return { instrument: "LSSTComCam", detectors, plateScaleArcsecPerMm: 20.018130891688713 };
}
