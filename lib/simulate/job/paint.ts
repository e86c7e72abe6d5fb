// Sources into an image of counts.

import type { Plane } from "./convolve";
import { fillProfile, type Psf } from "./psf";
import type { GalaxyShape } from "./scene";

/** A source as one image sees it. */
export interface Light {
  x: number;
  y: number;
  counts: number;
  /** null: a point */
  shape: GalaxyShape | null;
  /** turns the shape into the image's axes */
  rotationRadians?: number;
}

/** A Gaussian is painted as far as it adds this much to a pixel. */
const LEAST_COUNTS = 0.02;
const PIXEL_VARIANCE = 1 / 12;

/**
 * Adds a source, convolved with a PSF. A point's Gaussians are integrated over pixels, a galaxy's widened by the pixel's variance.
 * Border: what lies outside is left out.
 *
 * @param plane counts, added to in place
 * @param light what
 * @param psf of the image at this place
 */
export function paintLight(plane: Plane, light: Light, psf: Psf): void {
  if (light.shape === null) paintPoint(plane, light, psf);
  else paintGalaxy(plane, light, light.shape, psf);
}

function paintPoint({ size, pixels }: Plane, { x, y, counts }: Light, psf: Psf): void {
  for (const { weight, sigma } of psf) {
    const total = weight * counts;
    const reach = reachOf(total / (2 * Math.PI * sigma * sigma), sigma);
    const box = boxAround(x, y, reach + 1, size);
    if (box === null) continue;
    const across = new Float64Array(box.x1 - box.x0 + 1);
    const upward = new Float64Array(box.y1 - box.y0 + 1);
    fillProfile(across, x, sigma, box.x0);
    fillProfile(upward, y, sigma, box.y0);
    for (let j = box.y0; j <= box.y1; j++) {
      const factor = total * upward[j - box.y0]!;
      for (let i = box.x0; i <= box.x1; i++) pixels[j * size + i]! += factor * across[i - box.x0]!;
    }
  }
}

function paintGalaxy(plane: Plane, light: Light, shape: GalaxyShape, psf: Psf): void {
  const angle = shape.angleRadians + (light.rotationRadians ?? 0);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  for (const part of shape.parts) {
    const major = (part.sigma * shape.halfLightPixels) ** 2;
    const minor = major * shape.axisRatio ** 2;
    for (const { weight, sigma } of psf) {
      const round = sigma * sigma + PIXEL_VARIANCE;
      paintEllipse(plane, light, weight * part.weight * light.counts, {
        xx: major * cosine * cosine + minor * sine * sine + round,
        yy: major * sine * sine + minor * cosine * cosine + round,
        xy: (major - minor) * cosine * sine,
      });
    }
  }
}

function paintEllipse(
  { size, pixels }: Plane,
  { x, y }: Light,
  total: number,
  { xx, yy, xy }: { xx: number; yy: number; xy: number },
): void {
  const determinant = xx * yy - xy * xy;
  const height = total / (2 * Math.PI * Math.sqrt(determinant));
  const box = boxAround(x, y, reachOf(height, Math.sqrt(Math.max(xx, yy))), size);
  if (box === null) return;
  const [a, b, c] = [yy / determinant, -xy / determinant, xx / determinant];
  for (let j = box.y0; j <= box.y1; j++) {
    const dy = j - y;
    for (let i = box.x0; i <= box.x1; i++) {
      const dx = i - x;
      pixels[j * size + i]! += height * Math.exp(-0.5 * (a * dx * dx + 2 * b * dx * dy + c * dy * dy));
    }
  }
}

function reachOf(height: number, sigma: number): number {
  return height <= LEAST_COUNTS ? 0 : sigma * Math.sqrt(2 * Math.log(height / LEAST_COUNTS));
}

/** Pixels of the image within the reach, both ends included; null when there are none. */
function boxAround(x: number, y: number, reach: number, size: number) {
  if (reach === 0) return null;
  const x0 = Math.max(0, Math.ceil(x - reach));
  const y0 = Math.max(0, Math.ceil(y - reach));
  const x1 = Math.min(size - 1, Math.floor(x + reach));
  const y1 = Math.min(size - 1, Math.floor(y + reach));
  return x0 <= x1 && y0 <= y1 ? { x0, y0, x1, y1 } : null;
}
