// The columns that both modes share, from a footprint and its stamp.

import type { Kernels } from "../kernels";
import { SIGMA_TO_FWHM } from "../units";
import type { BlobScore } from "./blob-score";
import type { DarkRingConfiguration } from "./configuration";
import type { DarkRing } from "./dark-ring";
import type { Footprint } from "./footprints";
import { measureShape } from "./shape";

export type SharedColumns = Omit<
  DarkRing,
  | "ringScore"
  | "ringRadiusPixels"
  | "ringWidthPixels"
  | "blobScorePadded"
  | "morphology"
  | "peakSignificance"
  | "meanDepthSigma"
  | "integratedDepthSigma"
  | "maskedFraction"
  | "flags"
>;

/**
 * Shape, box and blob score of one footprint; the centre is that of its box.
 *
 * @param footprint with its runs
 * @param blob score of the tight stamp
 * @param configuration limits of passes_hole_checks
 */
export function measureSharedColumns(
  kernels: Kernels,
  footprint: Footprint,
  blob: BlobScore,
  configuration: DarkRingConfiguration,
): SharedColumns {
  const shape = measureShape(kernels, footprint);
  const { footprintId, area, x0, x1, y0, y1 } = footprint;
  const passesHoleChecks =
    shape.holeFracBbox >= configuration.minHoleFraction &&
    shape.holeFracTotal <= configuration.maxHoleFraction &&
    shape.centerOffset <= configuration.centeringThreshold;
  return {
    footprintId,
    area,
    circularity: shape.circularity,
    gaussianLikeScore: blob.score,
    gaussianSigmaPixels: blob.sigmaPixels,
    gaussianDiameterPixels: blob.sigmaPixels === null ? null : SIGMA_TO_FWHM * blob.sigmaPixels,
    passesHoleChecks,
    holeFracBbox: shape.holeFracBbox,
    holeFracTotal: shape.holeFracTotal,
    centerOffset: shape.centerOffset,
    y0,
    y1,
    x0,
    x1,
    centerX: (x0 + x1) / 2,
    centerY: (y0 + y1) / 2,
  };
}
