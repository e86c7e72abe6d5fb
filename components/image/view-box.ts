// What part of an image is on the screen: zoom about a point and pan, as one transform.

/** Screen position = image position * scale + offset, CSS pixels from the box's top left corner. */
export interface ViewBox {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: ViewBox = { scale: 1, x: 0, y: 0 };
const LARGEST_SCALE = 32;

/** Keeps the image over the whole box: no empty border at scale 1 or more. */
function held(view: ViewBox, side: { width: number; height: number }): ViewBox {
  const hold = (offset: number, length: number) => Math.min(0, Math.max(length * (1 - view.scale), offset));
  return { scale: view.scale, x: hold(view.x, side.width), y: hold(view.y, side.height) };
}

/** Zooms by a factor so that the point under the cursor stays under it. */
export function zoomAt(
  view: ViewBox,
  factor: number,
  cursor: { x: number; y: number },
  side: { width: number; height: number },
): ViewBox {
  const scale = Math.min(LARGEST_SCALE, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return held({ scale, x: cursor.x - (cursor.x - view.x) * ratio, y: cursor.y - (cursor.y - view.y) * ratio }, side);
}

/** Moves the image by a distance on the screen. */
export function panBy(view: ViewBox, by: { x: number; y: number }, side: { width: number; height: number }): ViewBox {
  return held({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, side);
}
