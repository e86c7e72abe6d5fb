// The task of one detector of visualize-exposure, as a compute thread does it: remove the signature, remove the combined calibrations,
// write both images, and bin what came out for the mosaics.

import type { CalibrationKind } from "@/lib/calibration/kinds";
import type { ImageProductToSave } from "@/lib/database/save-images";
import type { DetectorPixels } from "@/lib/isr";
import type { Kernels } from "@/lib/kernels";
import { sigmaClippedStatistics } from "@/lib/kernels/sigma-clip";
import { writeBlocks } from "../artifacts/blocks";
import { type PlaneToWrite, withOwnBuffer, writeDetectorProduct } from "../artifacts/image-products";
import { detectorBlocksPath } from "../paths";
import { binPixels, loadToBin } from "./bin-pixels";
import { parseVisualizeSettings } from "./definitions";
import { type CalibrationFile, describeCalibration } from "./load-calibration";
import type { ScannedImage } from "./load-scanned";
import { removeCalibrations } from "./remove-calibrations";

export interface VisualizeRequest extends ScannedImage {
  runId: number;
  codeVersion: string;
  configuration: Record<string, unknown>;
  instrument: string;
  exposureId: bigint;
  detector: number;
  width: number;
  height: number;
  observationType: string | null;
  physicalFilter: string | null;
  exposureTimeSeconds: number | null;
  calibrations: CalibrationFile[];
}

/** Level and noise of a residual, 3-sigma clipped; or why there is none. */
export interface ResidualMeasurement {
  mean: number | null;
  noise: number | null;
  unit: string;
  reason: string | null;
}

export interface VisualizeResult {
  products: ImageProductToSave[];
  residual: ResidualMeasurement;
  megapixels: number;
  notes: string[];
}

/**
 * Make the images of one detector.
 *
 * @param request where it is, and which calibrations are removed
 * @param kernels of this thread
 * @returns products, level of the residual, notes
 * @throws what loadScanned and loadCalibration throw
 */
export async function visualizeDetector(request: VisualizeRequest, kernels: Kernels): Promise<VisualizeResult> {
  const { keepFull } = parseVisualizeSettings(request.configuration);
  // a mounted post_isr needs no second copy of itself
  const isRaw = request.productType === "raw";
  const isWritten = keepFull && (isRaw || request.calibrations.length > 0);
  const { loaded, offset } = await loadToBin(kernels, request, { needsMask: isWritten });
  const products: ImageProductToSave[] = [];
  if (keepFull && isRaw) products.push(writeStage(request, loaded, "post_isr", []));
  const { kind, reason, removed, notes } = await removeCalibrations(request, loaded);
  const isResidual = kind !== null;
  const stage = isResidual ? `residual_${kind}` : isRaw ? "post_isr" : request.productType;
  if (isResidual && keepFull) products.push(writeStage(request, loaded, stage, removed));
  const { unit, width, height } = loaded;
  const head = { stage, unit, width, height };
  writeBlocks(detectorBlocksPath(request.runId, request), head, binPixels(kernels, loaded, offset));
  const levels = isResidual ? measureLevels(kernels, loaded, offset) : { mean: null, noise: null };
  return {
    products,
    residual: { ...levels, unit: loaded.unit, reason },
    megapixels: loaded.pixels.length / 1e6,
    notes: [...loaded.notes, ...notes],
  };
}

function writeStage(
  request: VisualizeRequest,
  loaded: DetectorPixels,
  stage: string,
  removed: readonly CalibrationKind[],
): ImageProductToSave {
  const { pixels, bad, unit, width, height } = loaded;
  const planes: PlaneToWrite[] = [{ name: "IMAGE", unit, pixels: withOwnBuffer(pixels) }];
  if (bad !== null) planes.push({ name: "MASK", unit: "", pixels: Uint8Array.from(bad) });
  const { path, hdu, physicalFilter, exposureTimeSeconds } = request;
  const facts = {
    stage,
    unit,
    inputs: [`${path}[${hdu}]`],
    calibrations: request.calibrations.filter(({ kind }) => removed.includes(kind)).map(describeCalibration),
    physicalFilter,
    exposureTimeSeconds,
  };
  return writeDetectorProduct(request, facts, { width, height }, planes);
}

function measureLevels(
  kernels: Kernels,
  { width, height }: DetectorPixels,
  offset: number,
): { mean: number | null; noise: number | null } {
  const { mean, standardDeviation } = sigmaClippedStatistics(kernels, {
    offset,
    strideBytes: 4 * width,
    width,
    height,
  });
  return { mean, noise: standardDeviation };
}
