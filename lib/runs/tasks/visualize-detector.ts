// The task of one detector of visualize-exposure, as a compute thread does it: remove the signature, remove the combined calibrations,
// write both images, and bin what came out for the mosaics.

import { binDetector } from "@/lib/calibration/blocks";
import { type CalibrationKind, residualKind } from "@/lib/calibration/kinds";
import { makeResidual, type ResidualReport } from "@/lib/calibration/residual";
import type { ImageProductToSave } from "@/lib/database/save-images";
import type { DetectorPixels } from "@/lib/isr";
import type { Kernels } from "@/lib/kernels";
import { sigmaClippedStatistics } from "@/lib/kernels/sigma-clip";
import { BLOCK_STATISTICS, writeBlocks } from "../artifacts/blocks";
import { type PlaneToWrite, withOwnBuffer, writeDetectorProduct } from "../artifacts/image-products";
import { detectorBlocksPath } from "../paths";
import { parseVisualizeSettings } from "./definitions";
import { type CalibrationFile, describeCalibration, loadCalibration } from "./load-calibration";
import { loadScanned, type ScannedImage } from "./load-scanned";

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

/** Binning and statistics of one detector take less than this beside its pixels. */
const SPARE_BYTES = 48 * 2 ** 20;

/**
 * Make the images of one detector.
 *
 * @param request where it is, and which calibrations are removed
 * @param kernels of this thread
 * @returns products, level of the residual, notes
 * @throws what loadScanned and loadCalibration throw
 */
export async function visualizeDetector(request: VisualizeRequest, kernels: Kernels): Promise<VisualizeResult> {
  const { keepFull, residual: choice } = parseVisualizeSettings(request.configuration);
  let offset = 0;
  const allocate = (pixelCount: number) => {
    offset = reserve(kernels, pixelCount);
    return kernels.float32(offset, pixelCount);
  };
  // the mask is only needed beside an image that is written: defects stay in the mosaics
  const mask = keepFull ? {} : { badPlanes: [] };
  const loaded = await loadScanned(request, { removeSignature: "auto", allocate, ...mask });
  const products: ImageProductToSave[] = [];
  // a mounted post_isr needs no second copy of itself
  const isRaw = request.productType === "raw";
  if (keepFull && isRaw) products.push(writeStage(request, loaded, "post_isr", []));
  const kind = residualKind(choice, request.observationType);
  const { reason, removed, notes } = await removeCalibrations(request, kind, loaded);
  const isResidual = kind !== null && reason === null;
  const stage = isResidual ? `residual_${kind}` : isRaw ? "post_isr" : request.productType;
  if (isResidual && keepFull) products.push(writeStage(request, loaded, stage, removed));
  writeBins(request, kernels, loaded, { stage, offset });
  const levels = isResidual ? measureLevels(kernels, loaded, offset) : { mean: null, noise: null };
  return {
    products,
    residual: { ...levels, unit: loaded.unit, reason },
    megapixels: loaded.pixels.length / 1e6,
    notes: [...loaded.notes, ...notes],
  };
}

/** Memory for the pixels, grown so far at once that views of them hold while they are binned. */
function reserve(kernels: Kernels, pixelCount: number): number {
  const offset = kernels.allocate(4 * pixelCount);
  const mark = kernels.mark();
  kernels.allocate(SPARE_BYTES + pixelCount);
  kernels.release(mark);
  return offset;
}

async function removeCalibrations(
  request: VisualizeRequest,
  kind: CalibrationKind | null,
  loaded: DetectorPixels,
): Promise<ResidualReport> {
  if (kind === null) {
    const { residual } = parseVisualizeSettings(request.configuration);
    const type = request.observationType ?? "unknown";
    const ofType = `an exposure of type ${type} has no residual of calibration`;
    return { reason: residual === "none" ? "not asked for (residual=none)" : ofType, removed: [], notes: [] };
  }
  const image = { ...loaded, exposureTimeSeconds: request.exposureTimeSeconds };
  const report = await makeResidual(kind, image, async (wanted) => {
    const file = request.calibrations.find((one) => one.kind === wanted);
    return file === undefined ? null : loadCalibration(file);
  });
  const notes = report.reason === null ? report.notes : [`no residual_${kind}: ${report.reason}`];
  return { ...report, notes };
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

function writeBins(
  request: VisualizeRequest,
  kernels: Kernels,
  { width, height, unit }: DetectorPixels,
  { stage, offset }: { stage: string; offset: number },
): void {
  const { fine, coarse } = binDetector(kernels, { offset, strideBytes: 4 * width, width, height });
  const planes = [fine, coarse].flatMap((blocks) => BLOCK_STATISTICS.map((statistic) => blocks[statistic]));
  writeBlocks(detectorBlocksPath(request.runId, request), { stage, unit, width, height }, planes);
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
