// Histogram of gaussian-likeness in 80 bins: the published stats/gaussian_like_hist.png.

import { drawFrame, type Frame, line, PLOT_HEIGHT, PLOT_WIDTH, plotBox, xOf, yOf } from "./axes";
import { ACCENT, drawText, encodePng, makeCanvas, REFERENCE } from "./canvas";
import { describeDropped, type RingToPlot } from "./rings";
import { formatNumber, niceTicks } from "./ticks";

const BINS = 80;

export interface HistogramOptions {
  /** exposure, run, mode */
  title?: string;
  /** draws a dashed line where the selection begins; null: none */
  selectedFromScore?: number | null;
}

/** Bins of equal width from low to high; the last one holds high itself. */
export interface Histogram {
  frame: Frame;
  low: number;
  high: number;
  counts: number[];
  selectedFromScore: number | null;
}

/**
 * Counts and axes of the histogram.
 *
 * @param rows all rings of one exposure; those without a score are left out and counted in the caption
 * @param options title and selection line
 * @returns what to draw, testable without a canvas
 */
export function layoutScoreHistogram(
  rows: readonly Pick<RingToPlot, "gaussianLikeScore">[],
  options: HistogramOptions = {},
): Histogram {
  const scores = rows.flatMap(({ gaussianLikeScore: score }) =>
    score !== null && Number.isFinite(score) ? [score] : [],
  );
  const { low, high } = rangeOf(scores);
  const counts = new Array<number>(BINS).fill(0);
  for (const score of scores) {
    const bin = Math.min(BINS - 1, Math.floor(((score - low) / (high - low)) * BINS));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const tallest = Math.max(1, ...counts);
  const margin = (high - low) * 0.03;
  const width = formatNumber(Number(((high - low) / BINS).toPrecision(3)));
  return {
    frame: {
      title: options.title ?? "Dark rings: gaussian-likeness",
      caption: describeDropped(rows.length, scores.length),
      x: {
        title: "Gaussian-likeness g [correlation]",
        low: low - margin,
        high: high + margin,
        ticks: niceTicks(low - margin, high + margin, 8),
      },
      y: {
        title: `Dark rings per bin of ${width}`,
        low: 0,
        high: tallest * 1.06,
        ticks: niceTicks(0, tallest * 1.06, 6, true),
      },
      emptyNote: scores.length > 0 ? null : rows.length === 0 ? "No dark rings found" : "No dark ring has a score",
    },
    low,
    high,
    counts,
    selectedFromScore: options.selectedFromScore ?? null,
  };
}

/**
 * The histogram as PNG, 980 x 560 pixels.
 *
 * @param rows all rings of one exposure
 * @param options title and selection line
 * @returns bytes of the file
 */
export async function drawScoreHistogram(
  rows: readonly Pick<RingToPlot, "gaussianLikeScore">[],
  options: HistogramOptions = {},
): Promise<Uint8Array> {
  const histogram = layoutScoreHistogram(rows, options);
  const { low, high, counts, frame, selectedFromScore } = histogram;
  const { canvas, context } = makeCanvas(PLOT_WIDTH, PLOT_HEIGHT);
  const box = plotBox(false);
  drawFrame(context, box, frame);
  context.fillStyle = ACCENT;
  counts.forEach((count, i) => {
    const left = xOf(frame.x, box, low + (i * (high - low)) / BINS);
    const right = xOf(frame.x, box, low + ((i + 1) * (high - low)) / BINS);
    const top = yOf(frame.y, box, count);
    if (count > 0) context.fillRect(left + 0.5, top, right - left - 1, box.bottom - top);
  });
  if (selectedFromScore !== null && selectedFromScore >= frame.x.low && selectedFromScore <= frame.x.high) {
    const x = xOf(frame.x, box, selectedFromScore);
    context.strokeStyle = REFERENCE;
    context.lineWidth = 1.6;
    context.setLineDash([6, 5]);
    line(context, x, box.top - 4, x, box.bottom);
    const style = { sizePixels: 12.5, color: REFERENCE, align: "right", baseline: "top" } as const;
    drawText(context, `selected from ${formatNumber(selectedFromScore)}`, x - 7, box.top, style);
  }
  return encodePng(canvas);
}

/** As numpy.histogram: from the least to the greatest value; one unit about a single value; -1 to 1 without any. */
function rangeOf(scores: number[]): { low: number; high: number } {
  if (scores.length === 0) return { low: -1, high: 1 };
  const low = scores.reduce((least, score) => Math.min(least, score));
  const high = scores.reduce((greatest, score) => Math.max(greatest, score));
  return high > low ? { low, high } : { low: low - 0.5, high: high + 0.5 };
}
