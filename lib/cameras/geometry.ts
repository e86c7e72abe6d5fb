// Flat sensors in the focal plane: fp = R(rotation) ((pixel - centre) pixelSize) + centerMm, pixel centres at integers, so
// that a detector spans -0.5 .. n - 0.5.

import type { CornersMm, PixelBox, PointMm } from "./camera";

/** What places a flat sensor. */
export interface Placement {
  centerMm: PointMm;
  rotationDeg: number;
  width: number;
  height: number;
  pixelSizeMm: number;
}

/**
 * Focal-plane point of a detector pixel of a flat sensor.
 *
 * @param placement where the sensor lies
 * @param x pixel, 0-based, centre of the first pixel at 0
 * @param y pixel, as x
 * @returns mm
 */
export function pixelToFocalPlane(placement: Placement, x: number, y: number): PointMm {
  const alongX = (x - (placement.width - 1) / 2) * placement.pixelSizeMm;
  const alongY = (y - (placement.height - 1) / 2) * placement.pixelSizeMm;
  const [cosine, sine] = cosineAndSine(placement.rotationDeg);
  return [
    placement.centerMm[0] + cosine * alongX - sine * alongY,
    placement.centerMm[1] + sine * alongX + cosine * alongY,
  ];
}

/**
 * Outer edges of a box of detector pixels in the focal plane.
 *
 * @param placement where the sensor lies
 * @param box detector pixels; the whole sensor when left out
 * @returns mm, in the order (x0,y0), (x1,y0), (x1,y1), (x0,y1) of detector pixels
 */
export function cornersOf(placement: Placement, box?: PixelBox): CornersMm {
  const { x0, y0, width, height } = box ?? { x0: 0, y0: 0, width: placement.width, height: placement.height };
  const corner = (x: number, y: number) => pixelToFocalPlane(placement, x - 0.5, y - 0.5);
  return [corner(x0, y0), corner(x0 + width, y0), corner(x0 + width, y0 + height), corner(x0, y0 + height)];
}

/**
 * Turns a point about the origin, counter-clockwise.
 *
 * @param point mm
 * @param angleDeg degrees
 * @returns mm
 */
export function rotatePoint(point: PointMm, angleDeg: number): PointMm {
  const [cosine, sine] = cosineAndSine(angleDeg);
  return [cosine * point[0] - sine * point[1], sine * point[0] + cosine * point[1]];
}

/** Exact at quarter turns, so that rafts turned by 90 degrees keep round coordinates. */
function cosineAndSine(angleDeg: number): [number, number] {
  const quarter = (((angleDeg / 90) % 4) + 4) % 4;
  if (Number.isInteger(quarter)) return [[1, 0, -1, 0][quarter]!, [0, 1, 0, -1][quarter]!];
  const angle = (angleDeg * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}
