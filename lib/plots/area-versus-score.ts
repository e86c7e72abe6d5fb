// Area against gaussian-likeness, coloured by circularity: the published stats/area_vs_gaussian_like.png.

import {
  type Axis,
  drawColorBar,
  drawFrame,
  type Frame,
  line,
  PLOT_HEIGHT,
  PLOT_WIDTH,
  plotBox,
  xOf,
  yOf,
} from "./axes";
import { type Context, drawText, encodePng, makeCanvas, REFERENCE } from "./canvas";
import { describeDropped, type RingToPlot } from "./rings";
import { formatNumber, niceTicks } from "./ticks";
import { viridis } from "./viridis";

const MANY_POINTS = 3000;

export interface ScatterOptions {
  /** exposure, run, mode */
  title?: string;
  /** draws a red cross at the area of a disc of this diameter and score 1; null: none */
  referenceDiameterPixels?: number | null;
}

/** What will be drawn, in the units of the axes. */
export interface Scatter {
  frame: Frame;
  color: Axis;
  points: { x: number; y: number; circularity: number }[];
  reference: { x: number; y: number; label: string } | null;
}

/**
 * Points and axes of the scatter plot.
 *
 * @param rows all rings of one exposure; those without a score are left out and counted in the caption
 * @param options title and reference marker
 * @returns what to draw, testable without a canvas
 */
export function layoutAreaVersusScore(rows: readonly RingToPlot[], options: ScatterOptions = {}): Scatter {
  const points = rows.flatMap(({ area, gaussianLikeScore: y, circularity }) =>
    y !== null && Number.isFinite(y) && Number.isFinite(area) ? [{ x: area, y, circularity }] : [],
  );
  const diameter = options.referenceDiameterPixels ?? null;
  const referenceArea = diameter === null ? null : (Math.PI / 4) * diameter * diameter;
  const largest = points.reduce((high, { x }) => Math.max(high, x), referenceArea ?? 0);
  const lowest = points.reduce((low, { y }) => Math.min(low, y), 0);
  const high = largest > 0 ? largest * 1.05 : 100;
  const low = lowest < 0 ? Math.floor(lowest * 5) / 5 - 0.05 : 0;
  return {
    frame: {
      title: options.title ?? "Dark rings: area against gaussian-likeness",
      caption: describeDropped(rows.length, points.length),
      x: { title: "Area of the footprint [px]", low: 0, high, ticks: niceTicks(0, high, 8) },
      y: { title: "Gaussian-likeness g [correlation]", low, high: 1.05, ticks: niceTicks(low, 1.05, low < 0 ? 8 : 5) },
      emptyNote: points.length > 0 ? null : rows.length === 0 ? "No dark rings found" : "No dark ring has a score",
    },
    color: { title: "Circularity [0 to 1]", low: 0, high: 1, ticks: niceTicks(0, 1, 5) },
    points,
    reference:
      referenceArea === null || diameter === null
        ? null
        : { x: referenceArea, y: 1, label: `disc of ${formatNumber(diameter)} px` },
  };
}

/**
 * The scatter plot as PNG, 980 x 560 pixels.
 *
 * @param rows all rings of one exposure
 * @param options title and reference marker
 * @returns bytes of the file
 */
export async function drawAreaVersusScore(
  rows: readonly RingToPlot[],
  options: ScatterOptions = {},
): Promise<Uint8Array> {
  const scatter = layoutAreaVersusScore(rows, options);
  const { canvas, context } = makeCanvas(PLOT_WIDTH, PLOT_HEIGHT);
  const box = plotBox(true);
  drawFrame(context, box, scatter.frame);
  drawColorBar(context, box, scatter.color, viridis);
  const radius = scatter.points.length > MANY_POINTS ? 2 : 3.8;
  context.lineWidth = 0.6;
  context.strokeStyle = "rgba(255, 255, 255, 0.8)";
  context.globalAlpha = scatter.points.length > MANY_POINTS ? 0.6 : 0.9;
  for (const { x, y, circularity } of scatter.points) {
    context.fillStyle = viridis(circularity);
    context.beginPath();
    context.arc(xOf(scatter.frame.x, box, x), yOf(scatter.frame.y, box, y), radius, 0, 2 * Math.PI);
    context.fill();
    if (radius > 3) context.stroke();
  }
  context.globalAlpha = 1;
  if (scatter.reference) {
    const { x, y, label } = scatter.reference;
    drawReference(context, xOf(scatter.frame.x, box, x), yOf(scatter.frame.y, box, y), label);
  }
  return encodePng(canvas);
}

function drawReference(context: Context, x: number, y: number, label: string): void {
  context.strokeStyle = REFERENCE;
  context.lineWidth = 2.2;
  line(context, x - 6, y - 6, x + 6, y + 6);
  line(context, x - 6, y + 6, x + 6, y - 6);
  drawText(context, label, x + 11, y - 9, { sizePixels: 12.5, color: REFERENCE, baseline: "middle" });
}
