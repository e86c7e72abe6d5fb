// The task of one exposure of visualize-exposure, as a compute thread does it: the binned detectors become two mosaics.

import { rmSync } from "node:fs";
import path from "node:path";
import { type MosaicPlan, pasteDetector, planMosaic } from "@/lib/calibration/mosaic";
import { findCamera } from "@/lib/cameras";
import type { ImageProductToSave } from "@/lib/database/save-images";
import { type Blocks, blocksInMemory, MOSAIC_SHIFTS, openBlocks } from "../artifacts/blocks";
import { writeMosaicProduct } from "../artifacts/image-products";
import { detectorBlocksPath, runFolder } from "../paths";
import type { BinnedDetector } from "./bin-detectors";
import { parseMosaicSettings } from "./definitions";

export interface MosaicRequest {
  runId: number;
  codeVersion: string;
  configuration: Record<string, unknown>;
  instrument: string;
  exposureId: bigint;
  /** whose blocks are there: with them, or in files */
  detectors: ({ detector: number; name: string } | BinnedDetector)[];
}

export interface MosaicResult {
  products: ImageProductToSave[];
  notes: string[];
}

/**
 * Make the mosaics of an exposure, binned 8 and 64 times.
 *
 * Memory: one plane of one mosaic at a time (252 MB of LSSTCam's 7943 x 7943 pixels) and its bytes in the file.
 *
 * @param request detectors
 * @returns products
 * @throws MalformedFileError when the blocks of a detector are not whole
 */
export async function mosaicExposure(request: MosaicRequest): Promise<MosaicResult> {
  const { orientation } = parseMosaicSettings(request.configuration);
  const camera = findCamera(request.instrument);
  const blocks = new Map(request.detectors.map((one) => [one.detector, { name: one.name, ...blocksOf(request, one) }]));
  const detectors = [...blocks].map(([detector, { name, width, height }]) => ({ detector, name, width, height }));
  const notes = new Set<string>();
  const units = new Set([...blocks.values()].map(({ unit }) => unit));
  if (units.size > 1) notes.add(`detectors in different units: ${[...units].join(", ")}`);
  const products = MOSAIC_SHIFTS.map((shift) => {
    const plan = planMosaic(detectors, camera, 2 ** shift, orientation);
    for (const note of plan.notes) notes.add(note);
    const facts = {
      stage: `mosaic${plan.bin}`,
      unit: [...units].join(" or "),
      inputs: detectors.map(({ name }) => name),
      calibrations: [],
      source: [...new Set([...blocks.values()].map(({ stage }) => stage))].join(" or "),
      orientation,
    };
    const subject = { ...request, detector: null, detectorName: null };
    // one memory for all planes: new pages cost as much as what is written into them
    const pixels = new Float32Array(plan.width * plan.height);
    return writeMosaicProduct(subject, facts, plan, (statistic) => {
      pastePlane(pixels.fill(Number.NaN), plan, (detector) => blocks.get(detector)?.plane(shift, statistic));
      return pixels;
    });
  });
  return { products, notes: [...notes] };
}

function blocksOf(request: MosaicRequest, one: MosaicRequest["detectors"][number]): Blocks {
  if ("values" in one) return blocksInMemory(one.head, one.values);
  return openBlocks(detectorBlocksPath(request.runId, { ...request, detector: one.detector }));
}

function pastePlane(
  pixels: Float32Array,
  plan: MosaicPlan,
  planeOf: (detector: number) => Float32Array | undefined,
): void {
  for (const place of plan.places) {
    const binned = planeOf(place.detector);
    if (binned !== undefined) pasteDetector(pixels, plan, place, binned);
  }
}

/**
 * Remove the blocks of an exposure's detectors, once its mosaics hold.
 *
 * @param runId id of the run
 * @param instrument of the exposure
 * @param exposureId of the exposure
 */
export function removeDetectorBlocks(runId: number, instrument: string, exposureId: bigint): void {
  const folder = path.dirname(detectorBlocksPath(runId, { instrument, exposureId, detector: 0 }));
  if (folder.startsWith(runFolder(runId))) rmSync(folder, { recursive: true, force: true });
}
