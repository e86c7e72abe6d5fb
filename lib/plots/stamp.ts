// One stamp in inverted grey with symmetric limits: the published roundest/rank_....png.

import { createCanvas } from "@napi-rs/canvas";
import { InvalidParameterError } from "../errors";
import { type Context, drawText, encodePng, FAINT_INK, makeCanvas, NO_PIXEL } from "./canvas";
import { formatNumber } from "./ticks";

const LONGEST_SIDE = 360;
const LEAST_WIDTH = 200;
const BORDER = 10;
const CAPTION_HEIGHT = 26;

/** Pixels of a stamp, pixels[y * width + x], row 0 at the bottom of the picture; NaN: no pixel. */
export interface StampToDraw {
  pixels: Float32Array;
  width: number;
  height: number;
}

/**
 * The stretch of a stamp: white at -limit, black at +limit, so that what is dark in the image is bright here.
 *
 * @param pixels of the stamp; those that are not finite are left out
 * @returns greatest absolute value; 1 for a stamp of zeros or without finite pixels
 */
export function symmetricLimit(pixels: Float32Array): number {
  let limit = 0;
  for (const value of pixels) if (Number.isFinite(value)) limit = Math.max(limit, Math.abs(value));
  return limit > 0 ? limit : 1;
}

/**
 * Colours of a stamp, rows turned so that row 0 is at the bottom.
 *
 * @param stamp what to show
 * @param limit of the stretch, as symmetricLimit gives it
 * @returns red, green, blue, alpha for each pixel, top row first; pixels without value are pale blue
 */
export function stretchStamp({ pixels, width, height }: StampToDraw, limit: number): Uint8ClampedArray {
  const colors = new Uint8ClampedArray(width * height * 4);
  const none = [1, 3, 5].map((start) => Number.parseInt(NO_PIXEL.slice(start, start + 2), 16));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = pixels[y * width + x] ?? Number.NaN;
      const start = ((height - 1 - y) * width + x) * 4;
      const grey = 127.5 - (127.5 * value) / limit;
      for (let i = 0; i < 3; i++) colors[start + i] = Number.isFinite(value) ? grey : none[i]!;
      colors[start + 3] = 255;
    }
  }
  return colors;
}

/**
 * Draws a stamp into a square of a canvas, pixels as sharp squares, centred, aspect kept.
 *
 * @param context to draw on
 * @param stamp what to show
 * @param square left, top and side in canvas pixels
 * @returns limit of the stretch
 * @throws InvalidParameterError when width times height is not the number of pixels, or nothing is there
 */
export function drawStampInto(
  context: Context,
  stamp: StampToDraw,
  square: { left: number; top: number; side: number },
): number {
  const { pixels, width, height } = stamp;
  if (width < 1 || height < 1 || width * height !== pixels.length) {
    throw new InvalidParameterError({
      place: "stamp",
      found: `${pixels.length} pixels`,
      expected: `${width} x ${height}, at least 1 x 1`,
    });
  }
  const limit = symmetricLimit(pixels);
  const source = createCanvas(width, height);
  const image = source.getContext("2d").createImageData(width, height);
  image.data.set(stretchStamp(stamp, limit));
  source.getContext("2d").putImageData(image, 0, 0);
  const scale = square.side / Math.max(width, height);
  const [drawnWidth, drawnHeight] = [Math.round(width * scale), Math.round(height * scale)];
  context.imageSmoothingEnabled = false;
  context.drawImage(
    source,
    square.left + Math.floor((square.side - drawnWidth) / 2),
    square.top + Math.floor((square.side - drawnHeight) / 2),
    drawnWidth,
    drawnHeight,
  );
  return limit;
}

/**
 * A stamp as PNG: its pixels magnified by a whole factor to at most 360 canvas pixels, a line with the stretch below.
 *
 * @param pixels pixels[y * width + x]; NaN: no pixel
 * @param width of the stamp
 * @param height of the stamp
 * @param options unit of the pixels, for the line below
 * @returns bytes of the file
 * @throws InvalidParameterError when width times height is not the number of pixels
 */
export async function drawStamp(
  pixels: Float32Array,
  width: number,
  height: number,
  options: { unit?: string } = {},
): Promise<Uint8Array> {
  const factor = Math.max(1, Math.floor(LONGEST_SIDE / Math.max(1, width, height)));
  const side = factor * Math.max(1, width, height);
  const canvasWidth = Math.max(factor * width, LEAST_WIDTH) + 2 * BORDER;
  const stampHeight = factor * Math.max(1, height);
  const { canvas, context } = makeCanvas(canvasWidth, stampHeight + 2 * BORDER + CAPTION_HEIGHT);
  const square = { left: (canvasWidth - side) >> 1, top: BORDER - ((side - stampHeight) >> 1), side };
  const limit = drawStampInto(context, { pixels, width, height }, square);
  const unit = options.unit ? ` ${options.unit}` : "";
  const caption = `white \u2212${formatNumber(limit)}, black +${formatNumber(limit)}${unit}`;
  const style = { sizePixels: 13, color: FAINT_INK, align: "center", baseline: "middle" } as const;
  const captionY = stampHeight + 2 * BORDER + CAPTION_HEIGHT / 2 - 4;
  drawText(context, caption, canvasWidth / 2, captionY, { ...style, maximumWidth: canvasWidth - 8 });
  return encodePng(canvas);
}
