// Which part of a plane of pixels is on the screen, and which pixels must be had for it. Image coordinates: pixel i covers
// [i, i + 1), y upwards; screen coordinates: CSS pixels from the top left corner, y downwards.

export interface Size {
  width: number;
  height: number;
}

/** Image coordinates of the middle of the screen, and screen pixels to a pixel of the image. */
export interface PlaneView {
  centerX: number;
  centerY: number;
  scale: number;
}

/** Pixels of [x0, x1) and [y0, y1) in square bins; the box starts at whole bins. */
export interface RegionBox {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
  bin: number;
}

const LARGEST_SCALE = 64;
/** Part of the screen that is had beyond each edge, so that a short drag shows no border. */
const MARGIN = 0.25;

/** The view that shows a whole plane. */
export function fitView(plane: Size, screen: Size): PlaneView {
  const scale = Math.min(screen.width / plane.width, screen.height / plane.height, LARGEST_SCALE);
  return { centerX: plane.width / 2, centerY: plane.height / 2, scale };
}

/** The middle stays on the plane; never smaller than half of what shows all, or of one to one. */
function held(view: PlaneView, plane: Size, screen: Size): PlaneView {
  const least = Math.min(1, fitView(plane, screen).scale) / 2;
  return {
    centerX: Math.min(plane.width, Math.max(0, view.centerX)),
    centerY: Math.min(plane.height, Math.max(0, view.centerY)),
    scale: Math.min(LARGEST_SCALE, Math.max(least, view.scale)),
  };
}

/** Zooms by a factor; the point of the image under `cursor` stays there. */
export function zoomPlane(
  view: PlaneView,
  factor: number,
  cursor: { x: number; y: number },
  plane: Size,
  screen: Size,
): PlaneView {
  const at = imagePointAt(view, cursor, screen);
  const { scale } = held({ ...view, scale: view.scale * factor }, plane, screen);
  const centerX = at.x - (cursor.x - screen.width / 2) / scale;
  const centerY = at.y + (cursor.y - screen.height / 2) / scale;
  return held({ centerX, centerY, scale }, plane, screen);
}

/** Moves the image by a distance on the screen. */
export function panPlane(view: PlaneView, by: { x: number; y: number }, plane: Size, screen: Size): PlaneView {
  const moved = { ...view, centerX: view.centerX - by.x / view.scale, centerY: view.centerY + by.y / view.scale };
  return held(moved, plane, screen);
}

/** Image coordinates under a place of the screen. */
export function imagePointAt(view: PlaneView, at: { x: number; y: number }, screen: Size): { x: number; y: number } {
  return {
    x: view.centerX + (at.x - screen.width / 2) / view.scale,
    y: view.centerY - (at.y - screen.height / 2) / view.scale,
  };
}

/** The pixel under a place of the screen; null outside of the plane. */
export function pixelAt(view: PlaneView, at: { x: number; y: number }, plane: Size, screen: Size) {
  const point = imagePointAt(view, at, screen);
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  return x >= 0 && y >= 0 && x < plane.width && y < plane.height ? { x, y } : null;
}

/** What must be had to draw a view: bins of at least one screen pixel, some room around; null for a screen without size. */
export function regionOf(view: PlaneView, plane: Size, screen: Size): RegionBox | null {
  if (screen.width < 1 || screen.height < 1) return null;
  const bin = Math.max(1, Math.floor(1 / view.scale));
  const reach = (length: number) => (length * (0.5 + MARGIN)) / view.scale;
  const start = (middle: number, length: number) => Math.max(0, Math.floor((middle - reach(length)) / bin) * bin);
  const end = (middle: number, length: number, most: number) =>
    Math.min(most, Math.ceil((middle + reach(length)) / bin) * bin);
  return {
    x0: start(view.centerX, screen.width),
    x1: end(view.centerX, screen.width, plane.width),
    y0: start(view.centerY, screen.height),
    y1: end(view.centerY, screen.height, plane.height),
    bin,
  };
}

/** Where a region lies on the screen under a view: CSS pixels. */
export function placeOnScreen(box: RegionBox, view: PlaneView, screen: Size) {
  const across = Math.ceil((box.x1 - box.x0) / box.bin) * box.bin;
  const up = Math.ceil((box.y1 - box.y0) / box.bin) * box.bin;
  return {
    left: screen.width / 2 + (box.x0 - view.centerX) * view.scale,
    top: screen.height / 2 - (box.y0 + up - view.centerY) * view.scale,
    width: across * view.scale,
    height: up * view.scale,
  };
}
