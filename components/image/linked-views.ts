// Panels that show the same place: by pixel, or by sky where both images have coordinates.
import type { ImageDescription } from "@/lib/images/description";
import type { Wcs } from "@/lib/readers/fits/wcs/read-wcs";
import { skyOf } from "./sky";
import type { View } from "./view";

export const LINKS = ["pixel", "wcs", "off"] as const;
export type Link = (typeof LINKS)[number];

type Matrix = View["matrix"];

/** First a, then b: (b · a). */
function product(b: Matrix, a: Matrix): Matrix {
  return [b[0] * a[0] + b[1] * a[2], b[0] * a[1] + b[1] * a[3], b[2] * a[0] + b[3] * a[2], b[2] * a[1] + b[3] * a[3]];
}

export interface SkyLink {
  /** pixel of the other image → pixel of the reference */
  toReference(x: number, y: number): { x: number; y: number } | null;
  /** pixel of the reference → pixel of the other image */
  fromReference(x: number, y: number): { x: number; y: number } | null;
}

function through(from: Wcs, to: Wcs) {
  return (x: number, y: number) => {
    const sky = from.pixelToWorld(x, y);
    return sky && to.worldToPixel(sky.lonDeg, sky.latDeg);
  };
}

/** How two images share the sky; null when one of them has no coordinates, or they are of different frames. */
export function skyLink(reference: ImageDescription, other: ImageDescription): SkyLink | null {
  const [to, from] = [skyOf(reference), skyOf(other)];
  if (!to || !from || to.axes[0] !== from.axes[0]) return null;
  return { toReference: through(from, to), fromReference: through(to, from) };
}

/**
 * The view of another image that shows the sky of a reference as the reference's view does: same middle, same scale on the
 * sky, same orientation (the affine part of both coordinates at the middle).
 *
 * @returns null where the middle is not on the other image's sky
 */
export function viewBySky(view: View, link: SkyLink): View | null {
  const middle = link.fromReference(view.x, view.y);
  if (!middle) return null;
  const [origin, right, up] = [
    link.toReference(middle.x, middle.y),
    link.toReference(middle.x + 1, middle.y),
    link.toReference(middle.x, middle.y + 1),
  ];
  if (!origin || !right || !up) return null;
  const jacobian: Matrix = [right.x - origin.x, up.x - origin.x, right.y - origin.y, up.y - origin.y];
  const matrix = product(view.matrix, jacobian);
  return matrix.every(Number.isFinite) ? { ...middle, matrix } : null;
}

/** Directions on the sky at a pixel, as unit vectors of pixels, and the length of a pixel; null without coordinates. */
export function skyDirections(description: ImageDescription, x: number, y: number) {
  const wcs = skyOf(description);
  const here = wcs?.pixelToWorld(x, y);
  if (!wcs || !here) return null;
  const step = 1 / 3600;
  // towards the equator where the pole is nearer than the step
  const sign = here.latDeg + step > 90 ? -1 : 1;
  const north = wcs.worldToPixel(here.lonDeg, here.latDeg + sign * step);
  const cosine = Math.cos((here.latDeg * Math.PI) / 180);
  const east = cosine > 1e-6 ? wcs.worldToPixel(here.lonDeg + step / cosine, here.latDeg) : null;
  if (!north || !east) return null;
  const pixels = Math.hypot(north.x - x, north.y - y);
  const eastPixels = Math.hypot(east.x - x, east.y - y);
  if (!(pixels > 0 && eastPixels > 0)) return null;
  return {
    north: { x: (sign * (north.x - x)) / pixels, y: (sign * (north.y - y)) / pixels },
    east: { x: (east.x - x) / eastPixels, y: (east.y - y) / eastPixels },
    arcsecPerPixel: 1 / pixels,
  };
}

/** A view turned (and mirrored, where the sky is) so that north is up and east to the left, at the scale it has. */
export function northUp(description: ImageDescription, view: View): View | null {
  const directions = skyDirections(description, view.x, view.y);
  if (!directions) return null;
  const scale = Math.sqrt(Math.abs(view.matrix[0] * view.matrix[3] - view.matrix[1] * view.matrix[2]));
  const { north, east } = directions;
  const handed = north.x * east.y - north.y * east.x;
  // orthogonal to north, on the side where west is: pixels stay squares although the sky may be skewed
  const west = handed > 0 ? { x: north.y, y: -north.x } : { x: -north.y, y: north.x };
  return { ...view, matrix: [west.x * scale, west.y * scale, north.x * scale, north.y * scale] };
}
