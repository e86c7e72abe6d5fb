// A dark feature of a detector and what was measured on it; the image it was found in.

import type { InclusiveBox } from "./stamp";

/** One detector's pixels. */
export interface DarkRingImage {
  width: number;
  height: number;
  /** pixels[y * width + x]; any linear unit; NaN is a bad pixel */
  pixels: Float32Array;
  /** not 0: not to be used; null: all are good. Ignored in reference mode */
  bad: Uint8Array | null;
  /** boxes that each get their own median and noise in annulus mode; null: the whole image */
  amplifiers: { name: string; x0: number; y0: number; width: number; height: number }[] | null;
  /**
   * Gives the pixels of a box once more, row by row. Where it is there and `pixels` lie in the memory of the kernels, reference mode
   * works in them and leaves them changed: it needs no second plane, whose new pages cost a cold process more than reading again.
   */
  readAgain?: (box: InclusiveBox) => Float64Array;
}

export type Morphology = "blob" | "ring" | "other";

/** Units, meaning and mode of each field: DARK_RING_COLUMNS. null: not measured. */
export interface DarkRing {
  footprintId: number;
  area: number;
  circularity: number;
  gaussianLikeScore: number | null;
  gaussianSigmaPixels: number | null;
  gaussianDiameterPixels: number | null;
  passesHoleChecks: boolean;
  holeFracBbox: number;
  holeFracTotal: number;
  centerOffset: number;
  /** first and last row, inclusive, 0-based */
  y0: number;
  y1: number;
  x0: number;
  x1: number;
  ringScore: number | null;
  ringRadiusPixels: number | null;
  ringWidthPixels: number | null;
  blobScorePadded: number | null;
  morphology: Morphology | null;
  centerX: number;
  centerY: number;
  peakSignificance: number | null;
  meanDepthSigma: number | null;
  integratedDepthSigma: number | null;
  maskedFraction: number | null;
  flags: string[];
}

export interface DarkRingStatistics {
  /** of the good pixels, image units; null: no good pixel */
  mean: number | null;
  median: number | null;
  /** 1.4826 × MAD of the good pixels, image units; with amplifiers the median over them */
  noise: number | null;
  /** 1.4826 × MAD of the thresholded plane, image units; with amplifiers the median over them */
  planeSigma: number | null;
  planeMedian: number | null;
  /** bad and non-finite pixels over all */
  maskedFraction: number;
  megapixels: number;
  /** wall-clock time of the measurement */
  seconds: number;
}

export interface DarkRingMeasurement {
  rings: DarkRing[];
  statistics: DarkRingStatistics;
  /** what a reader of the numbers should know: caps reached, nothing to measure, … */
  notes: string[];
}
