// Exact median and MAD of a rectangle of float32 pixels in kernel memory, by the bracket method: a strided
// sample gives a narrow bracket about the wanted rank, one pass counts what lies below it and keeps what lies
// inside, and a selection among those few finishes. Worst case (ties, tiny images): the bracket is bisected.

import { MAD_TO_SIGMA } from "../units";
import type { Kernels } from "./index";

/** A rectangle of an image of float32 in kernel memory; may skip rows. */
export interface PixelRectangle {
  /** byte offset of its first pixel */
  offset: number;
  /** bytes from one row taken to the next */
  strideBytes: number;
  width: number;
  height: number;
}

export interface RobustStatistics {
  /** null: no finite pixel */
  median: number | null;
  /** 1.4826 × median |pixel - median|; null: no finite pixel */
  sigma: number | null;
  /** finite pixels looked at */
  count: number;
}

/** Rows of a large box are taken one in so many: 250,000 pixels of an LSSTCam amplifier give 0.2 % of sigma. */
const SPARSE_ROW_STEP = 4;
const SPARSE_BOX_PIXELS = 2 ** 18;

const SAMPLE_VALUES = 16384;
/** Half width of the first bracket in quantile; 4 standard errors of a rank in 16384 samples are 0.0156. */
const BRACKET_QUANTILE = 0.0175;
const SMALLEST_BUFFER_VALUES = 65536;

/** The part of an image inside a box, every `rowStep`-th row of it. */
export function rectangleOf(
  offset: number,
  imageWidth: number,
  box: { x0: number; y0: number; width: number; height: number },
  rowStep = 1,
): PixelRectangle {
  return {
    offset: offset + 4 * (box.y0 * imageWidth + box.x0),
    strideBytes: 4 * imageWidth * rowStep,
    width: box.width,
    height: Math.ceil(box.height / rowStep),
  };
}

/** Row step for a box whose level and noise need no better than 0.2 %: 1 for small boxes, whose statistics are exact. */
export function sparseRowStep(box: { width: number; height: number }): number {
  return box.width * box.height > SPARSE_BOX_PIXELS ? SPARSE_ROW_STEP : 1;
}

/**
 * Median and robust sigma of a rectangle: sigma = 1.4826 × median |p - median|, exact, no sampling error.
 * For an even count the median is the mean of the two middle values.
 *
 * Border: none. Non-finite pixels are skipped.
 * Cost: about 1.3 reads of the rectangle per order statistic; a buffer in the arena, given back; input untouched.
 *
 * @returns nulls when no pixel is finite; unit of the pixels
 */
export function robustStatistics(kernels: Kernels, rectangle: PixelRectangle): RobustStatistics {
  const selection = openSelection(kernels, rectangle);
  const { median, count } = medianOf(selection, null);
  const spread = median === null ? null : medianOf(selection, median).median;
  kernels.release(selection.mark);
  return { median, sigma: spread === null ? null : MAD_TO_SIGMA * spread, count };
}

/** The median alone: see robustStatistics. */
export function medianOfRectangle(
  kernels: Kernels,
  rectangle: PixelRectangle,
): { median: number | null; count: number } {
  const selection = openSelection(kernels, rectangle);
  const result = medianOf(selection, null);
  kernels.release(selection.mark);
  return result;
}

export interface Selection {
  kernels: Kernels;
  rectangle: PixelRectangle;
  mark: number;
  buffer: number;
  capacity: number;
}

/** Room for what lies in a bracket: an eighth of the pixels, taken from the arena. */
export function openSelection(kernels: Kernels, rectangle: PixelRectangle): Selection {
  const mark = kernels.mark();
  const capacity = Math.max(SMALLEST_BUFFER_VALUES, Math.ceil((rectangle.width * rectangle.height) / 8));
  return { kernels, rectangle, mark, buffer: kernels.allocate(4 * capacity), capacity };
}

/** Median of the pixels, or of |pixel - centre|. */
function medianOf(selection: Selection, centre: number | null): { median: number | null; count: number } {
  const bracket = firstBracket(selection, centre);
  if (bracket === null) return { median: null, count: 0 };
  const counts = countIn(selection, centre, bracket);
  const { finite } = counts;
  if (finite === 0) return { median: null, count: 0 };
  const rank = Math.floor((finite - 1) / 2);
  const lower = valueAtRank(selection, centre, bracket, counts, rank);
  if (finite % 2 === 1) return { median: lower.value, count: finite };
  const upper = lower.next ?? valueAtRank(selection, centre, bracket, counts, rank + 1).value;
  return { median: (lower.value + upper) / 2, count: finite };
}

