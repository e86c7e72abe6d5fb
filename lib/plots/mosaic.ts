// The best stamps of an exposure side by side: the published stats/roundest_mosaic.png.

import { drawText, encodePng, FAINT_INK, INK, makeCanvas } from "./canvas";
import { drawStampInto, type StampToDraw } from "./stamp";
import { formatNumber } from "./ticks";

const MOSAIC_STAMPS = 100;
const COLUMNS = 10;
const STAMP_SIDE = 132;
const CELL_WIDTH = STAMP_SIDE + 14;
const CELL_HEIGHT = STAMP_SIDE + 34;
const HEADER_HEIGHT = 62;
const BORDER = 16;
const LEAST_WIDTH = 640;

/** A stamp with its title, "#0 g=0.991". */
export interface TitledStamp extends StampToDraw {
  title: string;
}

export interface MosaicOptions {
  /** exposure, run, mode */
  title?: string;
  /** how many rings were selected in all, when not all stamps were given */
  selectedCount?: number;
}

/** Size of the canvas and the left top corner of each stamp. */
export interface MosaicLayout {
  width: number;
  height: number;
  columns: number;
  cells: { left: number; top: number }[];
  caption: string;
}

/**
 * Title of a stamp as published.
 *
 * @param rank place in the exposure's order, from 0
 * @param score gaussian_like_score; null: not measured
 * @returns "#0 g=0.991"
 */
export function stampTitle(rank: number, score: number | null): string {
  return `#${rank} g=${score === null || !Number.isFinite(score) ? "\u2013" : score.toFixed(3)}`;
}

/**
 * Where the stamps go: at most 100, in rows of min(10, n).
 *
 * @param stampCount stamps given
 * @param selectedCount rings selected in all
 * @returns sizes and places in canvas pixels
 */
export function layoutMosaic(stampCount: number, selectedCount: number = stampCount): MosaicLayout {
  const shown = Math.min(stampCount, MOSAIC_STAMPS);
  const columns = Math.max(1, Math.min(COLUMNS, shown));
  const rows = Math.max(1, Math.ceil(shown / columns));
  const width = Math.max(LEAST_WIDTH, columns * CELL_WIDTH + 2 * BORDER);
  const left = Math.floor((width - columns * CELL_WIDTH) / 2);
  const cells = Array.from({ length: shown }, (_, i) => ({
    left: left + (i % columns) * CELL_WIDTH + (CELL_WIDTH - STAMP_SIDE) / 2,
    top: HEADER_HEIGHT + Math.floor(i / columns) * CELL_HEIGHT + 24,
  }));
  const selection = `the first ${formatNumber(shown)} of ${formatNumber(selectedCount)} selected dark rings`;
  const caption =
    shown < selectedCount ? selection : `${formatNumber(shown)} selected dark ring${shown === 1 ? "" : "s"}`;
  return { width, height: HEADER_HEIGHT + rows * CELL_HEIGHT + BORDER, columns, cells, caption };
}

/**
 * The mosaic as PNG. Each stamp has its own stretch: white at minus, black at plus its greatest absolute value.
 *
 * @param stamps in the order of their rank; the first 100 are drawn
 * @param options title and how many were selected in all
 * @returns bytes of the file
 * @throws InvalidParameterError when a stamp's sides do not fit its pixels
 */
export async function drawMosaic(stamps: readonly TitledStamp[], options: MosaicOptions = {}): Promise<Uint8Array> {
  const layout = layoutMosaic(stamps.length, options.selectedCount);
  const { canvas, context } = makeCanvas(layout.width, layout.height);
  const maximumWidth = layout.width - 2 * BORDER;
  const heading = options.title ?? "Roundest dark rings";
  drawText(context, heading, BORDER, 28, { sizePixels: 17, isBold: true, maximumWidth });
  const stretch = "inverted grey, each between \u00b1 its greatest absolute value";
  const caption = stamps.length === 0 ? layout.caption : `${layout.caption}; ${stretch}`;
  drawText(context, caption, BORDER, 49, { sizePixels: 12.5, color: FAINT_INK, maximumWidth });
  layout.cells.forEach(({ left, top }, i) => {
    const stamp = stamps[i]!;
    const style = { sizePixels: 13, color: INK, align: "center", maximumWidth: CELL_WIDTH - 4 } as const;
    drawText(context, stamp.title, left + STAMP_SIDE / 2, top - 7, style);
    drawStampInto(context, stamp, { left, top, side: STAMP_SIDE });
  });
  if (stamps.length === 0) {
    const style = { sizePixels: 18, color: FAINT_INK, align: "center", baseline: "middle" } as const;
    drawText(context, "No dark ring was selected", layout.width / 2, (HEADER_HEIGHT + layout.height) / 2, style);
  }
  return encodePng(canvas);
}
