// What is left of a calibration frame once the combined calibrations are removed from it. A perfect camera leaves noise about
// 0 (bias, dark) or about the level of the lamp (flat).

import { divideByFlat, subtractScaled } from "./arithmetic";
import { type CalibrationKind, calibrationsOfResidual } from "./kinds";

/** A combined calibration as read from its file. */
export interface Calibration {
  width: number;
  height: number;
  /** electron, adu, electron/s, adu/s or "" */
  unit: string;
  pixels: Float32Array;
}

/** The image that calibrations are removed from. */
export interface ImageToCalibrate {
  width: number;
  height: number;
  unit: string;
  /** changed in place */
  pixels: Float32Array;
  /** null when the headers do not tell */
  exposureTimeSeconds: number | null;
}

/**
 * Why a calibration does not fit an image.
 *
 * @param kind of the calibration
 * @param calibration read
 * @param image that it shall be removed from
 * @returns found and expected; null when it fits
 */
export function calibrationMismatch(
  kind: CalibrationKind,
  calibration: Omit<Calibration, "pixels">,
  image: Omit<ImageToCalibrate, "pixels">,
): { found: string; expected: string } | null {
  const size = ({ width, height }: { width: number; height: number }) => `${width} x ${height} pixels`;
  if (size(calibration) !== size(image)) return { found: size(calibration), expected: size(image) };
  const unit = kind === "flat" ? "" : kind === "dark" ? `${image.unit}/s` : image.unit;
  if (calibration.unit === unit) return null;
  return { found: `unit ${calibration.unit || "none"}`, expected: `${unit || "none"} (image in ${image.unit})` };
}

/**
 * Removes one calibration: bias and dark × exposure time are subtracted, by a flat is divided.
 *
 * @param kind of the calibration
 * @param calibration that fits (calibrationMismatch)
 * @param image changed in place
 * @returns false when a dark cannot be scaled because the exposure time is not known: nothing was done
 */
export function removeCalibration(
  kind: CalibrationKind,
  calibration: Pick<Calibration, "pixels">,
  image: Pick<ImageToCalibrate, "pixels" | "exposureTimeSeconds">,
): boolean {
  if (kind === "flat") divideByFlat(image.pixels, calibration.pixels);
  else if (kind === "bias") subtractScaled(image.pixels, calibration.pixels, 1);
  else {
    if (image.exposureTimeSeconds === null || !(image.exposureTimeSeconds >= 0)) return false;
    subtractScaled(image.pixels, calibration.pixels, image.exposureTimeSeconds);
  }
  return true;
}

/** What became of a residual. */
export interface ResidualReport {
  /** null: it was made */
  reason: string | null;
  /** in their order */
  removed: CalibrationKind[];
  notes: string[];
}

/**
 * Makes the residual of a kind: bias: image - bias; dark: image - bias - dark × t; flat: (image - bias - dark × t) / flat.
 * Without the calibration of its own kind there is none and the image stays as it is; without another of them it is made, and says so.
 *
 * @param kind of the residual
 * @param image changed in place
 * @param load the combined calibration of a kind; null when there is none
 * @returns why there is none, what was removed, and notes
 */
export async function makeResidual(
  kind: CalibrationKind,
  image: ImageToCalibrate,
  load: (kind: CalibrationKind) => Promise<Calibration | null>,
): Promise<ResidualReport> {
  const own = await load(kind);
  const trouble = troubleWith(kind, own, image);
  if (own === null || trouble !== null) return { reason: trouble, removed: [], notes: [] };
  const notes: string[] = [];
  const removed: CalibrationKind[] = [];
  for (const needed of calibrationsOfResidual(kind)) {
    const calibration = needed === kind ? own : await load(needed);
    const reason = troubleWith(needed, calibration, image);
    if (calibration === null || reason !== null) {
      notes.push(`combined ${needed} not removed: ${reason}`);
      continue;
    }
    removeCalibration(needed, calibration, image);
    removed.push(needed);
  }
  return { reason: null, removed, notes };
}

function troubleWith(kind: CalibrationKind, calibration: Calibration | null, image: ImageToCalibrate): string | null {
  if (calibration === null) return `no combined ${kind} of this detector was chosen or is there`;
  const mismatch = calibrationMismatch(kind, calibration, image);
  if (mismatch) return `the combined ${kind} has ${mismatch.found}, expected ${mismatch.expected}`;
  const isTimeless = image.exposureTimeSeconds === null || !(image.exposureTimeSeconds >= 0);
  return kind === "dark" && isTimeless ? "the exposure time is not known" : null;
}
