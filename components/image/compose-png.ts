// The PNG of what is seen: pictures and overlays as they are on the screen, under each its name, limits and unit.

import { unitSign } from "../ui/unit-sign";
import { barColors, limitText, lookWords } from "./colour-bar";
import type { PanelModel } from "./panel-models";

const FONT = "'JetBrains Mono Variable', 'DejaVu Sans Mono', monospace";
const CAPTION_HEIGHT = 34;
const GAP = 4;

export interface PngParts {
  /** the canvas as PNG, device pixels */
  picture: Blob;
  models: readonly PanelModel[];
  /** overlays by panel; null: none */
  overlays: readonly (SVGSVGElement | null)[];
  statistic: string;
  colors: { background: string; text: string };
}

/** An overlay as an image; its styles are attributes, so nothing of the page is needed. */
async function overlayImage(overlay: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = overlay.cloneNode(true);
  if (copy instanceof SVGSVGElement) copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  return image;
}

function drawCaption(
  context: CanvasRenderingContext2D,
  model: PanelModel,
  parts: PngParts,
  at: { left: number; top: number },
) {
  const { width } = model.place.picture;
  const colors = barColors(model);
  if (colors) {
    const strip = new OffscreenCanvas(colors.length, 1);
    const pixels = new ImageData(colors.length, 1);
    new Uint32Array(pixels.data.buffer).set(colors);
    strip.getContext("2d")?.putImageData(pixels, 0, 0);
    context.drawImage(strip, at.left, at.top + 2, width, 5);
  }
  const { limits, source } = model;
  const unit = unitSign(source?.description.unit);
  const range = limits ? `${limitText(limits.low, limits)} to ${limitText(limits.high, limits)} ${unit}` : "";
  context.fillStyle = parts.colors.text;
  context.font = `11px ${FONT}`;
  context.textBaseline = "top";
  context.fillText(source?.description.name ?? model.panel.label, at.left, at.top + 9, width);
  context.fillText(`${range} · ${lookWords(model, parts.statistic)}`, at.left, at.top + 21, width);
}

/** @returns PNG in device pixels; heads and controls are left out */
export async function composePng(parts: PngParts): Promise<Blob> {
  const { models } = parts;
  const bitmap = await createImageBitmap(parts.picture);
  const right = Math.max(...models.map(({ place }) => place.outer.left + place.outer.width));
  const rows = [...new Set(models.map(({ place }) => place.outer.top))].sort((a, b) => a - b);
  const heightOf = (top: number) => models.find(({ place }) => place.outer.top === top)?.place.picture.height ?? 0;
  const topOf = (top: number) =>
    rows.filter((row) => row < top).reduce((sum, row) => sum + heightOf(row) + CAPTION_HEIGHT + GAP, 0);
  const last = rows.at(-1) ?? 0;
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(right * ratio);
  canvas.height = Math.round((topOf(last) + heightOf(last) + CAPTION_HEIGHT) * ratio);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("PNG: no 2-D canvas, expected one to write from");
  context.scale(ratio, ratio);
  context.fillStyle = parts.colors.background;
  context.fillRect(0, 0, right, canvas.height);
  for (const [index, model] of models.entries()) {
    const { picture, outer } = model.place;
    const top = topOf(outer.top);
    const [x, y, width, height] = [picture.left, picture.top, picture.width, picture.height].map(
      (side) => side * ratio,
    );
    context.drawImage(
      bitmap,
      x ?? 0,
      y ?? 0,
      width ?? 1,
      height ?? 1,
      picture.left,
      top,
      picture.width,
      picture.height,
    );
    const overlay = parts.overlays[index];
    if (overlay) context.drawImage(await overlayImage(overlay), picture.left, top, picture.width, picture.height);
    drawCaption(context, model, parts, { left: picture.left, top: top + picture.height });
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("PNG: nothing written"))), "image/png");
  });
}
