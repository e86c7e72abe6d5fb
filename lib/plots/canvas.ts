// The canvas that pictures are drawn on: Skia through @napi-rs/canvas, with DejaVu Sans from node_modules, so that a picture
// is the same on every machine whatever fonts it has.

import path from "node:path";
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { environment } from "../environment";
import { FileUnreadableError } from "../errors";

export type Context = SKRSContext2D;

export const INK = "#212529";
export const FAINT_INK = "#6c757d";
export const GRID = "#e9ecef";
export const ACCENT = "#3b5bdb";
export const REFERENCE = "#e03131";
/** Pixels outside of the image, or not measured: not a grey, so that it cannot be taken for a value. */
export const NO_PIXEL = "#dbe4ff";

const FAMILY = "Annulus DejaVu Sans";
const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

let hasFonts = false;

/**
 * An empty white canvas with its drawing context.
 *
 * @param width in pixels
 * @param height in pixels
 * @returns canvas and context
 * @throws FileUnreadableError when the fonts are not installed
 */
export function makeCanvas(width: number, height: number): { canvas: Canvas; context: Context } {
  registerFonts();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  return { canvas, context };
}

/**
 * The canvas as PNG.
 *
 * @param canvas drawn on
 * @returns bytes of the file; compressed off the main thread
 */
export async function encodePng(canvas: Canvas): Promise<Uint8Array> {
  return new Uint8Array(await canvas.encode("png"));
}

/** Where a text stands relative to its point, and how it looks. */
export interface TextStyle {
  sizePixels: number;
  color?: string;
  isBold?: boolean;
  align?: "left" | "center" | "right";
  baseline?: "top" | "middle" | "bottom" | "alphabetic";
  /** turned by a quarter, read from below */
  isVertical?: boolean;
  /** squeezed when it is longer */
  maximumWidth?: number;
}

/**
 * Draws one line of text.
 *
 * @param context to draw on
 * @param text the line
 * @param x of the anchor
 * @param y of the anchor
 * @param style size, colour, alignment
 */
export function drawText(context: Context, text: string, x: number, y: number, style: TextStyle): void {
  context.save();
  context.font = `${style.isBold ? "bold " : ""}${style.sizePixels}px "${FAMILY}"`;
  context.fillStyle = style.color ?? INK;
  context.textAlign = style.align ?? "left";
  context.textBaseline = style.baseline ?? "alphabetic";
  context.translate(x, y);
  if (style.isVertical) context.rotate(-Math.PI / 2);
  if (style.maximumWidth === undefined) context.fillText(text, 0, 0);
  else context.fillText(text, 0, 0, style.maximumWidth);
  context.restore();
}

function registerFonts(): void {
  if (hasFonts) return;
  const folder = path.join(environment().projectRoot, "node_modules/dejavu-fonts-ttf/ttf");
  for (const file of FONT_FILES) {
    if (GlobalFonts.registerFromPath(path.join(folder, file), FAMILY) !== null) continue;
    throw new FileUnreadableError({
      place: path.join(folder, file),
      found: "no readable font",
      expected: "the package dejavu-fonts-ttf",
    });
  }
  hasFonts = true;
}
