// The task of one combination, as a compute thread does it: load each image, remove what it shall be free of, combine, write.

import { divideBy, dropBad } from "@/lib/calibration/arithmetic";
import { type Combination, combineStack, largestDeviation } from "@/lib/calibration/combine";
import { type CalibrationKind, calibrationsOfCombination, combinedUnit } from "@/lib/calibration/kinds";
import {
  type Calibration,
  calibrationMismatch,
  type ImageToCalibrate,
  removeCalibration,
} from "@/lib/calibration/residual";
import type { ImageProductToSave } from "@/lib/database/save-images";
import { InvalidParameterError, MalformedFileError } from "@/lib/errors";
import type { Kernels } from "@/lib/kernels";
import { sigmaClippedStatistics } from "@/lib/kernels/sigma-clip";
import { withOwnBuffer, writeDetectorProduct } from "../artifacts/image-products";
import { runFolder } from "../paths";
import { parseCombineSettings } from "./definitions";
import { type CalibrationFile, describeCalibration, loadCalibration } from "./load-calibration";
import { loadScanned, type ScannedImage } from "./load-scanned";
import { openPlaneStore, type PlaneStore } from "./plane-store";

/** One exposure of a combination. */
export interface CombineInput extends ScannedImage {
  /** as its survey spells it */
  label: string;
  width: number;
  height: number;
  exposureTimeSeconds: number | null;
}

export interface CombineRequest {
  kind: CalibrationKind;
  runId: number;
  codeVersion: string;
  configuration: Record<string, unknown>;
  instrument: string;
  /** the first of the exposures */
  exposureId: bigint;
  detector: number;
  detectorName: string;
  /** of flats */
  physicalFilter: string | null;
  images: CombineInput[];
  calibrations: CalibrationFile[];
}

export interface CombineResult {
  product: ImageProductToSave;
  megapixels: number;
  notes: string[];
}

/**
 * Combine the images of one detector.
 *
 * Memory: one image, its calibrations, the result, and the prepared images up to 256 MiB; more of them lie in a scratch file under
 * the run's folder (65 MB an LSSTCam detector).
 *
 * @param request images and what is removed from them
 * @param kernels of this thread
 * @returns the product
 * @throws InvalidParameterError for fewer than two images, other sizes or units, a dark without exposure time, a flat without light; what
 *   loadScanned throws
 */
export async function combineDetector(request: CombineRequest, kernels: Kernels): Promise<CombineResult> {
  const place = `combine-${request.kind} of ${request.instrument} ${request.detectorName}`;
  const first = requireOneSize(place, request.images);
  const settings = parseCombineSettings(request.configuration, request.kind);
  const { width, height } = first;
  const store = openPlaneStore(runFolder(request.runId), request.images.length, width * height);
  try {
    const prepared = await prepareImages(request, place, kernels, store);
    const combined = combineStack(kernels, store, settings);
    const notes = [...prepared.notes, ...describeCombination(request, settings, combined)];
    const unit = combinedUnit(request.kind, prepared.unit);
    const product = writeDetectorProduct(
      request,
      {
        stage: `combined_${request.kind}`,
        unit,
        inputs: request.images.map(({ label, path }) => `${label} ${path}`),
        calibrations: request.calibrations.map(describeCalibration),
        physicalFilter: request.kind === "flat" ? request.physicalFilter : null,
      },
      { width, height },
      [
        { name: "IMAGE", unit, pixels: combined.mean },
        { name: "VARIANCE", unit: unit === "" ? "" : `(${unit})2`, pixels: combined.variance },
        { name: "COUNT", unit: "", pixels: combined.counts },
      ],
    );
    return { product, megapixels: (request.images.length * width * height) / 1e6, notes };
  } finally {
    store.close();
  }
}

function requireOneSize(place: string, images: readonly CombineInput[]): CombineInput {
  const [first, ...others] = images;
  if (first === undefined || others.length === 0) {
    const found = `${images.length} exposure${first ? `, ${first.label}` : "s"}`;
    throw new InvalidParameterError({ place, found, expected: "at least 2" });
  }
  const other = others.find(({ width, height }) => width !== first.width || height !== first.height);
  if (other === undefined) return first;
  throw new InvalidParameterError({
    place,
    found: `${other.label} of ${other.width} x ${other.height} pixels`,
    expected: `${first.width} x ${first.height} as ${first.label}`,
  });
}

