// The frame that the parts of a simulation work on: pixels in electrons, mask, and the noise that each amplifier has.

import type { TruthRow } from "./truth";

/** An amplifier's box (half-open) and noise. */
export interface AmplifierToSimulate {
  name: string;
  x0: number;
  y0: number;
  width: number;
  height: number;
  /** null: the default of the settings */
  readNoiseElectrons: number | null;
}

/** What the parts of a simulation fill, in place. */
export interface Frame {
  width: number;
  height: number;
  /** electrons, pixels[y * width + x] */
  pixels: Float32Array;
  /** planes of MASK_PLANES */
  mask: Uint8Array;
  amplifiers: (AmplifierToSimulate & { noiseElectrons: number })[];
  /** identity that every truth row carries */
  identity: Pick<TruthRow, "exposureId" | "detector" | "detectorName">;
  truth: TruthRow[];
}

/**
 * Noise of one pixel.
 *
 * @param frame where
 * @param x pixel, rounded
 * @param y pixel, rounded
 * @returns electrons: read noise and shot noise of the dark current of the amplifier there; of the first one outside of all
 */
export function noiseAt(frame: Frame, x: number, y: number): number {
  const [column, row] = [Math.round(x), Math.round(y)];
  const found = frame.amplifiers.find(
    ({ x0, y0, width, height }) => column >= x0 && column < x0 + width && row >= y0 && row < y0 + height,
  );
  return (found ?? frame.amplifiers[0])?.noiseElectrons ?? 1;
}

/**
 * Notes what was put in. Fields that do not apply are left out.
 *
 * @param frame whose truth it is
 * @param row at least kind, place and peak
 */
export function recordTruth(
  frame: Frame,
  row: Pick<TruthRow, "kind" | "x" | "y" | "peakElectrons"> & Partial<TruthRow>,
): void {
  frame.truth.push({
    ...frame.identity,
    depthSigma: null,
    radiusPixels: null,
    widthPixels: null,
    lengthPixels: null,
    isRecurrent: false,
    isMasked: false,
    ...row,
  });
}
