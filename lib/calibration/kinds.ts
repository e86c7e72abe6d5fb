// The kinds of calibration frames, which calibrations each of them needs, and the unit of what is made of them.

/** What a calibration frame was taken for. */
export type CalibrationKind = "bias" | "dark" | "flat";

export const CALIBRATION_KINDS: readonly CalibrationKind[] = ["bias", "dark", "flat"];

/** What is removed from an image: as its observation type says, one by name, or nothing. */
export type ResidualChoice = "auto" | CalibrationKind | "none";

/**
 * Which residual an image has.
 *
 * @param choice as configured
 * @param observationType of the exposure; null when its headers do not tell
 * @returns the kind; null: nothing is removed beyond the signature
 */
export function residualKind(choice: ResidualChoice, observationType: string | null): CalibrationKind | null {
  if (choice === "none") return null;
  if (choice !== "auto") return choice;
  return CALIBRATION_KINDS.find((kind) => kind === observationType) ?? null;
}

/**
 * Combined calibrations that go into the residual of a kind, in the order in which they are removed.
 *
 * @param kind of the residual
 * @returns bias: its bias; dark: bias and dark; flat: all three
 */
export function calibrationsOfResidual(kind: CalibrationKind): CalibrationKind[] {
  return CALIBRATION_KINDS.slice(0, CALIBRATION_KINDS.indexOf(kind) + 1);
}

/**
 * Combined calibrations that are removed from the frames of a kind before they are combined.
 *
 * @param kind of the combination
 * @returns bias: none; dark: bias; flat: bias and dark
 */
export function calibrationsOfCombination(kind: CalibrationKind): CalibrationKind[] {
  return CALIBRATION_KINDS.slice(0, CALIBRATION_KINDS.indexOf(kind));
}

/**
 * Unit of a combined calibration.
 *
 * @param kind of the combination
 * @param imageUnit of the frames: electron or adu
 * @returns bias: that unit; dark: that unit a second; flat: "" (a ratio)
 */
export function combinedUnit(kind: CalibrationKind, imageUnit: string): string {
  if (kind === "flat") return "";
  return kind === "dark" ? `${imageUnit}/s` : imageUnit;
}
