// The frame of a plot: scales from values to canvas pixels, grid, ticks, titles, and a line that says what was left out.

import { type Context, drawText, FAINT_INK, GRID, INK } from "./canvas";
import type { Ticks } from "./ticks";

/** Published size: 7 x 4 inches at 140 dots an inch. */
export const PLOT_WIDTH = 980;
export const PLOT_HEIGHT = 560;

const TITLE_SIZE = 17;
const LABEL_SIZE = 16;
const TICK_SIZE = 14;
const CAPTION_SIZE = 12.5;

/** Canvas pixels that the data may fill; y grows downwards. */
export interface PlotBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** One axis: what it shows, from where to where, and its ticks. */
export interface Axis {
  title: string;
  low: number;
  high: number;
  ticks: Ticks;
}

/** Both axes, the plot's title, and the line below it about what is shown and what was left out. */
export interface Frame {
  title: string;
  caption: string;
  x: Axis;
  y: Axis;
  /** said in the middle of a plot that has nothing to show */
  emptyNote: string | null;
}

/**
 * The data area of a plot of the published size.
 *
 * @param hasColorBar leaves room on the right
 * @returns the box
 */
export function plotBox(hasColorBar: boolean): PlotBox {
  return { left: 88, top: 64, right: PLOT_WIDTH - (hasColorBar ? 128 : 36), bottom: PLOT_HEIGHT - 74 };
}

/**
 * Place of a value along x.
 *
 * @param axis the x axis
 * @param box data area
 * @param value in the axis's unit
 * @returns canvas pixels
 */
export function xOf(axis: Axis, box: PlotBox, value: number): number {
  return box.left + ((value - axis.low) / (axis.high - axis.low)) * (box.right - box.left);
}

/**
 * Place of a value along y.
 *
 * @param axis the y axis
 * @param box data area
 * @param value in the axis's unit
 * @returns canvas pixels, from the top
 */
export function yOf(axis: Axis, box: PlotBox, value: number): number {
  return box.bottom - ((value - axis.low) / (axis.high - axis.low)) * (box.bottom - box.top);
}

/**
 * Draws grid, frame, ticks and titles, and the note of an empty plot.
 *
 * @param context to draw on
 * @param box data area
 * @param frame what to write
 */
export function drawFrame(context: Context, box: PlotBox, frame: Frame): void {
  const middleX = (box.left + box.right) / 2;
  const middleY = (box.top + box.bottom) / 2;
  drawXTicks(context, box, frame.x);
  drawYTicks(context, box, frame.y);
  context.strokeStyle = INK;
  context.lineWidth = 1.25;
  line(context, box.left, box.top, box.left, box.bottom);
  line(context, box.left, box.bottom, box.right, box.bottom);
  const maximumWidth = PLOT_WIDTH - box.left - 20;
  drawText(context, frame.title, box.left, 28, { sizePixels: TITLE_SIZE, isBold: true, maximumWidth });
  drawText(context, frame.caption, box.left, 49, { sizePixels: CAPTION_SIZE, color: FAINT_INK, maximumWidth });
  const title = { sizePixels: LABEL_SIZE, align: "center", baseline: "middle" } as const;
  drawText(context, frame.x.title, middleX, PLOT_HEIGHT - 24, title);
  drawText(context, frame.y.title, 26, middleY, { ...title, isVertical: true });
  if (frame.emptyNote !== null) {
    drawText(context, frame.emptyNote, middleX, middleY, { ...title, sizePixels: 18, color: FAINT_INK });
  }
}

/**
 * Draws a straight line in the current stroke.
 *
 * @param context to draw on
 * @param x0 begin
 * @param y0 begin
 * @param x1 end
 * @param y1 end
 */
export function line(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/**
 * Draws a vertical colour bar with ticks and title to the right of the data area.
 *
 * @param context to draw on
 * @param box data area
 * @param axis what the colours mean
 * @param colorOf colour of a fraction, 0 at the axis's low end
 */
export function drawColorBar(context: Context, box: PlotBox, axis: Axis, colorOf: (fraction: number) => string): void {
  const [left, width] = [box.right + 22, 16];
  const height = box.bottom - box.top;
  for (let i = 0; i < height; i++) {
    context.fillStyle = colorOf(1 - (i + 0.5) / height);
    context.fillRect(left, box.top + i, width, 1.5);
  }
  axis.ticks.values.forEach((value, i) => {
    const y = yOf(axis, box, value);
    context.strokeStyle = INK;
    context.lineWidth = 1;
    line(context, left + width, y, left + width + 4, y);
    drawText(context, axis.ticks.labels[i] ?? "", left + width + 8, y, { sizePixels: TICK_SIZE, baseline: "middle" });
  });
  const style = { sizePixels: LABEL_SIZE, align: "center", baseline: "middle", isVertical: true } as const;
  drawText(context, axis.title, PLOT_WIDTH - 30, (box.top + box.bottom) / 2, style);
}

function drawXTicks(context: Context, box: PlotBox, axis: Axis): void {
  axis.ticks.values.forEach((value, i) => {
    const x = xOf(axis, box, value);
    gridLine(context, x, box.top, x, box.bottom);
    line(context, x, box.bottom, x, box.bottom + 5);
    const style = { sizePixels: TICK_SIZE, align: "center", baseline: "top" } as const;
    drawText(context, axis.ticks.labels[i] ?? "", x, box.bottom + 9, style);
  });
}

function drawYTicks(context: Context, box: PlotBox, axis: Axis): void {
  axis.ticks.values.forEach((value, i) => {
    const y = yOf(axis, box, value);
    gridLine(context, box.left, y, box.right, y);
    line(context, box.left - 5, y, box.left, y);
    const style = { sizePixels: TICK_SIZE, align: "right", baseline: "middle" } as const;
    drawText(context, axis.ticks.labels[i] ?? "", box.left - 9, y, style);
  });
}

/** Draws the grid line and leaves the stroke ready for the tick. */
function gridLine(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.strokeStyle = GRID;
  context.lineWidth = 1;
  line(context, x0, y0, x1, y1);
  context.strokeStyle = INK;
}
