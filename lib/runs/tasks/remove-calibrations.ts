// What is removed of a detector's image beyond the signature, by the settings of visualize-detector.

import { type CalibrationKind, residualKind } from "@/lib/calibration/kinds";
import { makeResidual, type ResidualReport } from "@/lib/calibration/residual";
import type { DetectorPixels } from "@/lib/isr";
import { parseVisualizeSettings } from "./definitions";
import { type CalibrationFile, loadCalibration } from "./load-calibration";

export interface ImageToClear {
  configuration: Record<string, unknown>;
  observationType: string | null;
  exposureTimeSeconds: number | null;
  /** chosen for it; may be none */
  calibrations: readonly CalibrationFile[];
}

/**
 * Removes the combined calibrations from an image.
 *
 * @param image of which type it is, and what was chosen
 * @param loaded pixels, changed in place
 * @returns the kind of the residual, null where there is none; why, what was removed, notes
 * @throws what loadCalibration throws
 */
export async function removeCalibrations(
  image: ImageToClear,
  loaded: DetectorPixels,
): Promise<ResidualReport & { kind: CalibrationKind | null }> {
  const { residual } = parseVisualizeSettings(image.configuration);
  const kind = residualKind(residual, image.observationType);
  if (kind === null) {
    const ofType = `an exposure of type ${image.observationType ?? "unknown"} has no residual of calibration`;
    return { kind, reason: residual === "none" ? "not asked for (residual=none)" : ofType, removed: [], notes: [] };
  }
  const pixels = { ...loaded, exposureTimeSeconds: image.exposureTimeSeconds };
  const report = await makeResidual(kind, pixels, async (wanted) => {
    const file = image.calibrations.find((one) => one.kind === wanted);
    return file === undefined ? null : loadCalibration(file);
  });
  if (report.reason === null) return { ...report, kind };
  return { ...report, kind: null, notes: [`no residual_${kind}: ${report.reason}`] };
}
