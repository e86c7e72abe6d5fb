// Regions of image or sky as paths over an image, in its pixels.

import type { Wcs } from "@/lib/readers/fits/wcs/read-wcs";
import type { SkyRegion } from "@/lib/tables/sky-region";

type Point = readonly [number, number];

const CIRCLE_STEPS = 48;
/** Half the arm of a point's cross, CSS pixels. */
const POINT_ARM = 6;
const DEGREES = Math.PI / 180;

/** Outline of a shape about its place in its own frame, counter-clockwise; open for lines. */
function outline(region: SkyRegion): Point[] {
  const [a = 0, b = a] = region.sizes;
  const [cosine, sine] = [Math.cos(region.angleDeg * DEGREES), Math.sin(region.angleDeg * DEGREES)];
  const turned = ([x, y]: Point): Point => [x * cosine - y * sine, x * sine + y * cosine];
  if (region.shape === "box") {
    const corners: Point[] = [
      [-a / 2, -b / 2],
      [a / 2, -b / 2],
      [a / 2, b / 2],
      [-a / 2, b / 2],
    ];
    return corners.map(turned);
  }
  return Array.from({ length: CIRCLE_STEPS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / CIRCLE_STEPS;
    return turned([a * Math.cos(angle), b * Math.sin(angle)]);
  });
}

/** A place of the region's frame in pixels; null where the image's sky does not show it. */
function pixelOf(region: SkyRegion, [x, y]: Point, wcs: Wcs | null): Point | null {
  if (region.frame === "image") return [x, y];
  const at = wcs?.worldToPixel(x, y);
  return at ? [at.x, at.y] : null;
}

/** Corners of a region in image pixels; null when a corner cannot be shown. Sky sizes run along west and north. */
export function regionCorners(region: SkyRegion, wcs: Wcs | null): Point[] | null {
  const isExtended = region.shape === "circle" || region.shape === "box" || region.shape === "ellipse";
  const [centre = [0, 0] as const] = region.points;
  const cosine = region.frame === "icrs" ? Math.cos(centre[1] * DEGREES) : 1;
  const places: readonly Point[] = isExtended
    ? outline(region).map(([x, y]): Point => {
        const alongX = region.frame === "icrs" ? -x / Math.max(cosine, 1e-6) : x;
        return [centre[0] + alongX, centre[1] + y];
      })
    : region.points;
  const corners = places.map((place) => pixelOf(region, place, wcs));
  return corners.every((corner) => corner !== null) ? corners : null;
}

/**
 * Path of a region in image pixels (y upwards), as SVG writes it.
 *
 * @param zoom CSS pixels a pixel: a point is a cross of constant size on the screen
 * @returns null for a text, and where the sky is not on the image
 */
export function regionPath(region: SkyRegion, wcs: Wcs | null, zoom: number): string | null {
  const corners = region.shape === "text" ? null : regionCorners(region, wcs);
  if (!corners) return null;
  const [first] = corners;
  if (region.shape === "point" && first) {
    const arm = POINT_ARM / zoom;
    const [x, y] = first;
    return `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`;
  }
  const text = corners.map(([x, y]) => `${Number(x.toFixed(3))} ${Number(y.toFixed(3))}`).join("L");
  return `M${text}${region.shape === "line" ? "" : "Z"}`;
}

/** Where a region's name is written; null where it is not on the image. */
export function regionAnchor(region: SkyRegion, wcs: Wcs | null): Point | null {
  const corners = regionCorners(region, wcs);
  if (!corners || corners.length === 0) return null;
  const isText = region.shape === "text" || region.shape === "point";
  if (isText) return corners[0] ?? null;
  return [Math.max(...corners.map(([x]) => x)), Math.max(...corners.map(([, y]) => y))];
}

/** A region on the sky: its points in degrees, its sizes as on the sky; null without coordinates. */
export function onSky(
  region: SkyRegion,
  wcs: Wcs | null,
  arcsecPerPixel: number,
  northAngleDeg: number,
): SkyRegion | null {
  if (region.frame === "icrs") return region;
  if (!wcs) return null;
  const points = region.points.map(([x, y]) => wcs.pixelToWorld(x, y));
  if (!points.every((point) => point !== null)) return null;
  return {
    ...region,
    frame: "icrs",
    points: points.map(({ lonDeg, latDeg }): Point => [lonDeg, latDeg]),
    sizes: region.sizes.map((size) => (size * arcsecPerPixel) / 3600),
    angleDeg: region.angleDeg - northAngleDeg,
  };
}
