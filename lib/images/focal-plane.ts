// From image pixels to the focal plane, for a flat detector of a known camera.

import { type CameraDetector, findCamera, findDetector, pixelToFocalPlane } from "../cameras";
import type { ImageDescription } from "./description";

/**
 * The affine map of an image of a detector. Images of another size show the whole detector, larger or smaller.
 *
 * @param instrument of the exposure
 * @param detector id in the camera
 * @param size of the image, pixels
 * @returns [a b c d e f]: X = a x + b y + c, Y = d x + e y + f, mm in DVCS; null when camera or detector is not known
 */
export function focalPlaneOf(
  instrument: string,
  detector: number,
  size: { width: number; height: number },
): ImageDescription["focalPlane"] {
  const camera = findCamera(instrument);
  const placed = camera ? findDetector(camera, detector) : null;
  if (!placed) return null;
  const at = (x: number, y: number) => pixelToFocalPlane(placed, ...detectorPixel(placed, size, x, y));
  const [origin, alongX, alongY] = [at(0, 0), at(1, 0), at(0, 1)];
  return [0, 1].flatMap((i) => {
    const [o = 0, x = 0, y = 0] = [origin[i], alongX[i], alongY[i]];
    return [x - o, y - o, o];
  });
}

function detectorPixel(
  detector: CameraDetector,
  size: { width: number; height: number },
  x: number,
  y: number,
): [x: number, y: number] {
  return [((x + 0.5) * detector.width) / size.width - 0.5, ((y + 0.5) * detector.height) / size.height - 0.5];
}
