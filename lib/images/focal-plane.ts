// From image pixels to the focal plane, for a flat detector of a known camera.

import { findCamera, findDetector } from "../cameras";
import type { ImageDescription } from "./description";

/**
 * The affine map of an image of a detector, from its corners: exact for a flat rectangle, the best fit for what optics bend (Roman: within
 * 0.12 mm). Images of another size show the whole detector, larger or smaller.
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
  const [lowerLeft, lowerRight, upperRight, upperLeft] = placed.cornersMm;
  return ([0, 1] as const).flatMap((i) => {
    const alongX = (lowerRight[i] - lowerLeft[i] + upperRight[i] - upperLeft[i]) / 2 / size.width;
    const alongY = (upperLeft[i] - lowerLeft[i] + upperRight[i] - lowerRight[i]) / 2 / size.height;
    const middle = (lowerLeft[i] + lowerRight[i] + upperRight[i] + upperLeft[i]) / 4;
    return [alongX, alongY, middle - alongX * ((size.width - 1) / 2) - alongY * ((size.height - 1) / 2)];
  });
}
