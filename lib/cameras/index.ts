// The cameras that Annulus knows, built from compact rules and small tables on first use. No Node: pages use it too.

import { NotFoundError } from "@/lib/errors";
import type { Camera, CameraDetector } from "./camera";
import { makeDecam } from "./decam";
import { makeHsc } from "./hsc";
import { makeLatiss } from "./latiss";
import { makeLsstCam } from "./lsstcam";
import { makeLsstComCam } from "./lsstcomcam";
import { makeRomanWfi } from "./roman-wfi";

export type {
  Camera,
  CameraAmplifier,
  CameraDetector,
  CornersMm,
  DetectorType,
  PixelBox,
  PointMm,
  RawLayout,
} from "./camera";
export { pixelToFocalPlane } from "./geometry";
export { type LsstPhysicalType, lsstAmplifiers, lsstRawLayout, lsstSensorSize } from "./lsst-sensor";
export { type ScaledAmplifier, scaledAmplifiers } from "./scaled-amplifiers";

const MAKERS: Record<string, () => Camera> = {
  LSSTCam: makeLsstCam,
  LSSTComCam: makeLsstComCam,
  LATISS: makeLatiss,
  DECam: makeDecam,
  HSC: makeHsc,
  RomanWFI: makeRomanWfi,
};

const made = new Map<string, Camera>();

/**
 * The camera of an instrument.
 *
 * @param instrument name as exposures carry it: LSSTCam, LSSTComCam, LATISS, DECam, HSC, RomanWFI
 * @returns the camera, the same object each time; null for an instrument without known geometry
 */
export function findCamera(instrument: string): Camera | null {
  const known = made.get(instrument);
  if (known) return known;
  if (!Object.hasOwn(MAKERS, instrument)) return null;
  const camera = MAKERS[instrument]!();
  made.set(instrument, camera);
  return camera;
}

/**
 * The camera of an instrument that must be known.
 *
 * @param instrument as for findCamera
 * @returns the camera
 * @throws NotFoundError when the geometry is not known
 */
export function getCamera(instrument: string): Camera {
  const camera = findCamera(instrument);
  if (camera) return camera;
  throw new NotFoundError({
    place: "cameras",
    found: `instrument ${instrument}`,
    expected: `one of ${Object.keys(MAKERS).join(", ")}`,
  });
}

/**
 * All cameras with known geometry.
 *
 * @returns the cameras in a fixed order
 */
export function listCameras(): Camera[] {
  return Object.keys(MAKERS).map(getCamera);
}

/**
 * A detector of a camera by id or by name (case as the camera has it).
 *
 * @param camera where to look
 * @param idOrName 94 or R22_S11
 * @returns the detector, or null
 */
export function findDetector(camera: Camera, idOrName: number | string): CameraDetector | null {
  return camera.detectors.find(({ id, name }) => id === idOrName || name === idOrName) ?? null;
}
