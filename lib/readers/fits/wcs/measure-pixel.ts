// Size and orientation of a pixel on the sky, from the directions half a pixel around it: distortions included, for any projection.

import type { Wcs } from "./read-wcs";

export interface PixelOnSky {
  /** Root of the pixel's area. */
  pixelScaleArcsec: number;
  /** From +y counterclockwise (towards -x), -180 to 180. */
  northAngleDeg: number;
  /** False where east is 90 degrees counterclockwise of north, as seen on the sky. */
  isMirrored: boolean;
}

const RADIANS = Math.PI / 180;
const ARCSEC = 3600 / RADIANS;

/**
 * Measures the pixel whose centre is (x, y), 0-based; right to 1e-6 of its size for images up to some degrees a pixel.
 * @returns null where the pixel or its edge is not on the sky, or has no area there
 */
export function measurePixel(wcs: Wcs, x: number, y: number): PixelOnSky | null {
  const centre = wcs.pixelToWorld(x, y);
  const left = directionAt(wcs, x - 0.5, y);
  const right = directionAt(wcs, x + 0.5, y);
  const below = directionAt(wcs, x, y - 0.5);
  const above = directionAt(wcs, x, y + 0.5);
  if (!centre || !left || !right || !below || !above) return null;
  const [lon, lat] = [centre.lonDeg * RADIANS, centre.latDeg * RADIANS];
  const east = [-Math.sin(lon), Math.cos(lon), 0];
  const north = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const along = (axis: number[], from: number[], to: number[]) =>
    axis.reduce((sum, component, i) => sum + component * (to[i]! - from[i]!), 0);
  const [eastByX, eastByY] = [along(east, left, right), along(east, below, above)];
  const area = eastByX * along(north, below, above) - eastByY * along(north, left, right);
  if (area === 0) return null;
  const sign = Math.sign(area);
  return {
    pixelScaleArcsec: Math.sqrt(Math.abs(area)) * ARCSEC,
    northAngleDeg: Math.atan2(sign * eastByY, sign * eastByX) / RADIANS,
    isMirrored: area > 0,
  };
}

function directionAt(wcs: Wcs, x: number, y: number): number[] | null {
  const sky = wcs.pixelToWorld(x, y);
  if (!sky) return null;
  const [lon, lat] = [sky.lonDeg * RADIANS, sky.latDeg * RADIANS];
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)];
}
