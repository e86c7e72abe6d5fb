// A part of the task of an exposure whose detectors leave nothing but their share of the mosaics, as a compute thread does it:
// several detectors are read and binned, one after the other. A detector that fails takes no other with it.

import { isAnnulusError } from "@/lib/errors";
import type { Kernels } from "@/lib/kernels";
import type { BlocksHead } from "../artifacts/blocks";
import { binPixels, loadToBin } from "./bin-pixels";
import type { ScannedImage } from "./load-scanned";
import { removeCalibrations } from "./remove-calibrations";

export interface DetectorToBin extends ScannedImage {
  detector: number;
  observationType: string | null;
  exposureTimeSeconds: number | null;
}

export interface BinRequest {
  /** of visualize-detector */
  configuration: Record<string, unknown>;
  images: DetectorToBin[];
}

/** Blocks of a detector, for blocksInMemory. */
export interface BinnedDetector {
  detector: number;
  name: string;
  head: BlocksHead;
  values: Float32Array<ArrayBuffer>;
}

/** What became of a detector beside its blocks. */
export interface DetectorReport {
  detector: number;
  name: string;
  /** why it has no blocks; null: it has */
  failure: string | null;
  /** why it has no residual */
  reason: string | null;
  unit: string;
  megapixels: number;
  notes: string[];
}

export interface BinResult {
  binned: BinnedDetector[];
  /** of every image, in their order */
  reports: DetectorReport[];
}

/**
 * Bins detectors for the mosaics of their exposure.
 *
 * @param request which, and the settings of visualize-detector
 * @param kernels of this thread
 * @returns blocks and reports
 * @throws only what is a fault of the program: what is wrong with a file is in its report
 */
export async function binDetectors({ configuration, images }: BinRequest, kernels: Kernels): Promise<BinResult> {
  const result: BinResult = { binned: [], reports: [] };
  for (const image of images) {
    const mark = kernels.mark();
    try {
      const { report, blocks } = await binDetector(image, configuration, kernels);
      result.reports.push(report);
      result.binned.push(blocks);
    } catch (error) {
      if (!isAnnulusError(error)) throw error;
      result.reports.push(failureOf(image, error.message));
    } finally {
      kernels.release(mark);
    }
  }
  return result;
}

/**
 * Report of a detector that could not be binned.
 *
 * @param image which one
 * @param failure why
 * @returns its report
 */
export function failureOf(image: Pick<DetectorToBin, "detector" | "detectorName">, failure: string): DetectorReport {
  const { detector, detectorName: name } = image;
  return { detector, name, failure, reason: failure, unit: "", megapixels: 0, notes: [] };
}

async function binDetector(
  image: DetectorToBin,
  configuration: Record<string, unknown>,
  kernels: Kernels,
): Promise<{ report: DetectorReport; blocks: BinnedDetector }> {
  const { detector, detectorName: name, productType } = image;
  const { loaded, offset } = await loadToBin(kernels, image, { needsMask: false });
  const { reason, notes } = await removeCalibrations({ ...image, configuration, calibrations: [] }, loaded);
  const { unit, width, height } = loaded;
  const head = { stage: productType === "raw" ? "post_isr" : productType, unit, width, height };
  const values = joined(binPixels(kernels, loaded, offset));
  const megapixels = (width * height) / 1e6;
  const report = { detector, name, failure: null, reason, unit, megapixels, notes: [...loaded.notes, ...notes] };
  return { report, blocks: { detector, name, head, values } };
}

function joined(planes: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0));
  let start = 0;
  for (const plane of planes) {
    values.set(plane, start);
    start += plane.length;
  }
  return values;
}