async function prepareImages(
  request: CombineRequest,
  place: string,
  kernels: Kernels,
  store: PlaneStore,
): Promise<{ unit: string; notes: string[] }> {
  const calibrations = new Map<CalibrationKind, Calibration>();
  for (const file of request.calibrations) calibrations.set(file.kind, await loadCalibration(file));
  const notes = new Set<string>();
  for (const needed of calibrationsOfCombination(request.kind)) {
    if (!calibrations.has(needed)) notes.add(`no combined ${needed} removed: none was chosen or is there`);
  }
  let unit: string | null = null;
  for (const [index, image] of request.images.entries()) {
    const loaded = await loadScanned(image, { removeSignature: "auto" });
    for (const note of loaded.notes) notes.add(note);
    unit ??= loaded.unit;
    if (loaded.unit !== unit || loaded.width !== image.width || loaded.height !== image.height) {
      const found = `${image.label} of ${loaded.width} x ${loaded.height} pixels in ${loaded.unit}`;
      const expected = `${image.width} x ${image.height} pixels in ${unit}`;
      throw new InvalidParameterError({ place, found, expected });
    }
    dropBad(loaded.pixels, loaded.bad);
    const prepared = { ...loaded, exposureTimeSeconds: image.exposureTimeSeconds };
    for (const [kind, calibration] of calibrations) removeFrom(`${place}, ${image.label}`, kind, calibration, prepared);
    scaleToUnit(request.kind, `${place}, ${image.label}`, prepared, kernels);
    store.put(index, withOwnBuffer(prepared.pixels));
  }
  return { unit: unit ?? "", notes: [...notes] };
}

function removeFrom(place: string, kind: CalibrationKind, calibration: Calibration, image: ImageToCalibrate): void {
  const mismatch = calibrationMismatch(kind, calibration, image);
  if (mismatch) {
    const { found, expected } = mismatch;
    throw new InvalidParameterError({
      place: `${place}, combined ${kind}`,
      found,
      expected: `${expected}, or ${kind}=none`,
    });
  }
  if (removeCalibration(kind, calibration, image)) return;
  const expected = `a known one to remove the combined ${kind}, or ${kind}=none`;
  throw new InvalidParameterError({ place, found: "no exposure time", expected });
}

/** Darks a second; flats over their own mean. */
function scaleToUnit(kind: CalibrationKind, place: string, image: ImageToCalibrate, kernels: Kernels): void {
  if (kind === "dark") {
    const seconds = image.exposureTimeSeconds;
    if (seconds === null || !(seconds > 0)) {
      const found = seconds === null ? "no exposure time" : `exposure time ${seconds} s`;
      throw new InvalidParameterError({ place, found, expected: "more than 0 s" });
    }
    divideBy(image.pixels, seconds);
  }
  if (kind === "flat") {
    const mean = clippedMean(image, kernels);
    if (mean === null || !(mean > 0)) {
      const found = mean === null ? "no finite pixel" : `mean ${mean} ${image.unit}`;
      throw new MalformedFileError({ place, found, expected: "light" });
    }
    divideBy(image.pixels, mean);
  }
}

function clippedMean({ pixels, width, height }: ImageToCalibrate, kernels: Kernels): number | null {
  const mark = kernels.mark();
  try {
    const offset = kernels.allocate(4 * pixels.length);
    kernels.float32(offset, pixels.length).set(pixels);
    return sigmaClippedStatistics(kernels, { offset, strideBytes: 4 * width, width, height }).mean;
  } finally {
    kernels.release(mark);
  }
}

function describeCombination(
  request: CombineRequest,
  settings: { nSigma: number; iterations: number; spread: string },
  { counts }: Combination,
): string[] {
  const notes = [`${request.images.length} exposures`];
  const inputs = request.images.length;
  if (settings.spread === "std" && settings.iterations > 0 && largestDeviation(inputs) <= settings.nSigma) {
    notes.push(
      `one of ${inputs} values lies at most ${largestDeviation(inputs).toFixed(2)} standard deviations from their median: nothing is ` +
        `clipped at ${settings.nSigma} (spread=mad clips)`,
    );
  }
  let empty = 0;
  let clipped = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) empty++;
    clipped += inputs - counts[i]!;
  }
  if (empty > 0) notes.push(`${empty} pixels without a value`);
  notes.push(`${((100 * clipped) / (inputs * counts.length)).toFixed(3)} % of the values left out`);
  return notes;
}
