// What part of an image a panel shows, and how: one affine map between image pixels and the screen, so that rotation, flips
// and scales of WCS matching are nothing special. Pixel centres lie at whole numbers, y grows upwards.

import { measurePixel } from "@/lib/readers/fits/wcs/measure-pixel";
import type { Wcs } from "@/lib/readers/fits/wcs/read-wcs";

/** Screen (CSS pixels right of and above the middle of the panel) = matrix · (image pixel − centre). */
export interface View {
  /** image pixel in the middle of the panel */
  x: number;
  y: number;
  /** [a, b, c, d]: right = a dx + b dy, up = c dx + d dy */
  matrix: readonly [number, number, number, number];
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A rectangle of image pixels, edges and not centres: pixel 0 is from -0.5 to 0.5. */
export interface ImageBox {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** CSS pixels that an image pixel is wide at most. */
const LARGEST_ZOOM = 64;
/** Part of the panel that the whole image fills at least, each way. */
const SMALLEST_PART = 1 / 4;
/** Pixels on both sides of the middle over which two WCS are compared. */
const MATCH_STEP = 4;

/** The whole image in the middle of the panel. */
export function fitView(image: Size, panel: Size): View {
  const scale = fitZoom(image, panel);
  return { x: (image.width - 1) / 2, y: (image.height - 1) / 2, matrix: [scale, 0, 0, scale] };
}

function fitZoom(image: Size, panel: Size): number {
  // a panel that is not laid out yet has no size: it is taken as one pixel
  return Math.min(Math.max(1, panel.width) / image.width, Math.max(1, panel.height) / image.height, LARGEST_ZOOM);
}

/** CSS pixels an image pixel is wide: the root of its area on the screen. */
export function zoomOf(view: View): number {
  const [a, b, c, d] = view.matrix;
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** Image place to CSS pixels from the panel's upper left corner. */
export function toScreen(view: View, panel: Size, place: Point): Point {
  const [a, b, c, d] = view.matrix;
  const [dx, dy] = [place.x - view.x, place.y - view.y];
  return { x: panel.width / 2 + a * dx + b * dy, y: panel.height / 2 - (c * dx + d * dy) };
}

/** CSS pixels from the panel's upper left corner to an image place; whole numbers are centres of pixels. */
export function toImage(view: View, panel: Size, point: Point): Point {
  const offset = offsetOf(view, point.x - panel.width / 2, panel.height / 2 - point.y);
  return { x: view.x + offset.x, y: view.y + offset.y };
}

/** Image offset of a distance on the screen, right and up. */
function offsetOf(view: View, right: number, up: number): Point {
  const [a, b, c, d] = view.matrix;
  const area = a * d - b * c;
  return { x: (d * right - b * up) / area, y: (a * up - c * right) / area };
}

/** A view whose middle is on the image, so that no image is ever lost out of sight. */
function heldView(view: View, image: Size): View {
  const hold = (value: number, length: number) => Math.min(length - 0.5, Math.max(-0.5, value));
  return { x: hold(view.x, image.width), y: hold(view.y, image.height), matrix: view.matrix };
}

/** Zooms by a factor so that the image place under a point of the screen stays there; between a quarter of the panel and 64:1. */
export function zoomAt(view: View, factor: number, point: Point, frame: { panel: Size; image: Size }): View {
  const zoom = zoomOf(view);
  const smallest = Math.min(zoom, fitZoom(frame.image, frame.panel) * SMALLEST_PART);
  const ratio = Math.min(Math.max(LARGEST_ZOOM, zoom), Math.max(smallest, zoom * factor)) / zoom;
  const under = toImage(view, frame.panel, point);
  const [a, b, c, d] = view.matrix;
  const x = under.x + (view.x - under.x) / ratio;
  const y = under.y + (view.y - under.y) / ratio;
  return heldView({ x, y, matrix: [a * ratio, b * ratio, c * ratio, d * ratio] }, frame.image);
}

/** The same middle at a zoom of so many CSS pixels a pixel. */
export function withZoom(view: View, zoom: number): View {
  const ratio = Math.min(LARGEST_ZOOM, zoom) / zoomOf(view);
  const [a, b, c, d] = view.matrix;
  return { ...view, matrix: [a * ratio, b * ratio, c * ratio, d * ratio] };
}

/** Moves the image by a distance on the screen, CSS pixels right and down. */
export function panBy(view: View, by: Point, image: Size): View {
  const offset = offsetOf(view, by.x, -by.y);
  return heldView({ x: view.x - offset.x, y: view.y - offset.y, matrix: view.matrix }, image);
}

/** Moves the middle of the panel by whole image pixels. */
export function nudge(view: View, by: Point, image: Size): View {
  return heldView({ x: view.x + by.x, y: view.y + by.y, matrix: view.matrix }, image);
}

/** Smallest upright box of image pixels that holds all that the panel shows, whether or not the image reaches that far. */
export function visibleBox(view: View, panel: Size): ImageBox {
  const [a, b, c, d] = view.matrix;
  const area = Math.abs(a * d - b * c);
  const x = (Math.abs(d) * panel.width + Math.abs(b) * panel.height) / 2 / area;
  const y = (Math.abs(a) * panel.height + Math.abs(c) * panel.width) / 2 / area;
  return { x0: view.x - x, y0: view.y - y, x1: view.x + x, y1: view.y + y };
}

/**
 * The level to draw: its pixels are as near to one device pixel as powers of two allow (0.71 to 1.41), level 0 when an image
 * pixel is larger. Finer would fetch pixels that nobody sees.
 * @param options isComplete: never a pixel smaller than a device pixel, so that no minimum or maximum falls between
 */
export function levelFor(
  view: View,
  devicePixelRatio: number,
  options: { levels: number; isComplete?: boolean },
): number {
  const wanted = -Math.log2(zoomOf(view) * devicePixelRatio);
  const level = options.isComplete ? Math.ceil(wanted - 1e-9) : Math.round(wanted);
  return Math.min(options.levels - 1, Math.max(0, level));
}

/**
 * The view of another image that shows the same sky: middle on middle, and the same turn, flip and scale there. Away from the
 * middle it is off by as much as the two distortions differ.
 * @returns null where one of the two images does not know that sky
 */
export function matchBySky(view: View, wcs: Wcs, other: Wcs): View | null {
  const sky = wcs.pixelToWorld(view.x, view.y);
  const middle = sky && other.worldToPixel(sky.lonDeg, sky.latDeg);
  if (!middle) return null;
  const across = (x: number, y: number) => {
    const place = other.pixelToWorld(middle.x + x, middle.y + y);
    return place && wcs.worldToPixel(place.lonDeg, place.latDeg);
  };
  const [left, right, below, above] = [
    across(-MATCH_STEP, 0),
    across(MATCH_STEP, 0),
    across(0, -MATCH_STEP),
    across(0, MATCH_STEP),
  ];
  if (!left || !right || !below || !above) return null;
  const [a, b, c, d] = view.matrix;
  const [xx, yx] = [(right.x - left.x) / (2 * MATCH_STEP), (right.y - left.y) / (2 * MATCH_STEP)];
  const [xy, yy] = [(above.x - below.x) / (2 * MATCH_STEP), (above.y - below.y) / (2 * MATCH_STEP)];
  const matched: View = {
    x: middle.x,
    y: middle.y,
    matrix: [a * xx + b * yx, a * xy + b * yy, c * xx + d * yx, c * xy + d * yy],
  };
  const zoom = zoomOf(matched);
  return Number.isFinite(zoom) && zoom > 0 ? matched : null;
}

/**
 * The view with north up and east left in the middle of the panel, at the same zoom.
 * @returns null where the middle is not on the sky
 */
export function northUp(view: View, wcs: Wcs): View | null {
  const pixel = measurePixel(wcs, view.x, view.y);
  if (!pixel) return null;
  const angle = (pixel.northAngleDeg * Math.PI) / 180;
  const zoom = zoomOf(view);
  const [sin, cos] = [zoom * Math.sin(angle), zoom * Math.cos(angle)];
  // north in pixels is (-sin, cos); east is a quarter turn counterclockwise of it, clockwise in a mirrored image
  const hand = pixel.isMirrored ? -1 : 1;
  return { x: view.x, y: view.y, matrix: [hand * cos, hand * sin, -sin, cos] };
}