export interface Bracket {
  low: number;
  high: number;
}

interface Counts {
  finite: number;
  below: number;
  inside: number;
}

/** A bracket that should hold the median, from a sample at an even stride; null when the sample has no finite value. */
export function firstBracket(selection: Selection, centre: number | null): Bracket | null {
  const { kernels, rectangle, buffer } = selection;
  const { offset, strideBytes, width, height } = rectangle;
  if (width * height <= selection.capacity) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const step = Math.floor((width * height) / SAMPLE_VALUES) | 1;
  const absolute = centre === null ? 0 : 1;
  const sample = (every: number) =>
    kernels.exports.sampleValues(
      offset,
      strideBytes,
      width,
      height,
      absolute,
      centre ?? 0,
      every,
      buffer,
      2 * SAMPLE_VALUES,
    );
  const count = sample(step) || sample(1);
  if (count === 0) return null;
  const rank = (quantile: number) => Math.min(count - 1, Math.max(0, Math.round(quantile * (count - 1))));
  const low = kernels.exports.selectRank(buffer, count, rank(0.5 - BRACKET_QUANTILE));
  const high = kernels.exports.selectRank(buffer, count, rank(0.5 + BRACKET_QUANTILE));
  return { low, high };
}

function countIn(selection: Selection, centre: number | null, bracket: Bracket): Counts {
  const { exports } = selection.kernels;
  const { offset, strideBytes, width, height } = selection.rectangle;
  exports.countBracket(
    offset,
    strideBytes,
    width,
    height,
    centre === null ? 0 : 1,
    centre ?? 0,
    bracket.low,
    bracket.high,
    selection.buffer,
    selection.capacity,
  );
  return { finite: exports.bracketFinite(), below: exports.bracketBelow(), inside: exports.bracketInside() };
}

/** Narrows or moves the bracket until the rank lies inside and its values fit the buffer. */
function valueAtRank(
  selection: Selection,
  centre: number | null,
  first: Bracket,
  firstCounts: Counts,
  rank: number,
): { value: number; next: number | null } {
  let bracket = first;
  let counts = firstCounts;
  let [floor, ceiling] = [-0x7f800000, 0x7f800000];
  while (true) {
    if (rank < counts.below) ceiling = orderOf(bracket.low) - 1;
    else if (rank >= counts.below + counts.inside) floor = orderOf(bracket.high) + 1;
    else if (bracket.low === bracket.high) return { value: bracket.low, next: null };
    else if (counts.inside <= selection.capacity) return selectInside(selection, counts.inside, rank - counts.below);
    else [floor, ceiling] = [orderOf(bracket.low), orderOf(bracket.high)];
    // first the whole remaining range; when too much lies inside, its lower half
    const isTooWide = rank >= counts.below && rank < counts.below + counts.inside;
    bracket = { low: float32Of(floor), high: float32Of(isTooWide ? Math.floor((floor + ceiling) / 2) : ceiling) };
    counts = countIn(selection, centre, bracket);
  }
}

/** The value at a rank among the finite pixels between two limits, both included; the rank must exist. */
export function rankedValue(selection: Selection, limits: Bracket, rank: number): number {
  const counts = countIn(selection, null, limits);
  return valueAtRank(selection, null, limits, counts, counts.below + rank).value;
}

/** Value at a rank among those kept, and the one after it if it was kept too: selection leaves that to the right. */
export function selectInside({ kernels, buffer }: Selection, inside: number, rank: number) {
  const value = kernels.exports.selectRank(buffer, inside, rank);
  const rest = inside - rank - 1;
  return { value, next: rest > 0 ? kernels.exports.smallest(buffer + 4 * (rank + 1), rest) : null };
}

const word = new DataView(new ArrayBuffer(4));

/** Integer that orders float32 as their values do. */
export function orderOf(value: number): number {
  word.setFloat32(0, value);
  const bits = word.getInt32(0);
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

/** The inverse of the order of a float32. */
export function float32Of(order: number): number {
  word.setInt32(0, Math.abs(order));
  return order < 0 ? -word.getFloat32(0) : word.getFloat32(0);
}
